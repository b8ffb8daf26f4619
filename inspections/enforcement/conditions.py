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


def _results(operations: str) -> str:
    return (
        "SELECT o.code AS number, o.id AS operation_id, p.id AS part_id, p.organisation_id"
        f" FROM {operations} AS o JOIN inspections_part AS p ON p.operation_id = o.id"
        " JOIN inspections_partstep AS s ON s.part_id = p.id AND s.kind = 'result'"
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


def without_inspection(operations: str) -> str:
    """SQL: results that say that something was found, while no joint inspection tells of it.

    It rests on the one that the result names, or on a later one where that was withdrawn. A result
    that was corrected to "nothing found" rests on none. Columns: number, operation_id, part_id,
    organisation_id.
    """
    return (
        f"{_results(operations)} WHERE s.inspection_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM inspections_partstep AS k WHERE k.part_id = p.id AND k.kind = 'revision')"
        f" AND NOT EXISTS ({_JOINT_FINDING} AND v.record_order >= (SELECT w.record_order"
        " FROM inspections_inspection AS w WHERE w.id = s.inspection_id))"
    )


def off_ledger(operations: str) -> str:
    """SQL: results that say that something was found or done which the ledger does not tell.

    A measure was recorded on an issue of the venue. The columns are those of `without_inspection`.
    """
    return (
        f"{without_inspection(operations)} UNION ALL {_results(operations)}"
        " WHERE s.measure <> 'none' AND NOT EXISTS (SELECT 1 FROM inspections_partmeasure AS k"
        " JOIN inspections_measure AS m ON m.id = k.measure_id AND m.kind = s.measure"
        " JOIN inspections_issue AS i ON i.id = m.issue_id AND i.venue_id = o.venue_id"
        " WHERE k.step_id = s.id)"
    )


def wrongly_revised(steps: str) -> str:
    """SQL: corrections of a result whose joint inspection was not withdrawn, or was replaced."""
    return (
        f"SELECT p.code AS number FROM {steps} AS e JOIN inspections_part AS p ON p.id = e.part_id"
        " JOIN inspections_operation AS o ON o.id = p.operation_id"
        " WHERE e.kind = 'revision' AND NOT EXISTS (SELECT 1 FROM inspections_partstep AS s"
        " JOIN inspections_inspection AS w ON w.id = s.inspection_id"
        " WHERE s.part_id = e.part_id AND s.kind = 'result' AND s.inspection_id = e.inspection_id"
        f" AND NOT {counts('w')} AND NOT EXISTS ({_JOINT_FINDING}"
        " AND v.record_order BETWEEN w.record_order AND e.record_order))"
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


def parts_of(results: str) -> set[int]:
    """The keys of the parts whose results one of these statements finds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT part_id FROM ({results}) AS found")
        return {key for (key,) in cursor.fetchall()}


def one(operation_id: int) -> str:
    """SQL: this operation alone, for the conditions above."""
    return f"(SELECT * FROM inspections_operation WHERE id = {int(operation_id)})"
