"""The form by which command's leaders set the days between checks."""

from typing import Any

from django import forms

from inspections.duties.rules import INTERVALS, LONGEST_INTERVAL
from venues.forms import ActOfCommand


class IntervalsForm(ActOfCommand):
    """The days between checks of one category, per side (R-DUTY-1)."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in INTERVALS.items():
            self.fields[name] = forms.IntegerField(
                label=str(label), min_value=1, max_value=LONGEST_INTERVAL
            )
        self.order_fields([*INTERVALS, "reason", "seen"])
