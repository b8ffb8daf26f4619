"""What today's page is made of: each folder registers its sections, the page knows none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from venues.models import Officer
from venuewatch.listing.counting import Count, count_of
from venuewatch.workflow.rules import Words

MOST_SHOWN = 50


@dataclass(frozen=True)
class Section:
    """One list of what waits: its heading, the first rows, the number of all, where they all are.

    `whole` is the address of the whole list, blank where the rows are all; `act` the words of a
    row's button; `empty` what an empty list says.
    """

    heading: Words
    rows: Sequence[Any]
    count: Count
    whole: str = ""
    act: Words = ""
    empty: Words = ""

    @property
    def is_cut(self) -> bool:
        """Whether there is more than what is shown."""
        return self.count.number > len(self.rows)


@dataclass(frozen=True)
class Part:
    """A template, and the function that gives its section for who looks; None is not shown.

    The template extends "checks/section.html".
    """

    template: str
    position: int
    section: Callable[[Officer], Section | None]


_parts: list[Part] = []


def add_part(part: Part) -> None:
    """Register a part; called once, when an app is ready."""
    _parts.append(part)
    _parts.sort(key=lambda each: each.position)


def sections_of(officer: Officer) -> list[tuple[str, Section]]:
    """The sections of this person's page, each with its template."""
    found = ((part.template, part.section(officer)) for part in _parts)
    return [(template, section) for template, section in found if section is not None]


def first_of(rows: QuerySet[Any], **words: Any) -> Section:
    """The section of a sorted list, of which it shows the first MOST_SHOWN."""
    return Section(rows=list(rows[:MOST_SHOWN]), count=count_of(rows), **words)


def all_of(rows: Sequence[Any], **words: Any) -> Section:
    """The section of a short list, of which it shows every row."""
    return Section(rows=rows, count=Count(len(rows)), **words)
