"""Measures 强化执法: who records them, and when one is owed (R-ISSUE-9)."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from inspections.ledger.rules.words import UNCLOSED, MeasureKind
from venuewatch.workflow.rules import SYSTEM_CAPACITY, Need, Transition, capacities

FAILURES_BEFORE_MEASURE = 2
# What a person records; "no measure" is an act of its own.
MEASURES = tuple((kind.value, kind.label) for kind in MeasureKind if kind != MeasureKind.NONE)


def measure_is_owed(failed: Sequence[int], recorded: Sequence[int]) -> bool:
    """Whether a measure, or why not, is still owed after 2 failed re-checks (R-ISSUE-9).

    Both are places in recorded order; one recorded before the second failure does not count.
    """
    if len(failed) < FAILURES_BEFORE_MEASURE:
        return False
    second = sorted(failed)[FAILURES_BEFORE_MEASURE - 1]
    return not any(place > second for place in recorded)


MEASURE_OWED = Need(
    "measure_owed",
    _("No measure is owed."),
    lambda facts: facts.measure_owed,
)

MEASURING = (
    Transition(
        "record_measure",
        _("Record a measure"),
        UNCLOSED,
        None,
        capacities("lead", "reviewer")
        | capacities("co", "reviewer")
        | capacities("joint", "reviewer"),
        required=("kind", "document_number", "day"),
        announces=True,
    ),
    Transition(
        "explain_no_measure",
        _("Say why there is no measure"),
        UNCLOSED,
        None,
        capacities("lead", "reviewer"),
        required=("reason",),
        needs=(MEASURE_OWED,),
        announces=True,
    ),
    Transition(
        "miss_measure",
        _("No measure was recorded in time"),
        UNCLOSED,
        None,
        frozenset({SYSTEM_CAPACITY}),
        needs=(MEASURE_OWED,),
        announces=True,
    ),
)
