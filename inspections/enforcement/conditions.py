"""What an operation must have to go on and to be closed, as SQL (R-JOINT-2 … R-JOINT-4).

Each condition stands here once: the needs of the tables, the guards and `verify` all ask it. Each
takes a table or query of operations and gives a column `number` of those that break it.
"""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from django.db import connection

from inspections.enforcement.rules import PART_RUNS, STEP_OF_STATE
from inspections.ledger.guards import counts

_RUNS = ", ".join(f"'{state}'" for state in PART_RUNS)
_PARTS = "SELECT 1 FROM inspections_part AS p WHERE p.operation_id = o.id"
_WITH_EVIDENCE = ", ".join(f"('{state}', '{kind}')" for state, kind in STEP_OF_STATE.items())
# A joint inspection of the operation's venue that found issues and was not withdrawn.
_JOINT_FINDING = (
    "SELECT 1 FROM inspections_inspection AS v WHERE v.venue_id = o.venue_id"
    f" AND v.side = 'joint' AND v.outcome = 'issues' AND {counts('v')}"
)


def with_running_parts(operations: str) -> str:
    """SQL: operations in which an agency has neither resulted nor declined nor been released."""
    return (
        f"SELECT o.code AS number FROM {operations} AS o"
        f" WHERE EXISTS ({_PARTS} AND p.state IN ({_RUNS}))"
    )


def without_sign_in(operations: str) -> str:
    """SQL: operations in which nobody ever signed in."""
    return (
        f"SELECT o.code AS number FROM {operations} AS o WHERE NOT EXISTS ({_PARTS}"
        " AND EXISTS (SELECT 1 FROM inspections_partstep AS s WHERE s.part_id = p.id"
        " AND s.kind = 'sign_in'))"
    )


def off_ledger(operations: str) -> str:
    """SQL: operations of which an agency says that it found or did what the ledger does not tell.

    What was found rests on a joint inspection: the one that the result names, or a later one where
    that was withdrawn. A measure was recorded on an issue of the venue.
    """
    return (
        f"SELECT o.code AS number FROM {operations} AS o"
        " JOIN inspections_part AS p ON p.operation_id = o.id"
        " JOIN inspections_partstep AS s ON s.part_id = p.id AND s.kind = 'result'"
        " WHERE s.inspection_id IS NOT NULL AND NOT EXISTS"
        f" ({_JOINT_FINDING} AND v.record_order >= (SELECT w.record_order"
        " FROM inspections_inspection AS w WHERE w.id = s.inspection_id))"
        " OR s.measure <> 'none' AND NOT EXISTS (SELECT 1 FROM inspections_partmeasure AS k"
        " JOIN inspections_measure AS m ON m.id = k.measure_id AND m.kind = s.measure"
        " JOIN inspections_issue AS i ON i.id = m.issue_id AND i.venue_id = o.venue_id"
        " WHERE k.step_id = s.id)"
    )


def without_squad(operations: str) -> str:
    """SQL: operations that nobody was sent to, or whose clocks were never set."""
    return (
        f"SELECT o.code AS number FROM {operations} AS o WHERE NOT EXISTS ({_PARTS} AND EXISTS"
        " (SELECT 1 FROM inspections_squadmember AS q WHERE q.part_id = p.id))"
        " OR NOT EXISTS (SELECT 1 FROM inspections_operationclock AS c WHERE c.operation_id = o.id)"
    )


def without_evidence(parts: str) -> str:
    """SQL: parts whose state is told by no evidence of theirs."""
    return (
        f"SELECT p.code AS number FROM {parts} AS p WHERE p.state <> 'invited'"
        " AND NOT EXISTS (SELECT 1 FROM inspections_partstep AS s WHERE s.part_id = p.id"
        f" AND (p.state, s.kind) IN ({_WITH_EVIDENCE}))"
    )


def holds(condition: str) -> bool:
    """Whether one of these statements finds nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT NOT EXISTS ({condition})")
        return bool(cursor.fetchone()[0])


def one(operation_id: int) -> str:
    """SQL: this operation alone, for the conditions above."""
    return f"(SELECT * FROM inspections_operation WHERE id = {int(operation_id)})"
