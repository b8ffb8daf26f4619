"""An ended issue stays as it ended, and what an issue was opened with stays from the first day."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.ledger.stages import STAGES, in_each
from tests.rules import rule

SOON = timezone.now() + timedelta(days=1)
COLUMNS: dict[str, Any] = {
    "state": "open", "severity": "general", "round": 9, "due": SOON, "first_due": SOON,
    "closed_at": SOON, "closed_order": 1, "closing_reason": "ceased", "rectified_at": SOON,
    "rechecked_by": "x", "signed_off_by": "x", "measure": "x", "description": "x",
    "void_kind": "withdrawn", "recurrences": 9, "times_seen": 9, "origin": "history",
    "number": "X-1", "item_code": "ZZ", "town_id": None, "answering_id": None,
}  # fmt: skip
OPENED_WITH: dict[str, Any] = {
    "number": "X-1", "venue_id": 0, "checklist_id": None, "item_code": "ZZ", "source": "tip",
    "found_at": SOON, "first_due": SOON, "hours": 1, "origin": "history", "recurrence_of_id": 0,
    "recurrence_days": 1, "id": 0, "town_id": None, "department_id": None, "inspection_id": None,
    "item_id": None, "item_text": "x", "basis": "x", "description": "x", "requirement": "x",
    "opened_by_id": None, "recurrences": 9,
}  # fmt: skip

# As if an event told of it, so that another guard has to refuse.
TOLD = "event_seq = event_seq + 1"


def refused(statement: str, *values: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@rule("R-ISSUE-1")
@pytest.mark.parametrize("state", ["closed", "void"])
def test_no_column_of_an_ended_issue_changes(cast: Cast, state: str) -> None:
    issue = STAGES[state](cast, "serious")

    for column, value in COLUMNS.items():
        refused(f"UPDATE inspections_issue SET {column} = %s WHERE id = %s", value, issue.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(state="open", closed_at=None, closed_order=None)


@rule("R-ISSUE-1", "R-TRACK-4")
@pytest.mark.parametrize("state", ["closed", "void"])
def test_its_chain_may_go_on(cast: Cast, state: str) -> None:
    issue = STAGES[state](cast, "serious")

    Issue.objects.filter(pk=issue.pk).update(event_seq=issue.event_seq + 1, event_hash="later")


@rule("R-ISSUE-3")
@pytest.mark.parametrize("column", OPENED_WITH)
@in_each(["open", "rechecked"])
def test_what_an_issue_was_opened_with_stays(cast: Cast, prepared: int, column: str) -> None:
    issue = Issue.objects.get(pk=prepared)
    Issue.objects.filter(pk=issue.pk).update(measure="this may", event_seq=issue.event_seq + 1)

    value = OPENED_WITH[column]
    if column == "venue_id":
        value = cast.venue_next_door.pk
    refused(f"UPDATE inspections_issue SET {column} = %s WHERE id = %s", value, issue.pk)


@rule("R-ISSUE-1")
@pytest.mark.parametrize("state", ["rectified", "rechecked"])
def test_the_severity_stays_once_a_rectification_was_reported(cast: Cast, state: str) -> None:
    """Else a major issue could be made general, and closed without a signature."""
    issue = STAGES[state](cast, "major")

    refused(f"UPDATE inspections_issue SET severity = 'general', {TOLD} WHERE id = %s", issue.pk)


@rule("R-ISSUE-1")
def test_nor_does_it_change_in_the_statement_that_closes(cast: Cast) -> None:
    issue = cast.rechecked("major")

    refused(
        f"UPDATE inspections_issue SET severity = 'general', state = 'closed', {TOLD},"
        " closed_at = now(), closed_order = nextval('workflow_record_order') WHERE id = %s",
        issue.pk,
    )


@rule("R-ISSUE-1")
@pytest.mark.parametrize("target", ["rectified", "rechecked", "closed", "void", "open", "other"])
@in_each(STAGES)
def test_the_database_knows_the_transitions(cast: Cast, prepared: int, target: str) -> None:
    """A bare UPDATE of the state passes only where the table has an arrow, with evidence."""
    issue = Issue.objects.get(pk=prepared)
    source = issue.state
    legal = {("open", "void"), ("rectified", "void"), (source, source)}
    again = {("rectified", "open"), ("rechecked", "open")}
    kind = ", void_kind = 'error'" if target == "void" else ""
    statement = f"UPDATE inspections_issue SET state = %s{kind} WHERE id = %s"
    next_round = (
        f"UPDATE inspections_issue SET state = %s, round = round + 1, {TOLD}{kind} WHERE id = %s"
    )

    if (source, target) not in legal:
        refused(statement, target, issue.pk)
    if (source, target) in legal | again:
        with connection.cursor() as cursor:
            cursor.execute(next_round if (source, target) in again else statement,
                           [target, issue.pk])  # fmt: skip
    else:
        refused(next_round, target, issue.pk)


@rule("R-ISSUE-1")
def test_evidence_of_an_older_round_carries_no_issue_that_was_opened_again(cast: Cast) -> None:
    """Regraded while open, it must be rectified and re-checked anew."""
    issue = cast.rechecked("major")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE inspections_issue SET state = 'open', round = round + 1, {TOLD} WHERE id = %s",
            [issue.pk],
        )
        cursor.execute(
            f"UPDATE inspections_issue SET severity = 'general', {TOLD} WHERE id = %s", [issue.pk]
        )

    refused("UPDATE inspections_issue SET state = 'rectified' WHERE id = %s", issue.pk)
    refused(
        f"UPDATE inspections_issue SET state = 'open', round = 1, {TOLD} WHERE id = %s", issue.pk
    )


@rule("R-ISSUE-1")
@pytest.mark.parametrize("state", ["rectified", "rechecked", "closed", "void"])
def test_no_issue_is_born_in_another_state_than_open(cast: Cast, state: str) -> None:
    issue = STAGES[state](cast, "general")
    issue.pk, issue.number, issue.item_code = None, "X-1", "ZZ"

    with pytest.raises(DatabaseError), transaction.atomic():
        issue.save(force_insert=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Issue.objects.bulk_create([issue])
