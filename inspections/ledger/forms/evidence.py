"""Forms of what moves an issue towards its end; their fields follow from the rules."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from inspections.ledger import stash
from inspections.ledger.forms.fields import ActForm, PhotosField, reason_field, remark_field
from inspections.ledger.models import Rectification
from inspections.ledger.photos import Caption, clean_photo
from inspections.ledger.rules import FIVE_LABELS, VoidKind, measures_needed
from venuewatch.dated import DayField
from venuewatch.workflow.rules import Refused

_FIVE_WIDGETS = {
    "measure": forms.Textarea(attrs={"rows": 3}),
    "contingency": forms.Textarea(attrs={"rows": 2}),
}


def _field(name: str) -> forms.Field:
    if name == "deadline":
        return DayField(FIVE_LABELS[name])
    column: Any = Rectification._meta.get_field(name)
    widget = _FIVE_WIDGETS.get(name, forms.TextInput())
    field: forms.Field = column.formfield(label=FIVE_LABELS[name], required=True, widget=widget)
    return field


class ReportForm(ActForm):
    """Report rectification: 五落实 as the severity needs them, and photos (R-ISSUE-4)."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in measures_needed(self.issue.severity):
            self.fields[name] = _field(name)
        item = self.issue.item
        self.photo_needed = item is not None and item.photo_required
        self.fields["photos"] = PhotosField(label=_("Photos of what was done"), required=False)

    def clean_photos(self) -> list[Any]:
        """The photos kept from an earlier try and those that came now, fit to be stored."""
        kept = self.data.getlist("kept") if isinstance(self.data, QueryDict) else []
        files = [stash.take(each, self.officer) for each in stash.names(kept, self.officer)]
        self.pictures = [each for each in files if each is not None]
        venue = self.issue.venue
        caption = Caption(venue.name, self.officer.signature, venue.point)
        for upload in self.cleaned_data["photos"]:
            try:
                self.pictures.append(clean_photo(upload, caption=caption))
            except Refused as refusal:
                self.add_refusal(refusal)
        if self.photo_needed and not self.pictures and not self.has_error("photos"):
            raise forms.ValidationError(_("This item needs a photo of what was done."))
        return self.pictures


class SignOffForm(ActForm):
    """Agree that the issue may be struck off."""

    remark = remark_field()


class VoidForm(ActForm):
    """End an issue that should not be."""

    kind = forms.ChoiceField(label=_("Why"), choices=VoidKind.choices)
    duplicate_of = forms.CharField(label=_("Number of the other issue"), required=False)
    reason = reason_field()
