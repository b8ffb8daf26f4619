"""The form in which selected issues get somebody who follows them up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.ledger.actions import colleagues_of
from venues.forms import ColleagueField
from venues.models import Officer
from venuewatch.refusals import TellsRefusals


class AssignForm(TellsRefusals, forms.Form):
    """Who of the own organisation follows the selected issues up; blank is nobody."""

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["assignee"] = ColleagueField(
            colleagues_of(officer), required=False, label=_("Followed up by"),
            empty_label=_("nobody"),
        )  # fmt: skip
