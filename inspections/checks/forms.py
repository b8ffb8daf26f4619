"""Forms about visits that were made: asking for a withdrawal, and deciding it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from venuewatch.asked import SeenField
from venuewatch.refusals import TellsRefusals


class WithdrawalForm(TellsRefusals, forms.Form):
    """Why the visit was a mistake."""

    reason = forms.CharField(
        label=_("Why the visit was a mistake"), widget=forms.Textarea(attrs={"rows": 3})
    )


class DecisionForm(TellsRefusals, forms.Form):
    """Granting or refusing, with what is said to it; `seen` is the event that the page showed."""

    seen = SeenField()
    reason = forms.CharField(
        label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
