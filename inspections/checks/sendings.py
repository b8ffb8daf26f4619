"""Visits on which a higher folder sends an officer: they stand on the officer's round too."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from venues.models import Officer
from venuewatch.workflow.rules import Words


@dataclass(frozen=True)
class Sending:
    """Rows at venues to which an officer is sent, and how a stop and a tally tell of them.

    `rows` gives them by officer, the most urgent first; `why` what a row is about and `page` the
    address of it; `is_late` whether it should have been done before today; `whole` the address of
    the list of all.
    """

    rows: Callable[[Officer], QuerySet[Any]]
    why: Callable[[Any], Words]
    page: Callable[[Any], str]
    is_late: Callable[[Any], bool]
    words: Words
    whole: Callable[[], str]


_sendings: list[Sending] = []


def add_sending(sending: Sending) -> None:
    """Register who sends officers to venues; called once, when an app is ready."""
    _sendings.append(sending)


def sendings() -> tuple[Sending, ...]:
    """All of them."""
    return tuple(_sendings)
