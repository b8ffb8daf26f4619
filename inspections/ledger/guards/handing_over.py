"""The guard of hand-overs: their steps come in the order of their table."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.ledger.guards.statements import refuse
from inspections.ledger.rules import HAND_OVER_TABLE

_PAIRS = ", ".join(
    f"('{source}', '{target}')" for source, target in sorted(HAND_OVER_TABLE.pairs())
)

HANDED_IN_ORDER = refuse(
    "SELECT i.number FROM new_rows AS e JOIN inspections_issue AS i ON i.id = e.issue_id"
    " LEFT JOIN LATERAL (SELECT h.state FROM inspections_handover AS h"
    " WHERE h.issue_id = e.issue_id AND h.record_order < e.record_order"
    " ORDER BY h.record_order DESC LIMIT 1) AS last ON true"
    f" WHERE (coalesce(last.state, ''), e.state) NOT IN ({_PAIRS})",
    "R-ISSUE-1: no such step of a hand-over",
)

HAND_OVER_DECIDED_BY_ANOTHER = refuse(
    "SELECT i.number FROM new_rows AS e JOIN inspections_issue AS i ON i.id = e.issue_id"
    " JOIN inspections_handover AS h ON h.issue_id = e.issue_id AND h.id <> e.id"
    " AND h.person_id = e.person_id WHERE e.state IN ('upheld', 'returned')",
    "R-SCOPE-5: no party to a hand-over decides on it",
)
