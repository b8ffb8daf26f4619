"""Numbers, dues, and what is overdue (R-ISSUE-2, R-ISSUE-3)."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.ledger.rules import IssueState, due_after
from tests.cast import Cast
from tests.ledger.stages import STAGES
from tests.rules import rule
from venues.models import Venue
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Refused

NOON = datetime(2026, 3, 10, 12, tzinfo=timezone.get_default_timezone())
DAY = timedelta(days=1)


def found(cast: Cast, venue: Venue, at: datetime, **options: object) -> Issue:
    """A free-text issue, found by the command at a moment."""
    words = {"source": "command", "severity": "general", "hours": 24, "description": "noise"}
    what = ledger.Found(**words | options)  # type: ignore[arg-type]
    return ledger.open_issue(venue, what, by=cast["command"], at=at)


@rule("R-ISSUE-3")
def test_numbers_name_area_and_business_day_and_count_from_one(cast: Cast) -> None:
    numbers = [
        found(cast, venue, at).number
        for venue, at in [
            (cast.venue, NOON), (cast.chess_room, NOON), (cast.venue_next_door, NOON),
            (cast.venue_without_town, NOON), (cast.venue, NOON + DAY),
        ]
    ]  # fmt: skip

    assert numbers == [
        "410108001-20260310-0001", "410108001-20260310-0002", "410108002-20260310-0001",
        "410108-20260310-0001", "410108001-20260311-0001",
    ]  # fmt: skip


@rule("R-ISSUE-3")
def test_the_day_in_the_number_is_the_local_one(cast: Cast) -> None:
    night = datetime(2026, 3, 9, 18, tzinfo=UTC)  # two in the morning of the tenth

    assert found(cast, cast.venue, night).number == "410108001-20260310-0001"


@rule("R-ISSUE-3")
def test_a_number_is_unique_in_the_database(cast: Cast) -> None:
    issue = found(cast, cast.venue, NOON)
    issue.pk = None

    with pytest.raises(DatabaseError, match="number"), transaction.atomic():
        issue.save(force_insert=True)


@rule("R-ISSUE-2")
def test_one_unclosed_issue_per_venue_checklist_and_item(cast: Cast) -> None:
    issue = cast.open()
    issue.pk, issue.number = None, "X-1"

    with pytest.raises(DatabaseError, match="issue_one_unclosed"), transaction.atomic():
        issue.save(force_insert=True)


@rule("R-ISSUE-2")
def test_free_text_is_excepted(cast: Cast) -> None:
    found(cast, cast.venue, NOON)
    found(cast, cast.venue, NOON)

    assert Issue.objects.unclosed().count() == 2


@rule("R-ISSUE-2")
@pytest.mark.parametrize("state", ["closed", "void"])
def test_an_ended_one_makes_room(cast: Cast, state: str) -> None:
    STAGES[state](cast, "general")

    assert cast.open().state == "open"


@rule("R-ISSUE-1")
@pytest.mark.parametrize("description", ["", "  "])
def test_an_issue_says_something(cast: Cast, description: str) -> None:
    with pytest.raises(Refused) as refusal:
        found(cast, cast.venue, NOON, description=description)

    assert list(refusal.value.errors) == ["description"]


@rule("R-ISSUE-3")
@pytest.mark.parametrize(("hours", "due"), [
    (2, NOON + timedelta(hours=2)), (72, NOON + 3 * DAY),
    (0, NOON.replace(hour=23, minute=59, second=59)),
])  # fmt: skip
def test_the_due_follows_from_the_items_hours(cast: Cast, hours: int, due: datetime) -> None:
    issue = found(cast, cast.venue, NOON, hours=hours)

    assert (issue.first_due, issue.due) == (due, due)


@rule("R-ISSUE-3")
def test_stop_at_once_means_the_local_day(cast: Cast) -> None:
    night = datetime(2026, 3, 9, 18, tzinfo=UTC)

    assert str(timezone.localtime(due_after(night, 0)).date()) == "2026-03-10"


@rule("R-ISSUE-3")
@pytest.mark.parametrize("how", ["rejected", "seen again"])
@pytest.mark.parametrize("late", [timedelta(hours=1), timedelta(days=30)])
def test_without_a_failed_recheck_the_due_stays(cast: Cast, how: str, late: timedelta) -> None:
    issue = cast.rechecked("serious")
    with clock.at(timezone.now() + late):
        if how == "rejected":
            ledger.reject(issue, by=cast["dept-reviewer"], reason="another door")
        else:
            cast.check(failed="B1", started=clock.now())

        after = Issue.objects.get(severity="serious")
        assert (after.round, after.state) == (2, "open")
        assert after.first_due == after.due == issue.due
        assert after.is_overdue(clock.now()) == (late > timedelta(hours=168))


@rule("R-ISSUE-3")
def test_a_failed_recheck_adds_a_later_due_and_the_first_one_stays(cast: Cast) -> None:
    with clock.at(timezone.now() + DAY):
        cast.recheck(cast.report(cast.open("serious")), passed=False)

    after = Issue.objects.get(severity="serious")
    assert (after.round, after.hours) == (2, 168)
    assert after.first_due == after.found_at + timedelta(hours=168) < after.due
    assert after.due <= timezone.now() + DAY + timedelta(hours=168)


@rule("R-ISSUE-3")
def test_overdue_in_the_list_is_overdue_on_the_page(cast: Cast) -> None:
    """Every state, due before or after now, reported before or after due: list and row agree."""
    now, issue = timezone.now(), found(cast, cast.venue, NOON)
    reports = (None, now - 3 * DAY, now - DAY / 2)
    for state, due, rectified in product(IssueState.values, (now - DAY, now, now + DAY), reports):
        issue.state, issue.due, issue.rectified_at = state, due, rectified
        expected = (state == "open" and due < now) or (
            state in ("rectified", "rechecked", "closed")
            and rectified is not None and rectified > due
        )  # fmt: skip
        assert issue.is_overdue(now) == expected, (state, due, rectified)
        assert listed_as_overdue(issue, now) == expected, (state, due, rectified)


def listed_as_overdue(issue: Issue, now: datetime) -> bool:
    """Whether the queryset finds the row once it is stored like this, past the guards."""
    with transaction.atomic():
        with transaction.get_connection().cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        ended = {"closed_at": now, "closed_order": 1} if issue.state == "closed" else {}
        Issue.objects.filter(pk=issue.pk).update(
            state=issue.state, due=issue.due, rectified_at=issue.rectified_at, **ended
        )
        listed = Issue.objects.overdue(now).filter(pk=issue.pk).exists()
        transaction.set_rollback(True)
    return listed
