"""Recurrence: opened again within the window of the last closing, linked and counted."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from inspections.ledger.models import Issue
from inspections.ledger.rules import is_recurrence
from tests.cast import Cast
from tests.ledger.stages import STAGES
from tests.rules import rule
from venues.models import SchemeValue
from venuewatch.workflow import clock

DAY = timedelta(days=1)


def found_after(cast: Cast, closed: Issue, days: int) -> Issue:
    """The same item failing so many days after the closing."""
    assert closed.closed_at is not None
    with clock.at(closed.closed_at + days * DAY):
        cast.check(failed=closed.item_code, started=clock.now())
    return Issue.objects.exclude(pk=closed.pk).latest("pk")


@rule("R-ISSUE-6")
@pytest.mark.parametrize(("days", "linked"), [(0, True), (1, True), (30, True), (31, False)])
def test_within_thirty_days_inclusive(cast: Cast, days: int, linked: bool) -> None:
    closed = cast.closed()

    again = found_after(cast, closed, days)

    assert (again.recurrence_of == closed, again.recurrences) == (linked, int(linked))
    assert again.recurrence_days == 30
    assert list(closed.recurred_as.all()) == ([again] if linked else [])


@rule("R-ISSUE-6")
def test_the_window_of_the_day_is_kept_with_the_issue(cast: Cast) -> None:
    closed = cast.closed()
    SchemeValue.objects.create(area=cast.district, key="recurrence_days", value=5)

    again = found_after(cast, closed, 6)

    assert (again.recurrence_of, again.recurrence_days, closed.recurrence_days) == (None, 5, 30)


@rule("R-ISSUE-6")
def test_they_are_counted_along_the_line(cast: Cast) -> None:
    counts = [cast.closed().recurrences for _ in range(3)]

    assert counts == [0, 1, 2]


@rule("R-ISSUE-6")
def test_only_of_the_same_venue_and_item(cast: Cast) -> None:
    cast.closed("general")

    cast.check(failed="B1")
    cast.check(failed="A1", by="command", venue=cast.venue_next_door)

    assert not Issue.objects.filter(recurrence_of__isnull=False).exists()


@rule("R-ISSUE-6")
def test_a_void_issue_was_none_to_recur(cast: Cast) -> None:
    STAGES["void"](cast, "general")

    assert cast.open().recurrence_of is None


@rule("R-ISSUE-6")
def test_the_link_is_kept_by_the_database(cast: Cast) -> None:
    again = found_after(cast, cast.closed(), 1)

    with pytest.raises(DatabaseError), transaction.atomic():
        Issue.objects.filter(pk=again.pk).update(recurrence_of=None)


@rule("R-ISSUE-6")
def test_days_are_local_calendar_days() -> None:
    closed = date(2026, 3, 1)

    assert is_recurrence(closed + 30 * DAY, closed, 30)
    assert not is_recurrence(closed + 31 * DAY, closed, 30)
    assert not is_recurrence(closed - DAY, closed, 30)
    assert timezone.get_default_timezone_name() == "Asia/Shanghai"
