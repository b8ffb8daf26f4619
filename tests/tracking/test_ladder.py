"""What is late is told up the ladder, each step once, to named people (R-ISSUE-7)."""

from datetime import timedelta

import pytest

from inspections.duties.actions import plan_day
from inspections.ledger.models import Issue, PhotoKind
from inspections.tracking.escalation.actions import escalate
from inspections.tracking.escalation.models import Escalation, Message
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement.stages import convened
from tests.plates import stages
from tests.rules import rule
from tests.tracking.going_back import sent
from venues.models import CategoryLead, SchemeValue, Venue
from venuewatch.workflow.models import Event

DAY = timedelta(days=1)
FIRST, SECOND = {"town-leader"}, {"dept-reviewer"}
THIRD = {"command-reviewer", "command-reviewer-2", "command-leader"}


def told(kind: str = "issue") -> set[str]:
    """Who was told of something, by account."""
    return set(Message.objects.filter(kind=kind).values_list("officer__username", flat=True))


def opened(cast: Cast, severity: str = "general") -> Issue:
    with at(MONDAY):
        return cast.open(severity)


@rule("R-ISSUE-7")
def test_the_ladder_of_an_overdue_issue(cast: Cast) -> None:
    day = opened(cast).due.date()
    for after, expected in ((0, FIRST), (1, FIRST | SECOND), (2, FIRST | SECOND),
                            (3, FIRST | SECOND | THIRD)):  # fmt: skip
        with at(day + after * DAY, 12):
            escalate()
        assert told() == expected, after


@rule("R-ISSUE-7")
def test_nobody_is_told_before(cast: Cast) -> None:
    issue = opened(cast)
    with at(issue.due.date(), 8):
        assert escalate() == 0


@rule("R-ISSUE-7")
def test_a_major_one_is_told_to_all_at_once(cast: Cast) -> None:
    day = opened(cast, "major").due.date()
    with at(day, 12):
        escalate()
    assert told() == FIRST | SECOND | THIRD


@rule("R-ISSUE-7")
def test_each_step_once_and_again_for_a_later_due(cast: Cast) -> None:
    issue = opened(cast)
    with at(issue.due.date(), 12):
        assert escalate() == 1
        assert escalate() == 0
    with at(issue.due.date(), 13):
        issue = cast.recheck(cast.report(issue), passed=False)
    with at(issue.due.date() + DAY, 12):
        escalate()
    assert Message.objects.filter(officer=cast["town-leader"], kind="issue").count() == 2


@rule("R-ISSUE-7")
def test_many_are_one_message(cast: Cast) -> None:
    with at(MONDAY):
        for number in range(8):
            venue = Venue.objects.create(
                code=f"M{number}", name=f"Many {number}", category=cast.category, area=cast.town
            )
            cast.check(failed="A1", venue=venue)
    day = Issue.objects.latest("pk").due.date()
    with at(day, 12):
        escalate()
    message = Message.objects.get(officer=cast["town-leader"])
    assert message.lines_count == message.lines.count() == 8


@rule("R-ISSUE-7")
def test_days_are_the_districts_own(cast: Cast) -> None:
    SchemeValue.objects.create(area=cast.district, key="ladder_department_days", value=0)
    day = opened(cast).due.date()
    with at(day, 12):
        escalate()
    assert told() == FIRST | SECOND


@rule("R-ISSUE-7", "R-SCOPE-4")
def test_command_stands_in_where_nobody_leads(cast: Cast) -> None:
    CategoryLead.objects.filter(category=cast.category).delete()
    day = opened(cast).due.date()
    with at(day + DAY, 12):
        escalate()
    assert told() == FIRST | (THIRD - {"command-leader"})


@rule("R-ISSUE-7", "R-TRACK-4")
def test_it_stands_on_the_issues_timeline(cast: Cast) -> None:
    issue = opened(cast)
    with at(issue.due.date(), 12):
        escalate()
    event = Event.objects.get(subject_type="issue", subject_id=issue.pk, name="escalate")
    assert cast["town-leader"].signature in event.body


@rule("R-ISSUE-7")
@pytest.mark.parametrize(("kind", "days"), [("recheck", 3), ("sign_off", 2)])
def test_late_re_checks_and_sign_offs(cast: Cast, kind: str, days: int) -> None:
    with at(MONDAY):
        issue = cast.open("serious")
        issue = cast.report(issue) if kind == "recheck" else cast.recheck(cast.report(issue))
    with at(MONDAY + days * DAY, 8):
        assert escalate() == 0
    with at(MONDAY + days * DAY, 10):
        escalate()
    assert told(kind) == FIRST


@rule("R-ISSUE-7", "R-REPORT-1")
def test_a_missing_report(cast: Cast) -> None:
    with at(MONDAY, 1):
        plan_day()
    with at(MONDAY, 23):
        escalate()
    assert told("report") >= {"town-leader"}
    assert Escalation.objects.filter(kind="report", subject_type="report").exists()


@rule("R-ISSUE-7")
def test_no_entry_twice_in_a_row(cast: Cast) -> None:
    def shut() -> None:
        photo = cast.photo(kind=PhotoKind.NO_ENTRY)
        cast.file(cast.visit(no_entry_reason="shut", pictures=[photo]))

    with at(MONDAY):
        shut()
        assert escalate() == 0
    with at(MONDAY + DAY):
        shut()
        escalate()
    assert told("no_entry") == FIRST
    with at(MONDAY + 2 * DAY):
        cast.check()
    with at(MONDAY + 5 * DAY):
        escalate()
    assert told("no_entry") == FIRST, "somebody came in; nobody else is told"


@rule("R-ISSUE-7", "R-PLATE-4")
def test_a_missed_check_under_a_plate(cast: Cast) -> None:
    stages.hung(cast)
    for day in (MONDAY, MONDAY + DAY, MONDAY + 2 * DAY):
        with at(day, 1):
            plan_day()
    with at(MONDAY + 2 * DAY, 2):
        escalate()
    assert told("plate_check") == FIRST


@rule("R-ISSUE-7", "R-JOINT-1")
def test_a_clock_that_ran_out_is_told_to_all(cast: Cast) -> None:
    convened(cast)
    with at(MONDAY, 23):
        escalate()
    assert told("clock") >= FIRST | SECOND | THIRD
    before = Message.objects.count()
    with at(MONDAY, 23):
        escalate()
    assert Message.objects.count() == before


@rule("R-ISSUE-7", "R-TRACK-3")
def test_a_late_look_back(cast: Cast) -> None:
    row = sent(cast)
    with at(row.owed_day, 23):
        escalate()
    assert told("look_back") == set()
    with at(row.owed_day + DAY, 1):
        escalate()
    assert told("look_back") == FIRST
