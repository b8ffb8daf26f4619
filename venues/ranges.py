"""Many venues by ranges of their keys, a follow-up each: an act at one of them hardly waits."""

from typing import Any

from django.db.models import F, QuerySet

from venuewatch.workflow import clock, followups
from venuewatch.workflow.models import Subject

# So many keys are dealt with in one transaction: an act at one of these venues waits as long.
KEYS_AT_ONCE = 2_000
_RANGES = 100_000  # at most so many times KEYS_AT_ONCE


def schedule_ranges(kind: str, subject: Subject, venues: QuerySet[Any], *, event: int) -> None:
    """A follow-up of this kind, due now, for each range of keys in which some of the venues lie.

    `event` is the number of the subject's event from which it follows: what follows from the next
    one is scheduled beside it, for a follow-up that is being done tells nothing newer.
    """
    ranges = venues.annotate(place=F("pk") / KEYS_AT_ONCE).order_by("place").distinct()
    steps = [event * _RANGES + place for place in ranges.values_list("place", flat=True)]
    followups.schedule_steps(kind, subject, steps, due=clock.now())


def range_of(step: int) -> tuple[int, int]:
    """The first and the last key of the range that a follow-up's step names."""
    first = step % _RANGES * KEYS_AT_ONCE
    return first, first + KEYS_AT_ONCE - 1
