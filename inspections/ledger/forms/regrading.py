"""The form of a regrade."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.ledger.forms.fields import ActForm, reason_field
from inspections.ledger.rules import Severity


class RegradeForm(ActForm):
    """Give the issue one of the other severities."""

    severity = forms.ChoiceField(label=_("New severity"))
    reason = reason_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [each for each in Severity.choices if each[0] != self.issue.severity]
        self.fields["severity"].choices = others  # type: ignore[attr-defined]  # of this field
