"""What the database itself refuses on withdrawals of visits (R-CHECK-6).

The obstacles stand here once: the needs of WITHDRAWAL_TABLE ask the same SQL as the guard.
"""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger
from django.db import connection

from inspections.checks.rules import WITHDRAWAL_TABLE
from inspections.ledger.guards import (
    CULPRIT,
    changed,
    lock_standing,
    on_insert_trigger,
    refuse,
)

# What has been built on a visit `v`, by the name of the fact; each stands against its withdrawal.
_OBSTACLES = {
    "reported": "EXISTS (SELECT 1 FROM inspections_issue AS i"
    " JOIN inspections_rectification AS r ON r.issue_id = i.id WHERE i.inspection_id = v.id)",
    "judged": "EXISTS (SELECT 1 FROM inspections_recheck AS k WHERE k.inspection_id = v.id)",
    "reopened": "EXISTS (SELECT 1 FROM inspections_issue AS i JOIN workflow_event AS e"
    " ON e.subject_type = 'issue' AND e.subject_id = i.id AND e.name = 'seen_again'"
    " WHERE i.venue_id = v.venue_id AND e.body::jsonb ->> 'from' <> 'open'"
    " AND e.body::jsonb -> 'details' ->> 'inspection' = v.uuid::text)",
    # One that was made void for another reason stands for nothing that a later visit found.
    "seen_later": "EXISTS (SELECT 1 FROM inspections_issue AS i WHERE i.inspection_id = v.id"
    " AND i.times_seen > 1 AND (i.state <> 'void' OR i.void_kind = 'withdrawn'))",
}
_ASK_OBSTACLES = (
    f"SELECT {', '.join(_OBSTACLES.values())} FROM inspections_inspection AS v WHERE v.id = %s"
)
_FIXED = ("number", "inspection_id", "officer_id", "person_id", "reason", "asked", "hours")
_PAIRS = ", ".join(
    f"('{source}', '{target}')" for source, target in sorted(WITHDRAWAL_TABLE.pairs())
)
_CHAIN = "'event_seq', 'event_hash'"


def obstacles(inspection_id: int) -> dict[str, bool]:
    """What stands against withdrawing a visit, by the names of WithdrawalFacts."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK_OBSTACLES, [inspection_id])
        return dict(zip(_OBSTACLES, cursor.fetchone(), strict=True))


def wrongly_granted(withdrawals: str) -> str:
    """SQL: the rows of `withdrawals` (a relation with its columns) that may not be granted."""
    return f"""
    SELECT w.number FROM {withdrawals} AS w
    JOIN inspections_inspection AS v ON v.id = w.inspection_id
    WHERE w.state = 'granted' AND (w.decider_person_id = v.person_id
       OR EXISTS (SELECT 1 FROM inspections_coinspector AS c
                  WHERE c.inspection_id = v.id AND c.person_id = w.decider_person_id)
       OR w.decided > v.received + make_interval(hours => w.hours) OR v.origin <> 'live'
       OR EXISTS (SELECT 1 FROM inspections_issue AS i
                  WHERE i.inspection_id = v.id AND i.state <> 'void')
       OR {" OR ".join(_OBSTACLES.values())})"""


_ON_INSERT = (
    refuse("SELECT number FROM new_rows WHERE state <> 'asked'", "R-CHECK-6: an ask comes first")
    + refuse(
        "SELECT w.number FROM new_rows AS w JOIN inspections_inspection AS v"
        " ON v.id = w.inspection_id JOIN venues_officer AS o ON o.id = w.officer_id"
        " WHERE w.person_id <> v.person_id OR o.person_id <> w.person_id",
        "R-CHECK-6: only the filer asks for a withdrawal",
    )
    + "\nRETURN NULL;"
)
_ON_UPDATE = (
    lock_standing(
        "SELECT v.venue_id FROM new_rows AS w"
        " JOIN inspections_inspection AS v ON v.id = w.inspection_id"
    )
    + refuse(
        "SELECT o.number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id) WHERE n.id IS NULL"
        f" OR {changed(_FIXED)}"
        f" OR o.state <> n.state AND (o.state, n.state) NOT IN ({_PAIRS})"
        " OR o.state <> 'asked'"
        f" AND to_jsonb(o) - ARRAY[{_CHAIN}] <> to_jsonb(n) - ARRAY[{_CHAIN}]",
        "R-CHECK-6: what was asked and decided stays",
    )
    + refuse(
        "SELECT n.number FROM new_rows AS n JOIN venues_officer AS o ON o.id = n.decider_id"
        " WHERE o.person_id <> n.decider_person_id",
        "R-SCOPE-5: a decision names the officer''s own person",
    )
    + refuse(wrongly_granted("new_rows"), "R-CHECK-6: this visit cannot be withdrawn")
    + "\nRETURN NULL;"
)

WITHDRAWAL_TRIGGERS = [
    on_insert_trigger("withdrawal_is_asked_first", _ON_INSERT),
    pgtrigger.Trigger(
        name="withdrawal_stays_decided",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
        declare=CULPRIT,
        func=_ON_UPDATE,
    ),
    pgtrigger.Protect(name="withdrawal_never_deleted", operation=pgtrigger.Delete),
]
