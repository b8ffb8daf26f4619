"""Forms of what moves an issue towards its end; their fields follow from the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.ledger.forms.fields import ActForm, PhotosField, date_field, reason_field
from inspections.ledger.models import Issue
from inspections.ledger.rules import FIVE_LABELS, FIVE_LONGEST, VoidKind, measures_needed

_FIVE_WIDGETS = {
    "measure": forms.Textarea(attrs={"rows": 3}),
    "contingency": forms.Textarea(attrs={"rows": 2}),
}


def _field(name: str) -> forms.Field:
    if name == "deadline":
        return date_field(FIVE_LABELS[name])
    widget = _FIVE_WIDGETS.get(name, forms.TextInput())
    return forms.CharField(
        label=FIVE_LABELS[name], widget=widget, max_length=FIVE_LONGEST.get(name)
    )


class ReportForm(ActForm):
    """Report rectification: 五落实 as the severity needs them, and photos (R-ISSUE-4)."""

    def __init__(self, *args: Any, issue: Issue, **options: Any) -> None:
        super().__init__(*args, issue=issue, **options)
        for name in measures_needed(issue.severity):
            self.fields[name] = _field(name)
        photo_needed = issue.item is not None and issue.item.photo_required
        self.fields["photos"] = PhotosField(
            label=_("Photos of what was done"), required=photo_needed
        )


class SignOffForm(ActForm):
    """Agree that the issue may be struck off."""

    remark = forms.CharField(label=_("Remark"), required=False)


class VoidForm(ActForm):
    """End an issue that should not be."""

    kind = forms.ChoiceField(label=_("Why"), choices=VoidKind.choices)
    duplicate_of = forms.CharField(label=_("Number of the other issue"), required=False)
    reason = reason_field()
