"""What a check tells the ledger: opened, seen again, never closed."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from inspections.checks.models import ChecklistVersion
from inspections.checks.visits import Given, Verdict
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.ledger.stages import STAGES
from tests.rules import rule
from venuewatch.workflow import followups
from venuewatch.workflow.models import Event


def fresh(issue: Issue) -> Issue:
    return Issue.objects.get(pk=issue.pk)


@rule("R-CHECK-4")
def test_each_failed_item_opens_one_issue(cast: Cast) -> None:
    answers = {"A1": Given("fail", note="boxes"), "B1": Given("fail"), "N1": Given("", 80),
               "C1": Given("pass")}  # fmt: skip

    visit = cast.file(cast.visit(version=cast.version, answers=answers))

    opened = {each.item_code: each for each in visit.opened_issues.all()}
    assert set(opened) == {"A1", "B1", "N1"}
    issue = opened["A1"]
    assert (issue.state, issue.round, issue.severity, issue.hours) == ("open", 1, "general", 72)
    assert (issue.item_text, issue.description, issue.source) == ("text A1", "boxes", "town")
    assert (issue.venue, issue.town, issue.department) == (cast.venue, cast.town, cast.department)
    assert (issue.found_at, issue.opened_by) == (visit.started, cast["inspector"])


@rule("R-CHECK-4")
@pytest.mark.parametrize(("state", "round_"), [("open", 1), ("rectified", 2), ("rechecked", 2)])
@pytest.mark.parametrize("by", ["colleague", "dept", "co", "command"])
def test_it_is_seen_again_on_the_unclosed_one(cast: Cast, state: str, round_: int, by: str) -> None:
    issue = STAGES[state](cast, "general")

    visit = cast.check(failed="A1", by=by)

    assert Issue.objects.count() == 1
    again = fresh(issue)
    assert (again.state, again.round, again.times_seen) == ("open", round_, 2)
    assert again.last_seen == visit.started
    assert (again.rectified_at, again.signed_off_by) == (None, "")
    assert again.first_due == issue.first_due
    assert Event.objects.filter(subject_type="issue").latest("pk").name == "seen_again"


@rule("R-CHECK-4")
def test_seen_again_it_keeps_its_due_whether_open_or_reopened(cast: Cast) -> None:
    still_open = cast.open("general")
    cast.check(failed="A1")
    assert fresh(still_open).due == still_open.due

    rechecked = cast.recheck(cast.report(fresh(still_open)))
    cast.check(failed="A1")

    assert (fresh(rechecked).round, fresh(rechecked).due) == (2, still_open.due)


@rule("R-CHECK-4")
def test_by_the_item_whatever_the_version(cast: Cast) -> None:
    issue = cast.open("general")
    newer = ChecklistVersion.objects.create(checklist=cast.version.checklist, number=2)
    for item in cast.version.items.order_by("position"):
        item.pk, item.version = None, newer
        item.save()
    newer.published = timezone.now()
    newer.save()
    cast.version = newer

    cast.check(failed="A1")

    assert Issue.objects.count() == 1
    assert fresh(issue).times_seen == 2


@rule("R-CHECK-4")
def test_not_on_another_venues_issue(cast: Cast) -> None:
    cast.open("general")

    cast.check(failed="A1", by="command", venue=cast.venue_next_door)

    assert Issue.objects.unclosed().count() == 2


@rule("R-CHECK-4")
@pytest.mark.parametrize("ended", ["closed", "void"])
def test_an_ended_one_is_not_touched_and_a_new_one_opens(cast: Cast, ended: str) -> None:
    issue = STAGES[ended](cast, "general")

    cast.check(failed="A1")

    assert fresh(issue).state == ended
    assert Issue.objects.get(state="open").pk != issue.pk


@rule("R-CHECK-5")
@pytest.mark.parametrize("state", ["open", "rectified", "rechecked"])
@pytest.mark.parametrize("severity", ["serious", "major"])
def test_a_clean_check_closes_nothing(cast: Cast, severity: str, state: str) -> None:
    issue = STAGES[state](cast, severity)
    before = fresh(issue)

    for by in ("colleague", "dept", "command"):
        assert cast.check(by=by).outcome == "clean"
    followups.run_due()

    after = fresh(issue)
    assert (after.state, after.event_seq) == (state, before.event_seq)


@rule("R-CHECK-5")
@pytest.mark.parametrize("answer", ["pass", "na", "not_checked"])
def test_no_answer_but_failing_moves_an_issue(cast: Cast, answer: str) -> None:
    issue = cast.report(cast.open("general"))

    answers = {"A1": Given(answer), "B1": Given("pass")}
    cast.file(cast.visit(version=cast.version, answers=answers))

    assert fresh(issue).state == "rectified"


FULL: dict[str, Callable[[Cast], object]] = {
    "town": lambda cast: cast.check(),
    "sector": lambda cast: cast.check(by="dept"),
    "command": lambda cast: cast.check(by="command"),
}


@rule("R-VENUE-2")
@pytest.mark.parametrize("side", FULL)
def test_a_full_check_is_noted_for_its_side_alone(cast: Cast, side: str) -> None:
    FULL[side](cast)

    cast.venue.standing.refresh_from_db()
    today = timezone.localdate()
    noted = (cast.venue.standing.last_town_check, cast.venue.standing.last_sector_check)
    assert noted == {"town": (today, None), "sector": (None, today)}.get(side, (None, None))


@rule("R-VENUE-2")
def test_a_partial_check_is_none(cast: Cast) -> None:
    cast.file(cast.visit(version=cast.version, answers={"A1": Given("fail")}))

    cast.venue.standing.refresh_from_db()
    assert cast.venue.standing.last_town_check is None


@rule("R-CHECK-4")
def test_a_failed_verdict_and_a_failed_answer_at_one_visit_count_once(cast: Cast) -> None:
    issue = cast.report(cast.open("general"))

    cast.file(
        cast.visit(version=cast.version, answers={"A1": Given("fail")},
                   verdicts={issue.pk: Verdict(False, "still blocked")}),
        by="colleague",
    )  # fmt: skip

    after = fresh(issue)
    assert (after.state, after.round, after.times_seen) == ("open", 2, 2)
