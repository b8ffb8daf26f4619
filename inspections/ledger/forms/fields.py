"""What the forms of the acts share: the form itself and its fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.ledger import stash
from inspections.ledger.models import Issue
from inspections.ledger.rules import UNCLOSED
from venues.models import Officer, Venue
from venuewatch.asked import SeenField, whole_number
from venuewatch.refusals import TellsRefusals
from venuewatch.workflow.rules import Words


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

    def __init__(self, *args: Any, issue: Issue, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.issue, self.officer = issue, officer
        self.pictures: list[Any] = []
        self.kept: list[str] = []

    def keep_photos(self) -> None:
        """Keep the photos that came with a form which is shown again; most forms have none."""
        if self.pictures:
            self.kept = stash.keep(self.pictures, self.officer)


def lines_field(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    """Words in some lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def reason_field() -> forms.CharField:
    """Why somebody does what they do, in a few lines."""
    return lines_field(_("Reason"), 2)


def remark_field() -> forms.CharField:
    """What somebody adds, if they want to."""
    return forms.CharField(label=_("Remark"), required=False)


class IssuesField(forms.ModelMultipleChoiceField["Issue"]):
    """Unclosed issues of a venue, each in words; one that was closed meanwhile is named.

    `taken` says of an unclosed one why it is not offered, with `number`.
    """

    def __init__(self, *, taken: Words = "", **options: Any) -> None:
        super().__init__(Issue.objects.none(), widget=forms.CheckboxSelectMultiple, **options)
        self.venue: Venue | None = None
        self.taken = taken

    def offer(self, venue: Venue, but: Any = None) -> None:
        """Offer the venue's unclosed issues in the order of their due, but some."""
        self.venue = venue
        rows = Issue.objects.filter(venue=venue).unclosed().order_by("due", "pk")
        self.queryset = rows if but is None else rows.exclude(pk__in=but)

    def label_from_instance(self, obj: Any) -> str:
        """What the issue is about, and how it stands."""
        told = obj.item_text or obj.description
        return f"{obj.get_severity_display()} · {told} · {obj.get_state_display()}"

    def clean(self, value: Any) -> Any:
        """The chosen issues; says which of them can be chosen no more."""
        try:
            return super().clean(value)
        except forms.ValidationError:
            if gone := self._gone(value or ()):
                raise forms.ValidationError(gone) from None
            raise

    def _gone(self, value: Any) -> list[str]:
        keys = [key for each in value if (key := whole_number(str(each))) is not None]
        offered: Any = self.queryset
        rows = Issue.objects.filter(venue=self.venue, pk__in=keys).order_by("pk")
        left = rows.exclude(pk__in=offered.values("pk"))
        return [sentence for each in left if (sentence := self._why_not(each))]

    def _why_not(self, issue: Issue) -> str:
        is_open = issue.state in UNCLOSED
        sentence = self.taken if is_open else _("%(number)s is now “%(state)s”; leave it out.")
        values = {"number": issue.number, "state": issue.get_state_display()}
        return str(sentence) % values if sentence else ""
