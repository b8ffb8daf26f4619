"""What the forms of the acts share: the form itself and its fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.ledger.models import Issue
from venuewatch.workflow.rules import Refused


class PhotosField(forms.FileField):
    """Several files of one field, as a list."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", ManyFiles(attrs={"accept": "image/*"}))
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file that was chosen."""
        files = data if isinstance(data, list) else [data]
        return [super(PhotosField, self).clean(each, initial) for each in files if each]


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class ActForm(forms.Form):
    """An act on an issue, with the event number that its page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, issue: Issue, **options: Any) -> None:
        super().__init__(*args, **options)
        self.issue = issue

    def add_refusal(self, refusal: Refused) -> None:
        """Put the action's sentences beside their fields."""
        for name, sentence in refusal.errors.items():
            self.add_error(name if name in self.fields else None, str(sentence))


def reason_field() -> forms.CharField:
    """Why somebody does what they do, in a few lines."""
    return forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)
