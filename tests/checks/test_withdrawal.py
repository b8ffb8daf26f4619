"""A mistaken visit is withdrawn: asked by its filer, decided by their reviewer, and undone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from inspections.checks import withdrawing
from inspections.checks.models import Inspection
from inspections.checks.visits import Verdict
from inspections.checks.withdrawals import Withdrawal
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venues.models import SchemeValue, Standing
from venuewatch.workflow import clock, followups
from venuewatch.workflow.models import Event, FollowUp
from venuewatch.workflow.rules import NotAllowed, Refused, Stale


def ask(cast: Cast, visit: Inspection, by: str = "inspector") -> Withdrawal:
    return withdrawing.ask_withdrawal(visit, by=cast[by], reason="wrong venue")


def withdraw(cast: Cast, visit: Inspection, by: str = "town-reviewer") -> Withdrawal:
    """Asked and granted."""
    return withdrawing.grant_withdrawal(ask(cast, visit, visit.officer.username), by=cast[by])


def standing(cast: Cast) -> Standing:
    return Standing.objects.get(pk=cast.venue.pk)


@rule("R-CHECK-6")
def test_its_issues_become_void_and_the_visit_stays(cast: Cast) -> None:
    visit = cast.check(failed="B1")

    ask_row = withdraw(cast, visit)

    issue = cast.only_issue()
    assert (issue.state, issue.void_kind) == ("void", "withdrawn")
    assert (ask_row.state, ask_row.decider, ask_row.reason) == (
        "granted", cast["town-reviewer"], "wrong venue",
    )  # fmt: skip
    assert Inspection.objects.get() == visit
    assert (standing(cast).unclosed, standing(cast).colour) == (0, "green")
    told = Event.objects.get(name="withdraw").body
    assert str(visit.uuid) in told
    assert cast["town-reviewer"].signature in told
    assert "wrong venue" in told
    names = Event.objects.filter(subject_type="withdrawal").order_by("seq")
    assert list(names.values_list("name", flat=True)) == ["ask_withdrawal", "grant_withdrawal"]


@rule("R-CHECK-6", "R-VENUE-2")
def test_the_last_full_check_is_the_one_before(cast: Cast) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    before = cast.check(by="colleague", started=yesterday)
    cast.check(by="dept", started=yesterday)
    visit = cast.check()
    assert standing(cast).last_town_check == visit.business_day

    withdraw(cast, visit)

    assert standing(cast).last_town_check == before.business_day
    assert standing(cast).last_sector_check == before.business_day
    withdraw(cast, before)
    assert standing(cast).last_town_check is None


@rule("R-CHECK-6", "R-CHECK-4")
def test_what_it_saw_again_is_taken_back(cast: Cast) -> None:
    issue = cast.open("general")
    visit = cast.check(failed="A1", by="colleague")
    last = cast.check(failed="A1", by="dept")
    assert Issue.objects.get().times_seen == 3

    withdraw(cast, visit)

    issue.refresh_from_db()
    assert (issue.state, issue.times_seen, issue.last_seen) == ("open", 2, last.started)
    assert Event.objects.filter(name="unsee", subject_id=issue.pk).count() == 1


@rule("R-CHECK-6")
def test_what_ended_meanwhile_stays_as_it_ended(cast: Cast) -> None:
    visit = cast.check(failed="A1")
    ledger.void(cast.only_issue(), by=cast["command-leader"], reason="no", kind="error")

    withdraw(cast, visit)

    assert cast.only_issue().void_kind == "error"


def reported(cast: Cast) -> Inspection:
    visit = cast.check(failed="A1")
    cast.report(cast.only_issue())
    return visit


def reported_and_open_again(cast: Cast) -> Inspection:
    visit = reported(cast)
    cast.recheck(cast.only_issue(), passed=False)
    return visit


def judged(cast: Cast, *, passed: bool) -> Inspection:
    issue = cast.report(cast.open("serious"), by="colleague")
    verdict = Verdict(passed, "" if passed else "still there")
    return cast.file(cast.visit(verdicts={issue.pk: verdict}))


def reopening(cast: Cast) -> Inspection:
    cast.recheck(cast.report(cast.open("general")), by="dept")
    return cast.check(failed="A1")


def seen_later(cast: Cast) -> Inspection:
    visit = cast.check(failed="A1")
    cast.check(failed="A1", by="dept")
    return visit


OBSTACLES = {
    "reported": (reported, "reported rectified already"),
    "reported, failed": (reported_and_open_again, "reported rectified already"),
    "passed": (lambda cast: judged(cast, passed=True), "re-check was decided"),
    "failed": (lambda cast: judged(cast, passed=False), "re-check was decided"),
    "reopened": (reopening, "sent a rectified issue back"),
    "seen later": (seen_later, "later visit found"),
}


@rule("R-CHECK-6")
@pytest.mark.parametrize("name", list(OBSTACLES))
def test_what_cannot_be_undone_is_refused_with_a_sentence(cast: Cast, name: str) -> None:
    build, words = OBSTACLES[name]
    visit = build(cast)

    with override("en"), pytest.raises(Refused, match=words):
        ask(cast, visit)

    assert not Withdrawal.objects.exists()


@rule("R-CHECK-6")
def test_it_is_judged_again_when_it_is_decided(cast: Cast) -> None:
    visit = cast.check(failed="A1")
    asked = ask(cast, visit)
    cast.report(cast.only_issue())

    with pytest.raises(Refused):
        withdrawing.grant_withdrawal(asked, by=cast["town-reviewer"])

    assert cast.only_issue().state == "rectified"


@rule("R-CHECK-6")
def test_a_later_visit_that_was_withdrawn_itself_does_not_hinder(cast: Cast) -> None:
    visit = cast.check(failed="A1")
    later = cast.check(failed="A1", by="colleague")

    withdraw(cast, later)
    withdraw(cast, visit)

    assert cast.only_issue().state == "void"


@rule("R-CHECK-6")
@pytest.mark.parametrize("name", ["colleague", "town-reviewer", "dept", "command-leader"])
def test_only_the_filer_asks(cast: Cast, name: str) -> None:
    visit = cast.check(failed="A1")

    with pytest.raises((NotAllowed, Refused)):
        ask(cast, visit, by=name)


@rule("R-CHECK-6", "R-SCOPE-5")
@pytest.mark.parametrize(
    "name", ["inspector", "colleague", "dept-reviewer", "command-leader", "neighbour-reviewer"]
)
def test_only_a_reviewer_of_the_filers_organisation_decides(cast: Cast, name: str) -> None:
    asked = ask(cast, cast.check(failed="A1"))

    with pytest.raises(NotAllowed):
        withdrawing.grant_withdrawal(asked, by=cast[name])


@rule("R-CHECK-6", "R-SCOPE-5")
@pytest.mark.parametrize("role", ["filer", "company"])
def test_nobody_who_made_the_visit_decides(cast: Cast, role: str) -> None:
    by, other = (
        ("town-reviewer", "inspector") if role == "filer" else ("inspector", "town-reviewer")
    )
    visit = cast.check(by=by, failed="A1", co_inspectors=[cast[other]])
    asked = ask(cast, visit, by=by)

    with pytest.raises(Refused):
        withdrawing.grant_withdrawal(asked, by=cast["town-reviewer"])
    with pytest.raises(Refused):
        withdrawing.refuse_withdrawal(asked, by=cast["town-reviewer"], reason="no")
    assert withdrawing.grant_withdrawal(asked, by=cast["town-leader"]).state == "granted"


@rule("R-CHECK-6")
def test_only_within_its_time_as_command_set_it(cast: Cast) -> None:
    visit = cast.check(failed="A1")
    with clock.at(visit.received + timedelta(hours=24, seconds=1)), pytest.raises(Refused):
        ask(cast, visit)
    SchemeValue.objects.create(area=cast.district, key="withdrawal_hours", value=2)
    with clock.at(visit.received + timedelta(hours=3)), pytest.raises(Refused):
        ask(cast, visit)

    asked = ask(cast, visit)

    with clock.at(visit.received + timedelta(hours=3)), pytest.raises(Refused):
        withdrawing.grant_withdrawal(asked, by=cast["town-reviewer"])


@rule("R-CHECK-6", "R-TRACK-1")
def test_an_ask_that_nobody_decided_lapses(cast: Cast) -> None:
    visit = cast.check(failed="A1")
    asked = ask(cast, visit)
    waiting = FollowUp.objects.get()
    assert waiting.due == visit.received + timedelta(hours=24)

    with clock.at(waiting.due):
        followups.run_due()

    asked.refresh_from_db()
    assert (asked.state, asked.decider) == ("lapsed", None)
    assert cast.only_issue().state == "open"


@rule("R-CHECK-6", "R-TRACK-2")
def test_a_decided_one_does_not_lapse(cast: Cast) -> None:
    withdraw(cast, cast.check(failed="A1"))
    waiting = FollowUp.objects.get()

    with clock.at(waiting.due):
        followups.run_due()

    waiting.refresh_from_db()
    assert (waiting.state, bool(waiting.why)) == ("moot", True)


@rule("R-CHECK-6")
def test_one_ask_waits_and_after_a_refusal_another_may_come(cast: Cast) -> None:
    visit = cast.check(failed="A1")
    asked = ask(cast, visit)
    with pytest.raises(Refused):
        ask(cast, visit)
    with pytest.raises(Refused):
        withdrawing.refuse_withdrawal(asked, by=cast["town-reviewer"], reason=" ")

    refused = withdrawing.refuse_withdrawal(asked, by=cast["town-reviewer"], reason="it was right")

    assert (refused.state, refused.remark) == ("refused", "it was right")
    assert cast.only_issue().state == "open"
    with pytest.raises(Stale):
        withdrawing.grant_withdrawal(asked, by=cast["town-reviewer"])
    withdraw(cast, visit)
    with pytest.raises(Refused):
        ask(cast, visit)


@rule("R-CHECK-6", "R-ISSUE-6")
def test_the_next_finding_is_no_second_recurrence(cast: Cast) -> None:
    closed = cast.closed("general")
    visit = cast.check(failed="A1")
    withdraw(cast, visit)

    cast.check(failed="A1", by="dept")

    again = Issue.objects.get(state="open")
    assert (again.recurrence_of, again.recurrences) == (closed, 1)
