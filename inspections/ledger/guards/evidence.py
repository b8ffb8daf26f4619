"""The guards of evidence: append-only, of one's own person, in time."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger

from inspections.ledger.guards.closing import counts
from inspections.ledger.guards.statements import (
    ENDED,
    lock_standing,
    on_insert_trigger,
    own_person,
    refuse,
)


def append_only(name: str) -> pgtrigger.Protect:
    """A trigger that refuses every change and deletion of a row."""
    return pgtrigger.Protect(
        name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete
    )


def own_person_trigger(name: str) -> pgtrigger.Trigger:
    """Whoever made a visit is the person behind the account, at the time (R-SCOPE-5)."""
    return on_insert_trigger(f"{name}_own_person", own_person() + "\nRETURN NULL;")


def evidence_triggers(table: str, *also: str) -> list[pgtrigger.Trigger]:
    """Evidence is append-only, names the officer's own person, and ends with its issue.

    `also` is what this table refuses besides, judged under the lock of the venues' standing.
    """
    on_insert = (
        lock_standing(
            "SELECT i.venue_id FROM new_rows AS e JOIN inspections_issue AS i ON i.id = e.issue_id"
        )
        + refuse(
            "SELECT i.number FROM new_rows AS e JOIN inspections_issue AS i ON i.id = e.issue_id"
            f" WHERE i.state IN {ENDED}",
            "R-ISSUE-1: an ended issue takes no more evidence",
        )
        + own_person()
        + "".join(also)
        + "\nRETURN NULL;"
    )
    return [
        append_only(table),
        on_insert_trigger(f"{table}_in_time", on_insert),
    ]


CEASED_BY_TWO = refuse(
    "SELECT i.number FROM new_rows AS e JOIN inspections_issue AS i ON i.id = e.issue_id"
    " WHERE e.ceased AND NOT EXISTS (SELECT 1 FROM inspections_coinspector AS w"
    " WHERE w.inspection_id = e.inspection_id AND w.person_id <> e.person_id)",
    "R-ISSUE-10: a second person sees that a venue ceased trading",
)


def failed_answer_trigger() -> pgtrigger.Trigger:
    """A failed answer may not be slipped in between a re-check and the closing it allowed."""
    failed = (
        "new_rows AS a JOIN inspections_inspection AS v ON v.id = a.inspection_id"
        f" AND a.value = 'fail' AND {counts('v')}"
    )
    on_insert = (
        lock_standing(f"SELECT v.venue_id FROM {failed}")
        + refuse(
            f"SELECT c.number FROM {failed}"
            " JOIN inspections_item AS m ON m.id = a.item_id"
            " JOIN inspections_checklistversion AS n ON n.id = m.version_id"
            " JOIN inspections_issue AS c ON c.venue_id = v.venue_id"
            " AND c.checklist_id = n.checklist_id AND c.item_code = m.code AND c.state = 'closed'"
            " AND c.closed_order > v.record_order"
            " JOIN inspections_recheck AS k ON k.issue_id = c.id AND k.passed"
            " JOIN inspections_inspection AS visit ON visit.id = k.inspection_id"
            " AND visit.record_order <= v.record_order",
            "R-ISSUE-1: a failed answer from before a closing came after it",
        )
        + "\nRETURN NULL;"
    )
    return on_insert_trigger("answer_before_closing", on_insert)


def co_inspector_trigger() -> pgtrigger.Trigger:
    """Who was at a visit is settled before its verdicts are given (R-SCOPE-5)."""
    on_insert = (
        refuse(
            "SELECT w.id::text AS number FROM new_rows AS w"
            " JOIN inspections_recheck AS k ON k.inspection_id = w.inspection_id",
            "R-ISSUE-1: a co-inspector came after the verdict",
        )
        + "\nRETURN NULL;"
    )
    return on_insert_trigger("coinspector_before_verdict", on_insert)
