"""Forms of the acts on a daily report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from venuewatch.asked import SeenField
from venuewatch.refusals import TellsRefusals

DECLARED = _("I declare that nothing was found on this day")
_REMARKS = forms.Textarea(attrs={"rows": 3})


class SubmitForm(TellsRefusals, forms.Form):
    """Submit the figures as they stand; `seen` is the event number that the page showed."""

    seen = SeenField()
    remarks = forms.CharField(label=_("Remarks"), required=False, widget=_REMARKS)


class ZeroForm(SubmitForm):
    """Declare, by one's own word, that nothing was found (R-REPORT-2)."""

    declared = forms.BooleanField(
        label=DECLARED, error_messages={"required": _("Tick this, or look at the day again.")}
    )


class CorrectForm(SubmitForm):
    """Correct a report, with a reason; its figures are counted anew."""

    reason = forms.CharField(
        label=_("Reason for the correction"), widget=forms.Textarea(attrs={"rows": 2})
    )
    declared = forms.BooleanField(label=DECLARED, required=False)


FORMS: dict[str, type[SubmitForm]] = {
    "submit": SubmitForm,
    "declare_zero": ZeroForm,
    "correct": CorrectForm,
}


def form_for(act: str, seen: int, data: Any = None, **initial: Any) -> SubmitForm:
    """The form of an act, with the report's present event number in it."""
    return FORMS[act](data, initial={"seen": seen, **initial})
