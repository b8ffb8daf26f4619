"""The closing guard: whoever tries to close an issue that lacks evidence is refused at once."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import path
from django.utils import timezone

from inspections.checks import actions as checks
from inspections.checks.models import Inspection
from inspections.checks.visits import Verdict
from inspections.ledger import actions as ledger
from inspections.ledger import followups as closing
from inspections.ledger.models import Issue, SignOff
from tests.cast import Cast
from tests.rules import rule
from venues.models import Officer
from venuewatch.workflow.actions import move
from venuewatch.workflow.models import FollowUp, take_record_orders
from venuewatch.workflow.rules import NotAllowed, Refused, Stale

Prepare = Callable[[Cast], Issue]
Attempt = Callable[[Issue], object]


def no_recheck(cast: Cast) -> Issue:
    return cast.report(cast.open("serious"))


def failed_recheck(cast: Cast) -> Issue:
    return cast.recheck(cast.report(cast.open("serious")), passed=False)


def recheck_before_report(cast: Cast) -> Issue:
    """Reported once more after the re-check; the table cannot do it, so SQL does."""
    issue = cast.complete("serious")
    reporter = cast["inspector"]
    _insert_report(issue, reporter, issue.round + 1)
    return issue


def rechecked_by_second_account(cast: Cast) -> Issue:
    """The reporter re-checks through another account of the same person."""
    twin = cast["colleague"]
    Officer.objects.filter(pk=twin.pk).update(person=cast["inspector"].person_id)
    cast.officers["colleague"] = Officer.objects.get(pk=twin.pk)
    issue = cast.report(cast.open("serious"))
    _force_recheck(cast, issue, Officer.objects.get(pk=twin.pk))
    SignOff.objects.create(
        issue=issue, round=issue.round, role="department", officer=cast["dept-reviewer"],
        person_id=cast["dept-reviewer"].person_id, at=timezone.now(),
    )  # fmt: skip
    return Issue.objects.get(pk=issue.pk)


def reporter_was_there(cast: Cast) -> Issue:
    """The reporter was a co-inspector of the re-check, by rows past the actions."""
    issue = cast.report(cast.open("serious"))
    inspection = cast.check(by="colleague", co_inspectors=[cast["inspector"]])
    _insert_recheck(issue, cast["colleague"], inspection)
    cast.sign(issue, "dept-reviewer")
    return issue


def serious_without_department(cast: Cast) -> Issue:
    return cast.rechecked("serious")


def major_without_town(cast: Cast) -> Issue:
    issue = cast.rechecked("major")
    cast.sign(issue, "dept-reviewer")
    return issue


def major_without_department(cast: Cast) -> Issue:
    issue = cast.rechecked("major")
    cast.sign(issue, "town-reviewer")
    return issue


def major_without_command(cast: Cast) -> Issue:
    issue = cast.rechecked("major")
    cast.sign(issue, "town-reviewer")
    cast.sign(issue, "dept-reviewer")
    return issue


def command_before_acceptance(cast: Cast) -> Issue:
    issue = cast.rechecked("major")
    _insert_sign_off(issue, cast["command-reviewer"], "command")
    cast.sign(issue, "town-reviewer")
    cast.sign(issue, "dept-reviewer")
    return issue


def signed_by_a_rechecker(cast: Cast) -> Issue:
    issue = cast.recheck(cast.report(cast.open("serious")), together=("dept-reviewer",))
    _insert_sign_off(issue, cast["dept-reviewer"], "department")
    return issue


def signed_before_the_recheck(cast: Cast) -> Issue:
    issue = cast.report(cast.open("serious"))
    _insert_sign_off(issue, cast["dept-reviewer"], "department")
    return cast.recheck(issue)


def seen_again(cast: Cast) -> Issue:
    """Failed again after the re-check, by a row that never went through the actions."""
    issue = cast.complete("general")
    visit = cast.check()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO inspections_inspection (uuid, venue_id, side, kind, version_id,"
            " officer_id, person_id, started, received, business_day, outcome, no_entry_reason,"
            " note, met_name, signature_refused, origin) SELECT %s, venue_id, side, kind,"
            " version_id, officer_id, person_id, started, received, business_day, 'issues', '',"
            " '', '', false, 'live' FROM inspections_inspection WHERE id = %s RETURNING id",
            [uuid4(), visit.pk],
        )
        (pk,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO inspections_answer (inspection_id, item_id, value, note)"
            " VALUES (%s, %s, 'fail', '')",
            [pk, cast.item("general").pk],
        )
    return issue


LACKING: list[Prepare] = [
    no_recheck, failed_recheck, recheck_before_report, rechecked_by_second_account,
    reporter_was_there, serious_without_department, major_without_town,
    major_without_department, major_without_command, command_before_acceptance,
    signed_by_a_rechecker, signed_before_the_recheck, seen_again,
]  # fmt: skip


def by_action(issue: Issue) -> object:
    return ledger.close(Issue.objects.get(pk=issue.pk))


def by_update(issue: Issue) -> object:
    return Issue.objects.filter(pk=issue.pk).update(**_closed_columns())


def by_bulk_update(issue: Issue) -> object:
    row = Issue.objects.get(pk=issue.pk)
    for name, value in _closed_columns().items():
        setattr(row, name, value)
    return Issue.objects.bulk_update([row], list(_closed_columns()))


def by_save(issue: Issue) -> None:
    row = Issue.objects.get(pk=issue.pk)
    for name, value in _closed_columns().items():
        setattr(row, name, value)
    row.save()


def by_sql(issue: Issue) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(
            "UPDATE inspections_issue SET state = 'closed', closed_at = now(),"
            " closed_order = nextval('workflow_record_order') WHERE id = %s",
            [issue.pk],
        )


def by_forged_order(issue: Issue) -> object:
    """As if it had been closed right after the re-check, before anything later."""
    with connection.cursor() as cursor:
        return cursor.execute(
            "UPDATE inspections_issue SET state = 'closed', closed_at = now(), closed_order ="
            " (SELECT coalesce(max(record_order), 0) + 1 FROM inspections_recheck"
            " WHERE issue_id = %s) WHERE id = %s",
            [issue.pk, issue.pk],
        )


def by_insert(issue: Issue) -> None:
    """A copy of the issue that says it was closed all along."""
    row = Issue.objects.get(pk=issue.pk)
    row.pk, row.number, row.item_code = None, f"{issue.number}-X", "other"
    for name, value in _closed_columns().items():
        setattr(row, name, value)
    row.save(force_insert=True)


def by_step_through_the_states(issue: Issue) -> object:
    with connection.cursor() as cursor:
        for state in ("open", "rectified", "rechecked"):
            cursor.execute("UPDATE inspections_issue SET state = %s WHERE id = %s",
                           [state, issue.pk])  # fmt: skip
    return by_sql(issue)


ATTEMPTS: list[Attempt] = [
    by_action, by_update, by_bulk_update, by_save, by_sql, by_forged_order, by_insert,
    by_step_through_the_states,
]  # fmt: skip


@rule("R-ISSUE-1")
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("prepared", LACKING, ids=lambda each: each.__name__, indirect=True)
def test_no_way_closes_without_the_evidence(cast: Cast, prepared: int, attempt: Attempt) -> None:
    issue = Issue.objects.get(pk=prepared)

    with pytest.raises((DatabaseError, Refused, Stale, NotAllowed)), transaction.atomic():
        attempt(issue)

    assert Issue.objects.get(pk=issue.pk).state != "closed"


@rule("R-ISSUE-1")
@pytest.mark.parametrize("prepared", LACKING, ids=lambda each: each.__name__, indirect=True)
def test_the_follow_up_leaves_it_with_a_reason(cast: Cast, prepared: int) -> None:
    issue = Issue.objects.get(pk=prepared)
    followup = FollowUp(kind=ledger.CLOSE, subject_type="issue", subject_id=issue.pk,
                        due=timezone.now())  # fmt: skip

    assert closing.close_issue(followup)
    assert Issue.objects.get(pk=issue.pk).state != "closed"


@rule("R-ISSUE-1")
@pytest.mark.parametrize("attempt", [by_update, by_sql], ids=lambda each: each.__name__)
@pytest.mark.parametrize("severity", ["general", "serious", "major"])
def test_with_all_its_evidence_the_database_lets_it_through(
    cast: Cast, severity: str, attempt: Attempt
) -> None:
    issue = cast.complete(severity)

    attempt(issue)

    assert Issue.objects.get(pk=issue.pk).state == "closed"


@rule("R-ISSUE-1")
@pytest.mark.parametrize("name", ["inspector", "dept-reviewer", "command-leader"])
def test_no_person_may_close(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        move(cast.complete(), "close", by=cast[name])


class LedgerAdmin(ModelAdmin[Issue]):
    """What nobody should ever register."""

    fields = ["state", "closed_at"]


site = admin.AdminSite(name="trap")
site.register(Issue, LedgerAdmin)
urlpatterns = [path("trap/", site.urls)]


@rule("R-ISSUE-1")
@pytest.mark.urls("tests.ledger.test_closing_guard")
def test_not_through_django_admin_either(cast: Cast, client: Client) -> None:
    issue = cast.rechecked("serious")
    client.force_login(cast["admin"])
    form = {"state": "closed", "closed_at_0": "2026-11-01", "closed_at_1": "12:00"}

    with pytest.raises(DatabaseError), transaction.atomic():
        client.post(f"/trap/inspections/issue/{issue.pk}/change/", form)

    assert Issue.objects.get(pk=issue.pk).state == "rechecked"


def _closed_columns() -> dict[str, object]:
    order = take_record_orders(1)[0]
    return {"state": "closed", "closed_at": timezone.now(), "closed_order": order}


def _insert_report(issue: Issue, officer: Officer, round_: int) -> None:
    issue.rectifications.create(
        round=round_, officer=officer, person_id=officer.person_id, at=timezone.now(),
        measure="again", responsible="Wang",
    )  # fmt: skip


def _insert_sign_off(issue: Issue, officer: Officer, role: str) -> None:
    issue.sign_offs.create(
        round=issue.round, officer=officer, person_id=officer.person_id, role=role,
        at=timezone.now(),
    )  # fmt: skip


def _force_recheck(cast: Cast, issue: Issue, officer: Officer) -> None:
    """A passed re-check by somebody whom the action would refuse."""
    visit = cast.visit(verdicts={issue.pk: Verdict(True)})
    with pytest.raises(Refused), transaction.atomic():
        checks.file_inspection(issue.venue, visit, by=officer)
    _insert_recheck(issue, officer, cast.check(by=officer.username))


def _insert_recheck(issue: Issue, officer: Officer, inspection: Inspection) -> None:
    issue.rechecks.create(
        round=issue.round, officer=officer, person_id=officer.person_id, at=timezone.now(),
        inspection=inspection, passed=True,
    )  # fmt: skip
    Issue.objects.filter(pk=issue.pk).update(state="rechecked")
