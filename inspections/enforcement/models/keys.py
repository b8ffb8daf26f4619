"""Columns that the tables of joint enforcement share: who acted."""

from typing import Any

from django.db import models

from venues.models import Officer, Person


def officer_key(*, blank: bool = False) -> Any:
    """Who did it; never followed backwards."""
    return models.ForeignKey(
        Officer, null=blank, on_delete=models.PROTECT, related_name="+", db_index=False
    )


def person_key(*, blank: bool = False) -> Any:
    """The person behind the account, at the time (R-SCOPE-5)."""
    return models.ForeignKey(
        Person, null=blank, on_delete=models.PROTECT, related_name="+", db_index=False
    )
