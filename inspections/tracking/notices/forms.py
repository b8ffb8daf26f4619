"""Forms of notices: what one says and which venues it names; and the acts on it."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from inspections.ledger import stash
from inspections.ledger.documents import clean_document
from inspections.ledger.exif import Taken
from inspections.ledger.forms.fields import lines_field, reason_field
from inspections.ledger.photos import CleanPhoto
from inspections.ledger.rules import Severity
from inspections.tracking.notices.actions import TEXTS
from inspections.tracking.notices.models import Notice
from inspections.tracking.notices.naming import read_venues, text_of
from inspections.tracking.notices.rules import NoticeLevel
from venues.models import Officer, Venue
from venuewatch.asked import SeenField, SubmissionField
from venuewatch.dated import DayField
from venuewatch.refusals import TellsRefusals
from venuewatch.workflow.rules import Refused

MOST_FOUND = 20


class NoticeForm(TellsRefusals, forms.Form):
    """A draft: from whom, what it says, what is wrong where, by when; and its file."""

    level = forms.ChoiceField(
        label=gettext_lazy("Level of the notice"), choices=NoticeLevel.choices
    )
    document_number = forms.CharField(
        label=gettext_lazy("Document number (a superior's has one)"), max_length=60, required=False
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    text = lines_field(gettext_lazy("Text of the notice"), 5)
    found = forms.CharField(
        label=gettext_lazy("What is wrong at the venues"), max_length=400,
        help_text=gettext_lazy("It becomes the issue of every venue without words of its own."),
    )  # fmt: skip
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), choices=Severity.choices)
    deadline = DayField(gettext_lazy("To be rectified by the end of"))
    venues = lines_field(
        gettext_lazy("Venues, one a line: code, then what is wrong there if it differs"), 6,
        required=False,
    )  # fmt: skip
    find = forms.CharField(
        label=gettext_lazy("Find venues by name, address or code"), required=False, max_length=60
    )
    file = forms.FileField(
        label=gettext_lazy("Document (PDF or photo, at most 15 MB)"), required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
    )  # fmt: skip
    seen = SeenField()
    submission = SubmissionField()

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.officer = officer
        self.named: list[tuple[Venue, str]] = []
        self.document: CleanPhoto | None = None
        self.kept: list[str] = []

    def clean_venues(self) -> str:
        """Every bad line is told with its cause; the text stays as it was typed."""
        text = str(self.cleaned_data["venues"])
        found = read_venues(text, self.officer)
        self.named = list(found.venues.values())
        if found.errors:
            raise forms.ValidationError(found.errors)
        return text

    def clean_file(self) -> CleanPhoto | None:
        """The file chosen now, else the one kept from an earlier try."""
        upload = self.cleaned_data["file"]
        if not upload:
            self.document = self._kept()
            return self.document
        try:
            clean = clean_document(upload)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal.errors["file"])) from refusal
        if not isinstance(clean, CleanPhoto):
            clean = CleanPhoto(clean, clean.name or "", Taken(None, None, None))
        self.document = clean
        return clean

    def keep_file(self) -> None:
        """Keep the file that came with a form which is shown again."""
        if self.document is not None:
            self.kept = stash.keep([self.document], self.officer)

    def found_venues(self) -> list[Venue]:
        """The first venues in scope that the search asks for."""
        text = str(self.data.get("find", "")).strip()
        if not text:
            return []
        rows = Venue.objects.visible_to(self.officer).search(text).select_related("town")
        return list(rows.order_by("code")[:MOST_FOUND])

    def texts(self) -> dict[str, Any]:
        """What the notice says."""
        return {name: self.cleaned_data[name] for name in TEXTS}

    def _kept(self) -> CleanPhoto | None:
        kept = self.data.getlist("kept") if isinstance(self.data, QueryDict) else []
        files = [stash.take(each, self.officer) for each in stash.names(kept, self.officer)]
        return files[-1] if files else None


def with_picked(data: QueryDict) -> QueryDict:
    """The same answer with the venues that were ticked put at the end of its lines."""
    typed = data.copy()
    lines = [each for each in typed.get("venues", "").splitlines() if each.strip()]
    typed["venues"] = "\n".join([*lines, *typed.getlist("pick")])
    return typed


def initial_of(notice: Notice) -> dict[str, Any]:
    """What a draft says, for its form."""
    rows = notice.venues.order_by("pk").values_list("venue__code", "found")
    texts = {name: getattr(notice, name) for name in TEXTS}
    return {**texts, "venues": text_of(list(rows)), "seen": notice.event_seq}


class ActForm(TellsRefusals, forms.Form):
    """An act that needs nothing but the decision."""

    seen = SeenField()


class ReasonForm(ActForm):
    """An act that needs its reason."""

    reason = reason_field()


FORMS: dict[str, type[ActForm]] = {
    "issue_notice": ActForm,
    "drop_notice": ReasonForm,
    "withdraw_notice": ReasonForm,
}
