"""Forms about visits that were made: asking for a withdrawal, and deciding it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from venuewatch.workflow.rules import Refused


class VisitForm(forms.Form):
    """A form about a visit, in which the action's sentences find their fields."""

    def add_refusal(self, refusal: Refused) -> None:
        """Put the action's sentences beside their fields."""
        for name, sentence in refusal.errors.items():
            self.add_error(name if name in self.fields else None, str(sentence))


class WithdrawalForm(VisitForm):
    """Why the visit was a mistake."""

    reason = forms.CharField(
        label=_("Why the visit was a mistake"), widget=forms.Textarea(attrs={"rows": 3})
    )


class DecisionForm(VisitForm):
    """Granting or refusing, with what is said to it; `seen` is the event that the page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
