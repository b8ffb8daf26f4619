"""Forms of what moves an issue towards its end; their fields follow from the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.ledger.forms.fields import ActForm, PhotosField, reason_field
from inspections.ledger.models import Issue
from inspections.ledger.rules import FIVE_FOR_MAJOR, VoidKind, measures_needed

FIVE_LABELS: dict[str, Any] = {
    "measure": _("What was done"),
    "responsible": _("Person responsible at the venue"),
    "funds": _("Funds"),
    "deadline": _("Deadline for what remains"),
    "contingency": _("Contingency plan"),
}
_FIVE_WIDGETS = {
    "measure": forms.Textarea(attrs={"rows": 3}),
    "contingency": forms.Textarea(attrs={"rows": 2}),
    "deadline": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
}


class ReportForm(ActForm):
    """Report rectification: 五落实 as the severity needs them, and photos (R-ISSUE-4)."""

    def __init__(self, *args: Any, issue: Issue, **options: Any) -> None:
        super().__init__(*args, issue=issue, **options)
        needed = measures_needed(issue.severity)
        for name in FIVE_FOR_MAJOR:
            if name in needed:
                kind = forms.DateField if name == "deadline" else forms.CharField
                self.fields[name] = kind(
                    label=FIVE_LABELS[name], widget=_FIVE_WIDGETS.get(name, forms.TextInput())
                )
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
