"""Where the lines of a message lead, and how each is called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from inspections.tracking.escalation.models import Escalation
from venues.models import Officer
from venuewatch.workflow.rules import Words


@dataclass(frozen=True)
class Link:
    """The page of what a line tells of, "" where it has none of its own, and its words."""

    address: str
    words: Words


# Subjects by their keys → their links, for who reads.
Finder = Callable[[Officer, Sequence[int]], Mapping[int, Link]]
# kind of subject → the address of its page, by the number under which people know it
_PAGES = {
    "issue": "ledger:issue", "plate": "plates:plate", "look_back": "look_backs:look_back",
    "operation": "operations:room",
}  # fmt: skip
_finders: dict[str, Finder] = {}


def add_links(subject_type: str, finder: Finder) -> None:
    """Register where a kind of subject is read that higher folders keep; when an app is ready."""
    _finders[subject_type] = finder


def links_of(officer: Officer, rows: Sequence[Escalation]) -> list[tuple[Escalation, Link]]:
    """Each line with its link, in as many queries as there are kinds of subject with a finder."""
    found = {
        kind: finder(officer, [row.subject_id for row in rows if row.subject_type == kind])
        for kind, finder in _finders.items()
        if any(row.subject_type == kind for row in rows)
    }
    return [(row, found.get(row.subject_type, {}).get(row.subject_id) or _own(row)) for row in rows]


def _own(row: Escalation) -> Link:
    name = _PAGES.get(row.subject_type)
    return Link(reverse(name, args=[row.subject_key]) if name else "", row.subject_key)
