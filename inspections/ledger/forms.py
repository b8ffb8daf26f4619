"""Forms of the acts on an issue; their fields follow from the rules."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from inspections.ledger import stash
from inspections.ledger.actions import colleagues_of
from inspections.ledger.models import Issue, Rectification
from inspections.ledger.photos import Caption, clean_photo
from inspections.ledger.rules import FIVE_FOR_MAJOR, VoidKind, measures_needed
from venues.forms import ColleagueField
from venues.models import Officer
from venuewatch.asked import SeenField
from venuewatch.refusals import TellsRefusals
from venuewatch.workflow.rules import Refused


class PhotosField(forms.FileField):
    """Several files of one field, as a list."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", ManyFiles(attrs={"accept": "image/*"}))
        super().__init__(allow_empty_file=True, **options)  # told with the others that are no photo

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file that was chosen."""
        files = data if isinstance(data, list) else [data]
        return [super(PhotosField, self).clean(each, initial) for each in files if each]


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class ActForm(TellsRefusals, forms.Form):
    """An act on an issue, with the event number that its page showed."""

    seen = SeenField()

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.officer = officer
        self.pictures: list[Any] = []
        self.kept: list[str] = []

    def keep_photos(self) -> None:
        """Keep the photos that came with a form which is shown again; most forms have none."""
        if self.pictures:
            self.kept = stash.keep(self.pictures, self.officer)


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
        super().__init__(*args, **options)
        needed = measures_needed(issue.severity)
        for name in FIVE_FOR_MAJOR:
            if name in needed:
                column: Any = Rectification._meta.get_field(name)
                self.fields[name] = column.formfield(
                    label=FIVE_LABELS[name], required=True,
                    widget=_FIVE_WIDGETS.get(name, forms.TextInput()),
                )  # fmt: skip
        self.issue = issue
        self.photo_needed = issue.item is not None and issue.item.photo_required
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

    remark = forms.CharField(label=_("Remark"), required=False)


class RejectForm(ActForm):
    """Send the issue back to rectification."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class VoidForm(ActForm):
    """End an issue that should not be."""

    kind = forms.ChoiceField(label=_("Why"), choices=VoidKind.choices)
    duplicate_of = forms.CharField(label=_("Number of the other issue"), required=False)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class AssignForm(TellsRefusals, forms.Form):
    """Who of the own organisation follows the selected issues up; blank is nobody."""

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["assignee"] = ColleagueField(
            colleagues_of(officer), required=False, label=_("Followed up by"),
            empty_label=_("nobody"),
        )  # fmt: skip


FORMS: dict[str, type[ActForm]] = {
    "report_rectified": ReportForm,
    "sign_off": SignOffForm,
    "reject": RejectForm,
    "void": VoidForm,
}


def form_for(
    act: str, issue: Issue, officer: Officer, data: Any = None, files: Any = None
) -> ActForm:
    """The form of an act, with the issue's present event number in it."""
    options: dict[str, Any] = {"initial": {"seen": issue.event_seq}, "officer": officer}
    if act == "report_rectified":
        options["issue"] = issue
    return FORMS[act](data, files, **options)
