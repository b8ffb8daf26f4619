"""After closing somebody goes and looks, unannounced; what came back is told (R-TRACK-3)."""

from datetime import timedelta

import pytest

from inspections.checks import withdrawing
from inspections.checks.visits import Given, Picture, Verdict
from inspections.ledger.models import Issue, PhotoKind
from inspections.ledger.rules import Source
from inspections.tracking.lookbacks import actions
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.lookbacks.rules import sooner
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.plates import stages
from tests.rules import rule
from tests.tracking.going_back import IN_A_WEEK, closed, go, goer, only, run, sent, state
from venues.models import Officer, SchemeValue
from venuewatch.workflow.models import FollowUp
from venuewatch.workflow.rules import NotAllowed, Refused


@rule("R-TRACK-3")
@pytest.mark.parametrize(
    ("severity", "days"), [("general", [7]), ("serious", [3, 14]), ("major", [3, 7, 30])]
)
def test_scheduled_by_severity(cast: Cast, severity: str, days: list[int]) -> None:
    issue = closed(cast, severity)

    rows = LookBack.objects.filter(issue=issue).order_by("step")
    assert [row.days for row in rows] == days
    assert [row.due_day for row in rows] == [MONDAY + timedelta(days=n) for n in days]
    assert {row.state for row in rows} == {"scheduled"}


@rule("R-TRACK-3")
def test_days_are_the_districts_own(cast: Cast) -> None:
    SchemeValue.objects.create(area=cast.district, key="look_back_general", value=2)
    closed(cast)
    assert only().days == 2


@rule("R-TRACK-3")
def test_somebody_is_sent_on_the_day_and_not_before(cast: Cast) -> None:
    closed(cast)
    run(IN_A_WEEK - timedelta(days=1), 23)
    assert only().officer is None

    run(IN_A_WEEK, 1)

    row = only()
    assert row.state == "sent"
    assert row.owed_day == IN_A_WEEK + timedelta(days=3)
    assert goer(row).username not in {"inspector", "colleague"}, "they reported and re-checked it"


@rule("R-TRACK-3")
def test_whoever_goes_least_is_sent(cast: Cast) -> None:
    codes = ["A1", "B1"]
    for code in codes:
        with at(MONDAY):
            cast.check(failed=code)
            issue = cast.report(Issue.objects.latest("pk"))
            cast.recheck(issue)
            if code == "B1":
                cast.sign(Issue.objects.get(pk=issue.pk), "dept-reviewer")
    run(MONDAY, 10)

    run(IN_A_WEEK)

    gone = LookBack.objects.filter(state="sent").values_list("officer", flat=True)
    assert len(gone) == 2
    assert len(set(gone)) == 2, "nobody goes twice while another has not gone"


@rule("R-TRACK-3")
def test_it_holds(cast: Cast) -> None:
    row = sent(cast)
    visit = go(cast, row)

    row = only()
    assert (row.state, row.inspection) == ("held", visit)


@rule("R-TRACK-3", "R-ISSUE-6")
def test_found_again_is_a_recurrence_and_the_next_look_back_comes_sooner(cast: Cast) -> None:
    row = sent(cast)
    go(cast, row, failed="A1")

    again = Issue.objects.latest("pk")
    row = only()
    assert (row.state, row.found) == ("recurred", again)
    assert (again.source, again.recurrence_of) == (Source.LOOK_BACK, row.issue)
    with at(IN_A_WEEK, 18):
        cast.recheck(cast.report(again))
    run(IN_A_WEEK, 19)
    assert LookBack.objects.get(issue=again).days == 4 == sooner(7, 1)


@rule("R-TRACK-3")
def test_a_visit_of_somebody_else_settles_nothing(cast: Cast) -> None:
    row = sent(cast)
    with at(row.due_day, 15):
        cast.check(by=next(n for n in ("dept", "co", "command") if n != goer(row).username))
    assert state(row) == "sent"


@rule("R-TRACK-3")
def test_found_again_by_a_check_needs_no_look_back(cast: Cast) -> None:
    closed(cast, "serious")
    with at(MONDAY + timedelta(days=2)):
        cast.open("serious")
    rows = LookBack.objects.all()
    assert {row.state for row in rows} == {"moot"}
    assert {row.moot_kind for row in rows} == {"found"}
    assert not FollowUp.objects.filter(kind=actions.SEND, state="waiting").exists()


@rule("R-TRACK-3")
def test_what_was_not_checked_is_still_to_be_seen(cast: Cast) -> None:
    row = sent(cast)
    with at(row.due_day, 15):
        partial = cast.visit(version=cast.version, answers={"B1": Given("pass")})
        cast.file(partial, by=goer(row).username)
    assert state(row) == "sent"


@rule("R-TRACK-3")
def test_no_entry_sends_the_same_person_again(cast: Cast) -> None:
    row = sent(cast)
    with at(row.due_day, 15):
        shut = cast.visit(no_entry_reason="shut", pictures=[cast.photo(kind=PhotoKind.NO_ENTRY)])
        cast.file(shut, by=goer(row).username)
    assert state(row) == "sent"
    go(cast, row)
    assert state(row) == "held"


@rule("R-TRACK-3", "R-CHECK-6")
def test_a_withdrawn_visit_proves_nothing(cast: Cast) -> None:
    row = sent(cast)
    visit = go(cast, row, failed="A1")
    with at(row.due_day, 16):
        ask = withdrawing.ask_withdrawal(visit, by=goer(row), reason="wrong venue")
        reviewer = Officer.objects.get(organisation=goer(row).organisation, post="reviewer",
                                       username__in=["dept-reviewer", "co-reviewer",
                                                     "command-reviewer"])  # fmt: skip
        withdrawing.grant_withdrawal(ask, by=reviewer)

    row = only()
    assert (row.state, row.inspection, row.found) == ("sent", None, None)


@rule("R-TRACK-3")
def test_command_sends_another_and_says_why(cast: Cast) -> None:
    row = sent(cast)
    other = next(cast[n] for n in ("dept", "co", "command") if cast[n] != goer(row))
    with at(row.due_day, 9):
        with pytest.raises(Refused):
            actions.send(row, by=cast["command"], officer=other)
        with pytest.raises(Refused):
            actions.send(row, by=cast["command"], officer=cast["inspector"], reason="nearest")
        with pytest.raises(NotAllowed):
            actions.send(row, by=cast["dept-reviewer"], officer=other, reason="ill")
        actions.send(row, by=cast["command"], officer=other, reason="ill")
    assert only().officer == other


@rule("R-TRACK-3")
def test_nobody_left_to_send_is_shown_to_the_command(cast: Cast) -> None:
    Officer.objects.filter(username__in=["dept", "co", "command"]).update(is_active=False)
    row = sent(cast)
    assert (row.state, row.officer) == ("sent", None)
    assert list(LookBack.objects.without_person()) == [row]


@rule("R-TRACK-3")
def test_what_is_unannounced_is_seen_by_command_and_who_goes(cast: Cast) -> None:
    row = sent(cast)
    for name, officer in cast.officers.items():
        sees = LookBack.objects.visible_to(officer).exists()
        command = name.startswith("command")
        assert sees == (command or officer == goer(row)), name
    go(cast, row)
    assert LookBack.objects.visible_to(cast["town-reviewer"]).exists(), "afterwards it is known"


@rule("R-ISSUE-10")
def test_what_ceased_is_looked_back_at_once_and_shut_is_as_it_should_be(cast: Cast) -> None:
    with at(MONDAY):
        issue = cast.report(cast.open())
        verdict = Verdict(True, ceased=True)
        visit = cast.visit(
            verdicts={issue.pk: verdict}, co_inspectors=[cast["dept"]],
            pictures=[Picture(cast.photo().file, issue_id=issue.pk)],
        )  # fmt: skip
        cast.file(visit, by="colleague")
    run(MONDAY, 11)
    row = only()
    assert row.days == 30
    run(row.due_day)
    row = only()
    with at(row.due_day, 15):
        shut = cast.visit(no_entry_reason="shut", pictures=[cast.photo(kind=PhotoKind.NO_ENTRY)])
        cast.file(shut, by=goer(row).username)
    assert state(row) == "held"


@rule("R-PLATE-6")
def test_a_lifted_plate_does_not_hold_where_something_failed(cast: Cast) -> None:
    plate = stages.lifted(cast)
    first = LookBack.objects.get(plate=plate, step=1)
    run(first.due_day)
    first.refresh_from_db()
    go(cast, first, failed="A1")

    with at(first.due_day, 16), pytest.raises(Refused):
        actions.hold(first, by=goer(first))
    with at(first.due_day, 17):
        actions.find_again(first, by=goer(first), remark="blocked again")
    assert state(first) == "recurred"
