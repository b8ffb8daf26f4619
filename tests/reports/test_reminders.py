"""Reminders before the deadline and after it, each once, and none for what is there."""

from datetime import UTC, timedelta

import pytest

from inspections.reports.models import DailyReport
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.reports.days import planned, report, submitted
from tests.rules import rule
from venues.models import SchemeValue
from venuewatch.workflow import clock, followups
from venuewatch.workflow.models import Event, FollowUp, Outbox


def reminded(row: DailyReport) -> list[str]:
    """When the report was reminded of, in order."""
    events = Event.objects.filter(subject_type="report", subject_id=row.pk, name="remind")
    return [f"{each.happened:%H:%M}" for each in events.order_by("seq")]


def work_at(hour: int, minute: int = 0) -> None:
    """What is due at that time of Monday is done."""
    with at(MONDAY, hour):
        moment = clock.now() + timedelta(minutes=minute)
    with clock.at(moment):
        followups.run_due()


@rule("R-REPORT-1", "R-TRACK-1")
def test_before_and_after_the_deadline_once_each(cast: Cast) -> None:
    planned(MONDAY)
    row = report("town", MONDAY)
    for hour, minute in ((17, 29), (17, 30), (17, 45), (18, 0), (19, 0)):
        work_at(hour, minute)

    assert reminded(row) == ["09:30", "10:00"]  # UTC
    keys = Outbox.objects.filter(topic="report.remind", key__startswith=f"report/{row.pk}/")
    assert keys.count() == 2


@rule("R-REPORT-1", "R-TRACK-2")
def test_none_for_a_report_that_is_there(cast: Cast) -> None:
    planned(MONDAY)
    row = submitted(cast, "town", MONDAY, hour=16)
    work_at(19)

    rows = FollowUp.objects.filter(subject_type="report", subject_id=row.pk)
    assert list(rows.order_by("kind").values_list("state", flat=True)) == ["moot", "moot"]
    assert all(each.why for each in rows.order_by("pk"))
    assert reminded(row) == []


@rule("R-REPORT-1")
def test_planning_again_reminds_nobody_anew(cast: Cast) -> None:
    planned(MONDAY)
    row = report("town", MONDAY)
    work_at(19)
    planned(MONDAY, 20)
    work_at(21)

    assert len(reminded(row)) == 2


@rule("R-REPORT-1")
@pytest.mark.parametrize(("key", "minutes", "deadline"), [("report_minutes", 990, "08:30")])
def test_command_sets_the_deadline_of_its_district(
    cast: Cast, key: str, minutes: int, deadline: str
) -> None:
    before = report("town", MONDAY - timedelta(days=1))
    SchemeValue.objects.create(area=cast.district, key=key, value=minutes)
    planned(MONDAY)

    assert f"{report('town', MONDAY).deadline.astimezone(UTC):%H:%M}" == deadline
    assert before.deadline.hour == 10


@rule("R-REPORT-1", "R-TRACK-2")
def test_a_report_made_for_a_day_that_is_over_reminds_nobody(cast: Cast) -> None:
    with at(MONDAY + timedelta(days=1)):
        report("town", MONDAY)

    assert not FollowUp.objects.filter(subject_type="report").exists()
