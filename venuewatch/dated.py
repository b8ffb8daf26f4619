"""Days and moments as people type them: in the browser's own calendar, in years that are meant."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from venuewatch.moments import FIRST_DAY, LAST_DAY


def odd_year(day: date) -> str:
    """The sentence for a day that nobody means; "" for every other."""
    if FIRST_DAY <= day <= LAST_DAY:
        return ""
    span = {"first": FIRST_DAY.year, "last": LAST_DAY.year}
    return _("Choose a day of the years %(first)d to %(last)d.") % span


class DayField(forms.DateField):
    """A day."""

    def __init__(self, label: Any, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, **options)

    def validate(self, value: date | None) -> None:
        """Refuses a year that nobody means."""
        super().validate(value)
        if value and (sentence := odd_year(value)):
            raise forms.ValidationError(sentence)


class MomentField(forms.DateTimeField):
    """A day and a time of day, local."""

    def __init__(self, label: Any, **options: Any) -> None:
        attrs = {"type": "datetime-local"}
        widget = forms.DateTimeInput(attrs=attrs, format="%Y-%m-%dT%H:%M")
        super().__init__(label=label, widget=widget, **options)

    def to_python(self, value: Any) -> datetime | None:
        """The moment; one at the very ends of the calendar has no time zone to be brought into."""
        try:
            return super().to_python(value)
        except OverflowError:
            raise forms.ValidationError(odd_year(date.min)) from None

    def validate(self, value: datetime | None) -> None:
        """Refuses a year that nobody means."""
        super().validate(value)
        if value and (sentence := odd_year(timezone.localdate(value))):
            raise forms.ValidationError(sentence)
