"""The issue ledger's states, transitions and arithmetic. Pure; imports no model.

R-ISSUE-1 stands here for people and pages, and in `guards` for the database; a test holds the
two together on every combination of evidence.
"""

from inspections.ledger.rules.extending import deciding_capacity
from inspections.ledger.rules.handing_over import HAND_OVER_TABLE
from inspections.ledger.rules.measuring import (
    FAILURES_BEFORE_MEASURE,
    MEASURES,
    measure_is_owed,
)
from inspections.ledger.rules.needs import (
    ALL_SIGNED,
    NOT_INVOLVED,
    NOT_REPORTER,
    NOT_SEEN_SINCE,
    OTHER_PERSON,
    PASSED_RECHECK,
    SIGN_OFF_OWED,
    Facts,
)
from inspections.ledger.rules.numbers import (
    number_of,
    number_series,
)
from inspections.ledger.rules.rectifying import (
    FIVE_FOR_ALL,
    FIVE_FOR_MAJOR,
    FIVE_LABELS,
    FIVE_LONGEST,
    measures_needed,
)
from inspections.ledger.rules.signing import (
    SIGN_OFFS,
    SIGNING_CAPACITY,
    in_order,
    signable,
    unsigned,
)
from inspections.ledger.rules.table import (
    ANY_INSPECTOR,
    FOLLOWED_UP_BY,
    ISSUE_TABLE,
    REVIEWERS,
)
from inspections.ledger.rules.telling import told
from inspections.ledger.rules.timing import (
    AMBER_PART,
    HOLDING_DAYS,
    HOLDING_PERIOD,
    amber_from,
    due_after,
    end_of_day,
    is_recurrence,
    timing_of,
)
from inspections.ledger.rules.words import (
    UNCLOSED,
    ClosingReason,
    HandOverState,
    IssueState,
    MeasureKind,
    Severity,
    SignOffRole,
    Source,
    Timing,
    VoidKind,
)

__all__ = [
    "ALL_SIGNED",
    "AMBER_PART",
    "ANY_INSPECTOR",
    "FAILURES_BEFORE_MEASURE",
    "FIVE_FOR_ALL",
    "FIVE_FOR_MAJOR",
    "FIVE_LABELS",
    "FIVE_LONGEST",
    "FOLLOWED_UP_BY",
    "HAND_OVER_TABLE",
    "HOLDING_DAYS",
    "HOLDING_PERIOD",
    "ISSUE_TABLE",
    "MEASURES",
    "NOT_INVOLVED",
    "NOT_REPORTER",
    "NOT_SEEN_SINCE",
    "OTHER_PERSON",
    "PASSED_RECHECK",
    "REVIEWERS",
    "SIGNING_CAPACITY",
    "SIGN_OFFS",
    "SIGN_OFF_OWED",
    "UNCLOSED",
    "ClosingReason",
    "Facts",
    "HandOverState",
    "IssueState",
    "MeasureKind",
    "Severity",
    "SignOffRole",
    "Source",
    "Timing",
    "VoidKind",
    "amber_from",
    "deciding_capacity",
    "due_after",
    "end_of_day",
    "in_order",
    "is_recurrence",
    "measure_is_owed",
    "measures_needed",
    "number_of",
    "number_series",
    "signable",
    "timing_of",
    "told",
    "unsigned",
]
