"""The guards of the issues themselves: how they start, what stays, and which way they move."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger

from inspections.ledger.guards.closing import without_evidence
from inspections.ledger.guards.statements import (
    CULPRIT,
    ENDED,
    changed,
    lock_standing,
    on_insert_trigger,
    refuse,
)
from inspections.ledger.rules import ISSUE_TABLE

_PAIRS_SQL = ", ".join(
    f"('{source}', '{target}')" for source, target in sorted(ISSUE_TABLE.pairs())
)

# Columns that may change once an issue has ended: only the head of its chain, for later events.
_AFTER_END = "'event_seq', 'event_hash'"
# Columns that never change once the issue is opened.
_FIXED = (
    "number",
    "venue_id",
    "checklist_id",
    "item_code",
    "source",
    "found_at",
    "first_due",
    "hours",
    "origin",
    "recurrence_of_id",
    "recurrences",
    "recurrence_days",
    "town_id",
    "department_id",
    "inspection_id",
    "item_id",
    "item_text",
    "basis",
    "description",
    "requirement",
    "opened_by_id",
)
# Columns that change only together with an event that tells of it (R-TRACK-4). The others are how
# an issue ends, which its state guards, and the head of its chain.
_TOLD = (
    "answering_id",
    "assignee_id",
    "round_from",
    "severity",
    "round",
    "due",
    "times_seen",
    "last_seen",
    "measure",
    "responsible",
    "funds",
    "rectified_at",
    "rechecked_by",
    "rechecked_at",
    "recheck_passed",
    "signed_off_by",
)

_ON_INSERT = (
    refuse("SELECT number FROM new_rows WHERE state <> 'open'", "R-ISSUE-1: an issue starts open")
    + lock_standing("SELECT venue_id FROM new_rows")
    + refuse(
        "SELECT n.number FROM new_rows AS n JOIN venues_venue AS v ON v.id = n.venue_id"
        " WHERE v.state = 'ended'",
        "R-VENUE-2: an ended venue has no issue unclosed",
    )
    + "\nRETURN NULL;"
)

_ON_UPDATE = (
    refuse(
        "SELECT o.number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
        " WHERE n.id IS NULL OR " + changed(_FIXED),
        "R-ISSUE-3: what an issue was opened with stays",
    )
    + refuse(
        "SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id)"
        " WHERE n.event_seq <= o.event_seq AND (" + changed(_TOLD) + ")",
        "R-TRACK-4: what changes on an issue is told by an event",
    )
    + refuse(
        "SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id)"
        f" WHERE o.state IN {ENDED}"
        f" AND to_jsonb(o) - ARRAY[{_AFTER_END}] <> to_jsonb(n) - ARRAY[{_AFTER_END}]",
        "R-ISSUE-1: an ended issue stays as it ended",
    )
    + refuse(
        "SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id)"
        f" WHERE o.state <> n.state AND (o.state, n.state) NOT IN ({_PAIRS_SQL})"
        " OR n.round < o.round OR o.state <> 'open' AND n.state = 'open' AND n.round = o.round",
        "R-ISSUE-1: no such transition",
    )
    # Else a major issue could be closed as a general one, without its signatures.
    + refuse(
        "SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id)"
        " WHERE o.severity <> n.severity AND (o.state <> 'open' OR n.state <> 'open')",
        "R-ISSUE-1: a severity changes only while its issue is open",
    )
    + refuse(
        "SELECT n.number FROM old_rows AS o JOIN new_rows AS n USING (id)"
        " WHERE o.state <> n.state AND n.state IN ('rectified', 'rechecked')"
        " AND NOT EXISTS (SELECT 1 FROM inspections_rectification AS e"
        " WHERE e.issue_id = n.id AND e.round = n.round)"
        " OR o.state <> n.state AND n.state = 'rechecked'"
        " AND NOT EXISTS (SELECT 1 FROM inspections_recheck AS e"
        " WHERE e.issue_id = n.id AND e.round = n.round AND e.passed)",
        "R-ISSUE-1: the evidence of this state is missing",
    )
    + "IF EXISTS (SELECT 1 FROM old_rows AS o JOIN new_rows AS n USING (id)"
    " WHERE n.state = 'closed' AND o.state <> 'closed') THEN"
    + lock_standing("SELECT venue_id FROM new_rows WHERE state = 'closed'")
    + refuse(
        without_evidence(
            "(SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id)"
            " WHERE n.state = 'closed' AND o.state <> 'closed')"
        ),
        "R-ISSUE-1: not closed without its evidence",
    )
    + "\nEND IF;\nRETURN NULL;"
)


ISSUE_TRIGGERS = [
    on_insert_trigger("issue_starts_open", _ON_INSERT),
    pgtrigger.Trigger(
        name="issue_moves_legally",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
        declare=CULPRIT,
        func=_ON_UPDATE,
    ),
    pgtrigger.Protect(name="issue_never_deleted", operation=pgtrigger.Delete),
]
