"""Two real transactions at one issue: whoever comes second sees what the first one did."""

import pytest
from django.db import DatabaseError, connection, transaction

from inspections.checks import actions as checks
from inspections.checks.models import Inspection
from inspections.checks.visits import Given
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.racing import Act, all_at_once, one_after_another, side_by_side, wait_for_blocked
from tests.rules import rule
from venues.models import Standing
from venuewatch.workflow import followups
from venuewatch.workflow.models import Event, FollowUp
from venuewatch.workflow.rules import NotAllowed, Refused, Stale

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(issue: Issue) -> Issue:
    return Issue.objects.get(pk=issue.pk)


def complete(cast: Cast, severity: str = "general") -> Issue:
    """With all its evidence; its follow-up waits in the database."""
    issue = cast.complete(severity)
    assert FollowUp.objects.filter(state="waiting").count() == 1
    return issue


def failing_check(cast: Cast) -> Act:
    return lambda: cast.check(failed="A1", by="dept")


def names_of(issue: Issue) -> list[str]:
    events = Event.objects.filter(subject_type="issue", subject_id=issue.pk)
    return list(events.order_by("seq").values_list("name", flat=True))


def agrees_with_standing(cast: Cast) -> bool:
    """Whether the venue's standing counts what is unclosed."""
    counted = Standing.objects.get(pk=cast.venue.pk).unclosed
    return bool(counted == Issue.objects.filter(venue=cast.venue).unclosed().count())


@rule("R-ISSUE-1", "R-CHECK-4")
def test_a_failing_check_before_the_closing_keeps_the_issue(cast: Cast) -> None:
    issue = complete(cast)

    visit, ended = one_after_another(cast.venue, failing_check(cast), followups.run_due)

    assert isinstance(visit, Inspection)
    assert ended == 1
    assert (fresh(issue).state, fresh(issue).round) == ("open", 2)
    assert FollowUp.objects.get().state == "moot"
    assert FollowUp.objects.get().why
    assert agrees_with_standing(cast)


@rule("R-ISSUE-1", "R-ISSUE-6")
def test_a_failing_check_after_the_closing_is_a_recurrence(cast: Cast) -> None:
    issue = complete(cast)

    ended, visit = one_after_another(cast.venue, followups.run_due, failing_check(cast))

    assert ended == 1
    assert isinstance(visit, Inspection)
    assert fresh(issue).state == "closed"
    again = Issue.objects.get(state="open")
    assert (again.recurrence_of_id, again.recurrences) == (issue.pk, 1)
    assert agrees_with_standing(cast)


@rule("R-ISSUE-1", "R-TRACK-1")
def test_two_closers_close_once(cast: Cast) -> None:
    issue = complete(cast, "serious")

    ended = all_at_once(followups.run_due, followups.run_due)

    assert sorted(ended, key=str) == [0, 1]
    assert names_of(issue).count("close") == 1
    assert fresh(issue).state == "closed"


@rule("R-ISSUE-1")
def test_a_closer_past_the_follow_up_finds_it_closed(cast: Cast) -> None:
    issue = complete(cast)

    first, second = one_after_another(
        cast.venue, lambda: ledger.close(fresh(issue)), lambda: ledger.close(fresh(issue))
    )

    assert isinstance(first, Issue)
    assert isinstance(second, Stale)


@rule("R-ISSUE-1", "R-SCOPE-5")
def test_two_signers_of_one_role_sign_once(cast: Cast) -> None:
    issue = cast.rechecked("major")
    cast.sign(issue, "dept-reviewer")

    first, second = one_after_another(
        cast.venue,
        lambda: cast.sign(fresh(issue), "town-reviewer"),
        lambda: cast.sign(fresh(issue), "town-leader"),
    )

    assert isinstance(first, Issue)
    assert isinstance(second, NotAllowed | Refused)
    assert sorted(issue.sign_offs.values_list("role", flat=True)) == ["department", "town"]


@rule("R-ISSUE-1")
def test_two_signers_of_two_roles_leave_one_closing(cast: Cast) -> None:
    issue = cast.rechecked("major")

    signed = one_after_another(
        cast.venue,
        lambda: cast.sign(fresh(issue), "dept-reviewer"),
        lambda: cast.sign(fresh(issue), "town-reviewer"),
        lambda: cast.sign(fresh(issue), "command-reviewer"),
    )

    assert [type(each) for each in signed] == [Issue] * 3
    followups.run_due()
    assert fresh(issue).state == "closed"
    assert names_of(issue).count("close") == 1


def void(cast: Cast, issue: Issue) -> Act:
    return lambda: ledger.void(
        fresh(issue), by=cast["command-leader"], reason="wrong venue", kind="error"
    )


@rule("R-ISSUE-1")
def test_void_and_recheck_exclude_each_other(cast: Cast) -> None:
    issue = cast.report(cast.open("serious"))

    recheck, voided = one_after_another(cast.venue, lambda: cast.recheck(issue), void(cast, issue))

    assert isinstance(recheck, Issue)
    assert isinstance(voided, Stale)
    assert fresh(issue).state == "rechecked"


@rule("R-ISSUE-1")
def test_an_issue_made_void_takes_no_recheck(cast: Cast) -> None:
    issue = cast.report(cast.open("serious"))

    voided, recheck = one_after_another(cast.venue, void(cast, issue), lambda: cast.recheck(issue))

    assert isinstance(voided, Issue)
    assert isinstance(recheck, Stale)
    assert fresh(issue).state == "void"
    assert Inspection.objects.count() == 1


@rule("R-ISSUE-1")
@pytest.mark.parametrize("order", ["void first", "sign-off first"])
def test_void_against_sign_off(cast: Cast, order: str) -> None:
    """A rechecked issue cannot be made void, whoever comes first; after a rejection it can."""
    issue = cast.rechecked("serious")
    acts = [void(cast, issue), lambda: cast.sign(fresh(issue), "dept-reviewer")]
    if order == "sign-off first":
        acts.reverse()

    results = one_after_another(cast.venue, *acts)

    assert sorted(type(each).__name__ for each in results) == ["Issue", "Stale"]
    assert fresh(issue).state == "rechecked"
    assert issue.sign_offs.count() == 1


@rule("R-ISSUE-1")
def test_rejection_against_closing(cast: Cast) -> None:
    issue = complete(cast, "serious")

    rejected, ended = one_after_another(
        cast.venue,
        lambda: ledger.reject(fresh(issue), by=cast["town-reviewer"], reason="another door"),
        followups.run_due,
    )

    assert isinstance(rejected, Issue)
    assert ended == 1
    assert fresh(issue).state == "open"
    assert FollowUp.objects.get().state == "moot"


@rule("R-ISSUE-2", "R-CHECK-4")
def test_two_checks_that_find_the_same_open_one_issue(cast: Cast) -> None:
    one_after_another(
        cast.venue, lambda: cast.check(failed="A1"), lambda: cast.check(failed="A1", by="dept")
    )

    issue = Issue.objects.get()
    assert issue.times_seen == 2
    assert names_of(issue) == ["open", "seen_again"]


@rule("R-CHECK-3")
def test_the_same_form_sent_twice_at_once_is_one_visit(cast: Cast) -> None:
    visit = cast.visit(version=cast.version, answers={"A1": Given("fail")})

    def send() -> object:
        return checks.file_inspection(cast.venue, visit, by=cast["inspector"])

    first, second = one_after_another(cast.venue, send, send)

    assert first == second
    assert (Inspection.objects.count(), Issue.objects.count()) == (1, 1)


@rule("R-ISSUE-1")
def test_the_guard_itself_waits_for_a_failing_answer_past_every_action(cast: Cast) -> None:
    """Raw SQL on both sides: the answer is in first, so the closing UPDATE is refused."""
    issue = complete(cast)
    clean = cast.check(by="dept")
    a1 = cast.item("general").pk

    def close() -> object:
        with connection.cursor() as cursor:
            return cursor.execute(CLOSE, [issue.pk])

    with side_by_side() as start:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(COPY_OF_A_VISIT, [clean.pk])
                cursor.execute(FAILED_ANSWER, [cursor.fetchone()[0], a1])
            closing = start(close)
            wait_for_blocked(1)
        result = closing.result(20)

    assert isinstance(result, DatabaseError)
    assert "R-ISSUE-1" in str(result)
    assert fresh(issue).state == "rechecked"


@rule("R-ISSUE-1")
def test_the_guard_refuses_an_older_answer_that_waited_for_the_closing(cast: Cast) -> None:
    """The visit has its place before the closing, its failed answer comes in after it."""
    issue = complete(cast)
    clean = cast.check(by="dept")
    with connection.cursor() as cursor:
        cursor.execute(COPY_OF_A_VISIT, [clean.pk])
        (visit,) = cursor.fetchone()

    def answer() -> object:
        with connection.cursor() as cursor:
            return cursor.execute(FAILED_ANSWER, [visit, cast.item("general").pk])

    with side_by_side() as start:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CLOSE, [issue.pk])
            answering = start(answer)
            wait_for_blocked(1)
        result = answering.result(20)

    assert isinstance(result, DatabaseError)
    assert "R-ISSUE-1" in str(result)
    assert fresh(issue).state == "closed"


CLOSE = (
    "UPDATE inspections_issue SET state = 'closed', closed_at = now(),"
    " closed_order = nextval('workflow_record_order') WHERE id = %s"
)
COPY_OF_A_VISIT = (
    "INSERT INTO inspections_inspection (uuid, venue_id, side, kind, version_id, officer_id,"
    " person_id, started, received, business_day, outcome, no_entry_reason, note, met_name,"
    " signature_refused, origin) SELECT gen_random_uuid(), venue_id, side, kind, version_id,"
    " officer_id, person_id, started, received, business_day, 'issues', '', '', '', false, 'live'"
    " FROM inspections_inspection WHERE id = %s RETURNING id"
)
FAILED_ANSWER = (
    "INSERT INTO inspections_answer (inspection_id, item_id, value, note)"
    " VALUES (%s, %s, 'fail', '')"
)
