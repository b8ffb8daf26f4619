"""What a request asks for, read with care: anybody can write anything into it."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

NOTHING_SHOWN = -1  # no state of anything has this number of events
MOST_DIGITS = 18  # what a key in the database can hold


def whole_number(text: str) -> int | None:
    """The whole number that these ASCII digits write; None for everything else."""
    plain = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if plain else None


def event_seen(text: str) -> int | None:
    """The event number that a page showed; None where it told none.

    One that cannot be read fits no state of anything, and so its caller is stale.
    """
    if not text:
        return None
    number = whole_number(text)
    return NOTHING_SHOWN if number is None else number


class SeenField(forms.Field):
    """The event number that a form's page showed, hidden: no person ever has to mend it."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})

    def to_python(self, value: Any) -> int | None:
        """The number, as `event_seen` reads it."""
        return event_seen(str(value or ""))


class SubmissionField(forms.Field):
    """The key of a form, hidden: sent twice by a double tap, it makes one thing."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "initial": uuid4, **options})

    def to_python(self, value: Any) -> UUID | None:
        """The key; None for what is none, which makes something each time."""
        try:
            return UUID(str(value))
        except ValueError:
            return None
