"""Forms of extensions."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.ledger.forms.fields import ActForm, reason_field
from venuewatch.dated import DayField


class AskExtensionForm(ActForm):
    """Ask for more time, before the deadline expires."""

    wanted = DayField(_("New deadline wanted (to the end of that day)"))
    reason = reason_field()


class GrantExtensionForm(ActForm):
    """Give more time: the day that was asked for, or another."""

    until = DayField(_("New deadline (to the end of that day)"))
    reason = forms.CharField(label=_("Remark"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if ask := self.issue.evidence.waiting_ask:
            self.fields["until"].initial = timezone.localdate(ask.wanted)


class ReasonForm(ActForm):
    """An act that needs its reason and nothing else."""

    reason = reason_field()
