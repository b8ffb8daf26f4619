"""What the database itself refuses of look-backs, at the statement (R-TRACK-3)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger

from inspections.ledger.guards import (
    BOTH,
    CHAIN,
    changed,
    lock_standing,
    on_insert_trigger,
    on_update_trigger,
    pairs_sql,
    refuse,
)
from inspections.tracking.lookbacks.rules import LOOK_BACK_TABLE, SEEN, LookBackState

_FIXED = (
    "code", "venue_id", "issue_id", "plate_id", "town_id", "department_id", "step", "days",
    "due_day", "owed_day",
)  # fmt: skip
_SEEN_SQL = ", ".join(f"'{state}'" for state in SEEN)


def wrongly_seen(rows: str) -> str:
    """SQL: the look-backs of `rows` whose result their visit does not bear out.

    The visit is of that venue, by who was sent, since they were, from inside and not withdrawn;
    what holds was not seen to fail there, and what came back is on the ledger of the venue.
    """
    return f"""
    SELECT l.code AS number FROM {rows} AS l
    LEFT JOIN inspections_inspection AS v ON v.id = l.inspection_id
    LEFT JOIN inspections_issue AS i ON i.id = l.issue_id
    LEFT JOIN inspections_issue AS f ON f.id = l.found_id
    WHERE v.venue_id IS DISTINCT FROM l.venue_id OR v.officer_id IS DISTINCT FROM l.officer_id
       OR v.received < l.sent_at
       OR v.outcome = 'no_entry' AND i.closing_reason IS DISTINCT FROM 'ceased'
       OR EXISTS (SELECT 1 FROM inspections_withdrawal AS w
                  WHERE w.inspection_id = v.id AND w.state = 'granted')
       OR l.state = 'held' AND EXISTS (
            SELECT 1 FROM inspections_answer AS a JOIN inspections_item AS t ON t.id = a.item_id
            JOIN inspections_checklistversion AS c ON c.id = t.version_id
            WHERE a.inspection_id = v.id AND a.value = 'fail'
              AND (l.plate_id IS NOT NULL
                   OR c.checklist_id = i.checklist_id AND t.code = i.item_code))
       OR l.state = 'recurred' AND f.venue_id IS DISTINCT FROM l.venue_id"""


_ON_INSERT = (
    refuse(
        "SELECT code AS number FROM new_rows WHERE state <> 'scheduled'",
        "R-TRACK-3: a look-back starts scheduled",
    )
    + lock_standing("SELECT venue_id FROM new_rows")
    + refuse(
        "SELECT l.code AS number FROM new_rows AS l"
        " LEFT JOIN inspections_issue AS i ON i.id = l.issue_id"
        " LEFT JOIN inspections_plate AS p ON p.id = l.plate_id"
        " WHERE l.venue_id IS DISTINCT FROM coalesce(i.venue_id, p.venue_id)"
        " OR i.state <> 'closed' OR p.state <> 'lifted'",
        "R-TRACK-3: looked back is at what was closed or lifted, at its venue",
    )
    + "\nRETURN NULL;"
)
_ON_UPDATE = (
    refuse(
        "SELECT o.code AS number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
        f" WHERE n.id IS NULL OR {changed(_FIXED)}",
        "R-TRACK-3: what a look-back was scheduled with stays",
    )
    + refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE o.state = '{LookBackState.MOOT}'"
        f" AND to_jsonb(o) - ARRAY[{CHAIN}] <> to_jsonb(n) - ARRAY[{CHAIN}]",
        "R-TRACK-3: a look-back that was called off stays so",
    )
    + refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE n.event_seq <= o.event_seq"
        f" AND to_jsonb(o) - ARRAY[{CHAIN}] <> to_jsonb(n) - ARRAY[{CHAIN}]",
        "R-TRACK-4: what changes on a look-back is told by an event",
    )
    + refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE o.state <> n.state"
        f" AND (o.state, n.state) NOT IN ({pairs_sql(LOOK_BACK_TABLE)})",
        "R-TRACK-3: no such transition",
    )
    + f"\nIF EXISTS (SELECT 1 FROM {BOTH} WHERE o.state <> n.state) THEN"
    + lock_standing("SELECT venue_id FROM new_rows")
    + refuse(
        wrongly_seen(
            f"(SELECT n.* FROM {BOTH} WHERE n.state IN ({_SEEN_SQL}) AND o.state <> n.state)"
        ),
        "R-TRACK-3: the visit does not bear this result out",
    )
    + "\nEND IF;\nRETURN NULL;"
)
LOOK_BACK_TRIGGERS = [
    on_insert_trigger("look_back_of_the_closed", _ON_INSERT),
    on_update_trigger("look_back_moves_legally", _ON_UPDATE),
    pgtrigger.Protect(name="look_back_never_deleted", operation=pgtrigger.Delete),
]
