"""The database lets an issue's columns change only with an event, and some never (R-TRACK-4)."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule

# The head of its chain, and how it ends: held by the guards of its state.
OTHERS = {
    "id", "event_seq", "event_hash", "state", "closed_at", "closed_order", "closing_reason",
    "void_kind", "duplicate_of",
}  # fmt: skip
# Those that an event may tell of; every other column stays as the issue was opened.
TOLD = {
    "answering", "assignee", "severity", "round", "round_from", "due", "times_seen", "last_seen",
    "measure", "responsible", "funds", "rectified_at", "rechecked_by", "rechecked_at",
    "recheck_passed", "signed_off_by",
}  # fmt: skip


def another(field: "models.Field[Any, Any]", cast: Cast) -> str:
    """SQL for another value than any that the column has here."""
    if field.name == "venue":
        return str(cast.venue_next_door.pk)
    if isinstance(field, models.ForeignKey):
        return f"CASE WHEN {field.column} IS NULL THEN 1 END"
    if isinstance(field, models.DateTimeField):
        return f"coalesce({field.column}, now()) + interval '1h'"
    if isinstance(field, models.IntegerField):
        return f"coalesce({field.column}, 0) + 1"
    if isinstance(field, models.BooleanField):
        return f"NOT coalesce({field.column}, false)"
    first, second = [value for value, _label in [*(field.choices or []), ("x", ""), ("y", "")]][:2]
    return f"CASE {field.column} WHEN '{first}' THEN '{second}' ELSE '{first}' END"


def refusal_of(change: str) -> str:
    """What the database says to this change of the only issue; "" where it lets it through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE inspections_issue SET {change}")
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error)
    return ""


@rule("R-TRACK-4", "R-ISSUE-3")
def test_no_column_changes_without_an_event_and_most_never(cast: Cast) -> None:
    cast.open("general")

    for field in Issue._meta.concrete_fields:
        if field.name in OTHERS or field.generated:
            continue
        change = f"{field.column} = {another(field, cast)}"
        told = f"{change}, event_seq = event_seq + 1"
        rule_id = "R-TRACK-4" if field.name in TOLD else "R-ISSUE-3"
        assert rule_id in refusal_of(change), field.name
        assert ("R-ISSUE-3" in refusal_of(told)) == (field.name not in TOLD), field.name


@rule("R-ISSUE-1")
@pytest.mark.parametrize(
    ("state", "kind"), [("void", ""), ("void", "x"), ("open", "error"), ("open", "x")]
)
def test_void_has_its_kind_and_nothing_else_has_one(cast: Cast, state: str, kind: str) -> None:
    cast.open("general")

    assert "issue_void_kind" in refusal_of(f"state = '{state}', void_kind = '{kind}'")


@rule("R-VENUE-2")
@pytest.mark.parametrize("state", ["open", "rectified", "rechecked"])
def test_no_venue_ends_with_an_issue_unclosed(cast: Cast, state: str) -> None:
    issue = cast.open("general")
    if state != "open":
        issue = cast.report(issue)
    if state == "rechecked":
        cast.recheck(issue)

    with pytest.raises(DatabaseError, match=r"R-VENUE-2.*V1"), connection.cursor() as cursor:
        cursor.execute("UPDATE venues_venue SET state = 'ended'")


@rule("R-VENUE-2")
def test_no_issue_is_opened_at_a_venue_that_has_ended(cast: Cast) -> None:
    issue = cast.closed("general")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE venues_venue SET state = 'ended'")
    again = Issue(
        **{field.attname: getattr(issue, field.attname) for field in Issue._meta.concrete_fields}
        | {"id": None, "number": "X-1", "state": "open", "closed_at": None, "closed_order": None}
    )

    with pytest.raises(DatabaseError, match=r"R-VENUE-2.*X-1"):
        again.save(force_insert=True)
