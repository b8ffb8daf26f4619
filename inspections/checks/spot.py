"""The part of the filing form in which a failed item is marked as fixed on the spot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_date

from inspections.checks.models import Item
from inspections.ledger.rules import FIVE_LABELS, FIVE_LONGEST, ISSUE_TABLE, measures_needed
from venues import scoping
from venues.models import Officer, Venue
from venuewatch.workflow.rules import Words


@dataclass(frozen=True)
class Entry:
    """One of 五落实 on the form: the name of its field, its label, and what was typed."""

    name: str
    label: Words
    value: str
    kind: str


@dataclass
class Spot:
    """What was typed about an item that was fixed on the spot (R-ISSUE-5)."""

    fixed: bool = False
    entries: list[Entry] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def given(self) -> Mapping[str, Any] | None:
        """What the ledger is told, blanks left out; None where it was not fixed."""
        if not self.fixed:
            return None
        read = {entry.name.split("-")[0]: _value(entry) for entry in self.entries}
        return {name: value for name, value in read.items() if value}


def may_report(officer: Officer, venue: Venue) -> bool:
    """Whether this officer may report the rectification of an issue here."""
    allowed = ISSUE_TABLE["report_rectified"].allowed
    return bool(allowed & scoping.capacities(officer, venue))


def spot_of(item: Item, data: QueryDict, kept: list[str]) -> Spot | None:
    """The part of an item as it was posted, with its kept photos; None where none is allowed."""
    if not item.on_the_spot:
        return None
    entries = [_entry(item, name, data) for name in measures_needed(item.severity)]
    return Spot(f"fixed-{item.code}" in data, entries, kept)


def _entry(item: Item, name: str, data: QueryDict) -> Entry:
    typed = data.get(f"{name}-{item.code}", "").strip()[: FIVE_LONGEST.get(name)]
    kind = "date" if name == "deadline" else "text"
    return Entry(f"{name}-{item.code}", FIVE_LABELS[name], typed, kind)


def _value(entry: Entry) -> Any:
    if entry.kind != "date":
        return entry.value
    try:
        return parse_date(entry.value)
    except ValueError:  # well written, but no day of any calendar
        return None
