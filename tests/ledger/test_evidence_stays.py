"""Evidence is never changed or deleted, whether its issue ended or not: no statement does it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from inspections.checks.models import Answer, CoInspector, Inspection, Item
from inspections.ledger import actions as ledger
from inspections.ledger.models import (
    ExtensionAsk,
    ExtensionDecision,
    HandOver,
    Issue,
    Measure,
    Recheck,
    Rectification,
    SignOff,
)
from tests.cast import Cast
from tests.rules import rule
from venues.models import Officer, Person

EVIDENCE: dict[type[models.Model], dict[str, Any]] = {
    Rectification: {
        "measure": "x",
        "inspection_id": None,
        "round": 9,
        "record_order": 1,
        "person_id": None,
    },
    Recheck: {
        "passed": False,
        "ceased": True,
        "reason": "x",
        "record_order": 1,
        "inspection_id": None,
    },
    SignOff: {"role": "town", "remark": "x", "record_order": 1, "person_id": None},
    ExtensionAsk: {
        "wanted": "2030-01-01T00:00Z",
        "reason": "x",
        "record_order": 1,
        "person_id": None,
    },
    ExtensionDecision: {"due": "2030-01-01T00:00Z", "reason": "x", "record_order": 1},
    Measure: {"kind": "penalty", "words": "x", "file": "x", "record_order": 1, "person_id": None},
    HandOver: {"state": "returned", "reason": "x", "record_order": 1, "person_id": None},
    Inspection: {"record_order": 1, "person_id": None, "note": "x", "venue_id": None},
    Answer: {"value": "pass", "note": "x", "item_id": None},
    CoInspector: {"person_id": None, "officer_id": None},
}
CHANGES = [(model, column) for model, columns in EVIDENCE.items() for column in columns]


def rechecked(cast: Cast) -> Issue:
    """A serious issue with every kind of evidence, two persons at its re-check."""
    issue = cast.ask_extension(cast.open("serious"))
    ledger.refuse_extension(issue, by=cast["dept-reviewer"], reason="long enough")
    issue = cast.refuse_hand_over(issue)
    ledger.return_hand_over(issue, by=cast["command-reviewer"], reason="not theirs")
    ledger.record_measure(issue, by=cast["dept-reviewer"], kind="order", document_number="O-1",
                          day=timezone.localdate())  # fmt: skip
    issue = cast.recheck(cast.report(issue), together=("town-leader",))
    return cast.sign(issue, "dept-reviewer")


def closed(cast: Cast) -> Issue:
    """The same, struck off."""
    issue = rechecked(cast)
    sql("UPDATE inspections_issue SET state = 'closed', closed_at = now(),"
        " closed_order = nextval('workflow_record_order') WHERE id = %s", issue.pk)  # fmt: skip
    return issue


whether_it_ended_or_not = pytest.mark.parametrize(
    "prepared", [rechecked, closed], ids=lambda each: each.__name__, indirect=True
)


@pytest.fixture
def issue(prepared: int, cast: Cast, request: pytest.FixtureRequest) -> Issue:
    """The issue, as this test finds it."""
    issue = Issue.objects.get(pk=prepared)
    assert issue.state == request.node.callspec.params["prepared"].__name__
    return issue


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(act: Callable[[], object]) -> None:
    """The statement itself is refused: nothing waits for the commit."""
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def other_value(model: type[models.Model], column: str) -> Any:
    """What the column is changed to; a key of another table to some other row of it."""
    value = EVIDENCE[model][column]
    if value is not None:
        return value
    target = model._meta.get_field(column.removesuffix("_id")).related_model
    assert isinstance(target, type)
    return target._default_manager.order_by("-pk").values_list("pk", flat=True)[0]


@rule("R-ISSUE-1")
@pytest.mark.parametrize(
    ("model", "column"), CHANGES, ids=lambda each: getattr(each, "__name__", each)
)
@whether_it_ended_or_not
def test_no_column_of_evidence_changes(issue: Issue, model: Any, column: str) -> None:
    value = other_value(model, column)
    row = model.objects.order_by("pk").last()

    refused(lambda: model.objects.filter(pk=row.pk).update(**{column: value}))
    refused(lambda: sql(f"UPDATE {model._meta.db_table} SET {column} = %s", value))
    setattr(row, column, value)
    refused(row.save)
    refused(lambda: model.objects.bulk_update([row], [column]))


@rule("R-ISSUE-1")
@pytest.mark.parametrize("model", EVIDENCE)
@whether_it_ended_or_not
def test_no_row_of_evidence_is_deleted(issue: Issue, model: Any) -> None:
    rows = model.objects.count()

    refused(lambda: sql(f"DELETE FROM {model._meta.db_table}"))
    refused(lambda: model.objects.all()._raw_delete("default"))

    assert model.objects.count() == rows > 0


@rule("R-ISSUE-1")
@whether_it_ended_or_not
def test_an_issue_is_never_deleted(issue: Issue) -> None:
    refused(lambda: sql("DELETE FROM inspections_issue"))
    refused(lambda: Issue.objects.all()._raw_delete("default"))


@rule("R-ISSUE-1")
@pytest.mark.parametrize("column", ["code", "severity", "hours", "version_id"])
@whether_it_ended_or_not
def test_the_item_it_was_judged_by_stays(issue: Issue, column: str) -> None:
    values = {"code": "ZZ", "severity": "general", "hours": 1, "version_id": 0}

    refused(lambda: Item.objects.update(**{column: values[column]}))
    refused(lambda: sql("DELETE FROM inspections_item"))


@rule("R-ISSUE-1", "R-SCOPE-5")
@whether_it_ended_or_not
def test_evidence_names_the_person_of_its_day_whoever_owns_the_account_later(
    cast: Cast, issue: Issue
) -> None:
    before = Recheck.objects.get(issue=issue).person_id
    Officer.objects.filter(username="colleague").update(person=cast["inspector"].person_id)

    assert Recheck.objects.get(issue=issue).person_id == before
    refused(lambda: sql("SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM venues_person"))
    assert Person.objects.filter(pk=before).exists()


@rule("R-SCOPE-5")
@pytest.mark.parametrize("kind", ["rectification", "recheck", "sign_off", "visit", "company"])
def test_evidence_cannot_name_another_person_than_the_officers(cast: Cast, kind: str) -> None:
    issue = cast.report(cast.open("serious"))
    visit = cast.check()
    borrowed = {"officer": cast["dept"], "person_id": cast["dept-reviewer"].person_id}
    common = {**borrowed, "round": 7, "at": timezone.now()}
    ways: dict[str, Callable[[], object]] = {
        "rectification": lambda: issue.rectifications.create(
            measure="x", responsible="y", **common
        ),
        "recheck": lambda: issue.rechecks.create(inspection=visit, passed=True, **common),
        "sign_off": lambda: issue.sign_offs.create(role="department", **common),
        "visit": lambda: Inspection.objects.create(
            uuid=uuid4(), venue=cast.venue, side="town", kind="check", started=timezone.now(),
            received=timezone.now(), business_day=timezone.localdate(), outcome="clean",
            **borrowed,
        ),
        "company": lambda: visit.co_inspectors.create(**borrowed),
    }  # fmt: skip

    refused(ways[kind])


@rule("R-ISSUE-1")
def test_an_ended_issue_takes_no_more_evidence(cast: Cast) -> None:
    issue = cast.closed("serious")
    visit = cast.check()
    by = {"officer": cast["dept"], "person_id": cast["dept"].person_id, "at": timezone.now(),
          "round": 2}  # fmt: skip

    refused(lambda: issue.rectifications.create(measure="x", responsible="y", **by))
    refused(lambda: issue.rechecks.create(inspection=visit, passed=True, **by))
    refused(lambda: issue.sign_offs.create(role="town", **by))


@rule("R-ISSUE-1")
def test_no_failed_answer_is_slipped_in_before_a_closing(cast: Cast) -> None:
    """An answer added later to the visit of the re-check, or to one between it and the closing."""
    issue = cast.complete("serious")
    between = cast.check(by="dept")
    sql("UPDATE inspections_issue SET state = 'closed', closed_at = now(),"
        " closed_order = nextval('workflow_record_order') WHERE id = %s", issue.pk)  # fmt: skip
    recheck = Recheck.objects.get(issue=issue).inspection
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM inspections_answer WHERE inspection_id = %s", [between.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")

    for visit in (recheck, between):
        refused(partial(visit.answers.create, item=cast.item("serious"), value="fail"))


@rule("R-ISSUE-1")
@whether_it_ended_or_not
def test_nobody_joins_a_visit_after_its_verdict(cast: Cast, issue: Issue) -> None:
    visit = Recheck.objects.get(issue=issue).inspection
    by = cast["dept"]

    refused(lambda: visit.co_inspectors.create(officer=by, person_id=by.person_id))
