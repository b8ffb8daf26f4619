"""What the forms of the acts share: the form itself and its fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.ledger import stash
from inspections.ledger.models import Issue
from venues.models import Officer
from venuewatch.asked import SeenField
from venuewatch.refusals import TellsRefusals


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


def reason_field() -> forms.CharField:
    """Why somebody does what they do, in a few lines."""
    return forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))
