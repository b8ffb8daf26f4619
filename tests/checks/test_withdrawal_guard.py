"""What the database itself refuses of a withdrawal, and what a withdrawn visit counts for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inspections.checks import withdrawing
from inspections.checks.models import Inspection
from inspections.checks.withdrawals import Withdrawal
from inspections.ledger.models import Issue
from inspections.verify.of_visits import CHECKS
from inspections.verify.running import ask as verify
from tests.cast import Cast
from tests.racing import Act, all_at_once, one_after_another, side_by_side, wait_for_blocked
from tests.rules import rule
from venuewatch.workflow import followups
from venuewatch.workflow.rules import Refused, Stale

GRANT = (
    "UPDATE inspections_withdrawal SET state = 'granted', decided = %s, decider_id = %s,"
    " decider_person_id = %s WHERE id = %s"
)


def asked(cast: Cast, visit: Inspection) -> Withdrawal:
    return withdrawing.ask_withdrawal(visit, by=visit.officer, reason="wrong venue")


def grant(cast: Cast, row: Withdrawal, by: str = "town-reviewer", hours: int = 0) -> None:
    """Past every action."""
    when, officer = timezone.now() + timedelta(hours=hours), cast[by]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(GRANT, [when, officer.pk, officer.person_id, row.pk])


def void_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inspections_issue SET state = 'void', void_kind = 'error'"
                       " WHERE state IN ('open', 'rectified')")  # fmt: skip


@rule("R-CHECK-6")
def test_it_grants_what_nothing_stands_against(cast: Cast) -> None:
    row = asked(cast, cast.check())

    grant(cast, row)

    row.refresh_from_db()
    assert row.state == "granted"


@rule("R-CHECK-6", "R-SCOPE-5")
@pytest.mark.parametrize(
    ("by", "hours"), [("inspector", 0), ("colleague", 0), ("town-reviewer", 25)]
)
def test_it_refuses_the_filer_their_company_and_what_is_late(
    cast: Cast, by: str, hours: int
) -> None:
    row = asked(cast, cast.check(co_inspectors=[cast["colleague"]]))

    with pytest.raises(DatabaseError, match="R-CHECK-6"):
        grant(cast, row, by, hours)


def left_unclosed(cast: Cast) -> Withdrawal:
    return asked(cast, cast.check(failed="A1"))


def reported(cast: Cast) -> Withdrawal:
    row = left_unclosed(cast)
    cast.report(cast.only_issue())
    void_all()
    return row


def judged(cast: Cast) -> Withdrawal:
    row = asked(cast, cast.check(by="colleague"))
    issue = cast.report(cast.open("general"))
    officer = row.inspection.officer
    issue.rechecks.create(
        inspection=row.inspection, passed=False, reason="still", round=1, officer=officer,
        person_id=officer.person_id, at=timezone.now(),
    )  # fmt: skip
    return row


def seen_later(cast: Cast) -> Withdrawal:
    row = left_unclosed(cast)
    cast.check(failed="A1", by="dept")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inspections_issue SET state = 'void', void_kind = 'withdrawn'")
    return row


def reopening(cast: Cast) -> Withdrawal:
    cast.recheck(cast.report(cast.open("general")), by="dept")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        visit = cast.check(failed="A1")
        row = Withdrawal.objects.create(
            number="CH-1", inspection=visit, officer=visit.officer, person=visit.person,
            reason="x", hours=24,
        )  # fmt: skip
        cursor.execute("SET LOCAL session_replication_role = origin")
    return row


@rule("R-CHECK-6")
@pytest.mark.parametrize("build", [left_unclosed, reported, judged, seen_later, reopening])
def test_it_refuses_where_something_was_built_on_the_visit(
    cast: Cast, build: Callable[[Cast], Withdrawal]
) -> None:
    row = build(cast)

    with pytest.raises(DatabaseError, match="R-CHECK-6"):
        grant(cast, row)


@rule("R-CHECK-6")
@pytest.mark.parametrize(
    "change", ["reason = 'other'", "hours = 99", "state = 'asked', decided = NULL", "remark = 'x'"]
)
def test_what_was_asked_and_decided_stays(cast: Cast, change: str) -> None:
    row = asked(cast, cast.check())
    grant(cast, row)

    with pytest.raises(DatabaseError, match="R-CHECK-6"), transaction.atomic():
        connection.cursor().execute(f"UPDATE inspections_withdrawal SET {change}")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


@rule("R-CHECK-6")
def test_nobody_else_is_written_down_as_asking_and_none_comes_granted(cast: Cast) -> None:
    visit = cast.check()
    about = {"inspection": visit, "reason": "x", "hours": 24, "number": "CH-1"}
    other, own = cast["colleague"], cast["inspector"]

    with pytest.raises(DatabaseError, match="R-CHECK-6"), transaction.atomic():
        Withdrawal.objects.create(officer=other, person=other.person, **about)
    with pytest.raises(DatabaseError, match="R-CHECK-6"), transaction.atomic():
        Withdrawal.objects.create(
            officer=own, person=own.person, state="granted", decided=timezone.now(),
            decider=other, decider_person=other.person, **about,
        )  # fmt: skip


def withdrawn_after_recheck(cast: Cast) -> tuple[Issue, Withdrawal]:
    """A rechecked issue, and a failed answer after it at a visit that asks to be withdrawn.

    No act leaves such a pair: seeing it again would have opened the issue. SQL may.
    """
    issue = cast.complete()
    row = asked(cast, cast.check(by="dept"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE inspections_answer SET value = 'fail' WHERE inspection_id = %s AND"
                       " item_id = %s", [row.inspection_id, cast.item("general").pk])  # fmt: skip
        cursor.execute("SET LOCAL session_replication_role = origin")
    return issue, row


@rule("R-CHECK-6", "R-ISSUE-1")
@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_closing_asks_only_visits_that_count(cast: Cast, withdrawn: bool) -> None:
    issue, row = withdrawn_after_recheck(cast)
    if withdrawn:
        grant(cast, row, "dept-reviewer")

    followups.run_due()

    issue.refresh_from_db()
    assert issue.state == ("closed" if withdrawn else "rechecked")


@rule("R-CHECK-6", "R-CHECK-4")
@pytest.mark.parametrize("withdrawn", [False, True])
def test_verify_asks_only_visits_that_count(cast: Cast, withdrawn: bool) -> None:
    row = asked(cast, cast.check(by="dept"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE inspections_answer SET value = 'fail'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    if withdrawn:
        grant(cast, row, "dept-reviewer")

    found = {each.check.question: each.broken for each in verify(CHECKS)}

    assert bool(found["every failed answer is on the ledger"]) == (not withdrawn)


@rule("R-CHECK-6")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["report", "withdrawal"])
def test_report_and_withdrawal_exclude_each_other(cast: Cast, first: str) -> None:
    row = asked(cast, cast.check(failed="A1"))
    issue = cast.only_issue()
    acts: list[Act] = [lambda: cast.report(Issue.objects.get(pk=issue.pk)),
            lambda: withdrawing.grant_withdrawal(row, by=cast["town-reviewer"])]  # fmt: skip
    if first == "withdrawal":
        acts.reverse()

    won, lost = one_after_another(cast.venue, *acts)

    assert not isinstance(won, Exception)
    assert isinstance(lost, Refused if first == "report" else Stale)
    assert cast.only_issue().state == ("rectified" if first == "report" else "void")


@rule("R-CHECK-6")
@pytest.mark.django_db(transaction=True)
def test_two_reviewers_decide_once(cast: Cast) -> None:
    row = asked(cast, cast.check(failed="A1"))

    results = all_at_once(
        lambda: withdrawing.grant_withdrawal(row, by=cast["town-reviewer"]),
        lambda: withdrawing.refuse_withdrawal(row, by=cast["town-leader"], reason="no"),
    )

    assert sorted(type(each).__name__ for each in results) == ["Stale", "Withdrawal"]


@rule("R-CHECK-6", "R-ISSUE-1")
@pytest.mark.django_db(transaction=True)
def test_the_guard_waits_for_a_report_past_every_action(cast: Cast) -> None:
    """Raw SQL on both sides: the report is in first, so the withdrawal is refused."""
    row = asked(cast, cast.check(failed="A1"))
    issue = cast.only_issue()

    with side_by_side() as start:
        with transaction.atomic():
            cast.report(issue)
            granting = start(lambda: grant(cast, row))
            wait_for_blocked(1)
        result = granting.result(20)

    assert isinstance(result, DatabaseError)
    assert "R-CHECK-6" in str(result)


@rule("R-CHECK-6", "R-ISSUE-1")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["withdrawal", "closing"])
def test_withdrawal_and_closing_come_one_after_the_other(cast: Cast, first: str) -> None:
    """The failed answer of the visit stands against the closing until it is withdrawn."""
    with transaction.atomic():
        issue, row = withdrawn_after_recheck(cast)
    acts: list[Act] = [
        lambda: withdrawing.grant_withdrawal(row, by=cast["dept-reviewer"]), followups.run_due,
    ]  # fmt: skip
    if first == "closing":
        acts.reverse()

    one_after_another(cast.venue, *acts)

    issue.refresh_from_db()
    row.refresh_from_db()
    assert row.state == "granted"
    assert issue.state == ("closed" if first == "withdrawal" else "rechecked")
