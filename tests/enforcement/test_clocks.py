"""The clocks of operations: from convening on, amber, breached, standing still (R-JOINT-1)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from inspections.enforcement import actions as joint
from inspections.enforcement.clocks import Limit, Pause, clock_of, end_of_working_days
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.rules import rule
from venues.models import SchemeValue
from venuewatch.workflow.rules import NotAllowed, Refused

TEN_MINUTES = Limit("signed_in", 10, "minutes")
THREE_DAYS = Limit("done", 3, "working_days")


def moment(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@rule("R-JOINT-1")
@pytest.mark.parametrize(
    ("minute", "state"),
    [
        (0, "running"),
        (7, "running"),
        (8, "amber"),
        (9, "amber"),
        (10, "breached"),
        (50, "breached"),
    ],
)
def test_amber_at_eighty_percent_breached_at_its_end(minute: int, state: str) -> None:
    assert clock_of(moment(9), TEN_MINUTES, [], now=moment(9, minute)).state == state


@rule("R-JOINT-1")
@pytest.mark.parametrize(("minute", "state"), [(10, "met"), (11, "met_late")])
def test_what_was_done_stops_the_clock(minute: int, state: str) -> None:
    clock = clock_of(moment(9), TEN_MINUTES, [], now=moment(20), met=moment(9, minute))
    assert (clock.state, clock.due) == (state, moment(9, 10))


@rule("R-JOINT-1")
def test_standing_still_adds_its_time() -> None:
    pause = Pause(moment(9, 5), moment(9, 35))
    clock = clock_of(moment(9), TEN_MINUTES, [pause], now=moment(9, 36))
    assert (clock.due, clock.state) == (moment(9, 40), "running")


@rule("R-JOINT-1")
def test_while_it_stands_still_nothing_is_breached() -> None:
    clock = clock_of(moment(9), TEN_MINUTES, [Pause(moment(9, 5))], now=moment(12))
    assert clock.state == "paused"


@rule("R-JOINT-1")
def test_a_pause_after_the_breach_mends_nothing() -> None:
    pause = Pause(moment(9, 30), moment(9, 40))
    clock = clock_of(moment(9), TEN_MINUTES, [pause], now=moment(9, 41))
    assert (clock.due, clock.state) == (moment(9, 10), "breached")


@rule("R-JOINT-1")
@pytest.mark.parametrize(
    ("first", "count", "last"),
    [
        (date(2026, 3, 9), 3, date(2026, 3, 12)),  # within a week
        (date(2026, 3, 12), 3, date(2026, 3, 17)),  # over a weekend
        (date(2026, 3, 14), 3, date(2026, 3, 18)),  # convened on a Saturday
        (
            date(2026, 9, 30),
            3,
            date(2026, 10, 10),
        ),  # holidays, a Saturday worked
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 2, 13), 5, date(2026, 2, 27)),  # a Saturday worked, then the Spring Festival
        (date(2040, 1, 6), 1, date(2040, 1, 9)),  # a year not published: from Monday to Friday
    ],
)
def test_working_days_leave_out_weekends_and_holidays(first: date, count: int, last: date) -> None:
    assert end_of_working_days(first, count) == moment(0, day=last + timedelta(days=1))


@rule("R-JOINT-1")
def test_working_days_end_with_their_day() -> None:
    clock = clock_of(moment(15), THREE_DAYS, [], now=moment(16))
    assert clock.due == moment(0, day=MONDAY + timedelta(days=4))


@rule("R-JOINT-1")
@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("urgent", ["signed_in", "on_site", "first_result", "final_report"]),
        ("routine", ["signed_in", "contact", "done"]),
        ("hard", ["done"]),
    ],
)
def test_each_kind_has_its_clocks(cast: Cast, kind: str, names: list[str]) -> None:
    operation = stages.convened(cast, kind=kind)
    with at(MONDAY, 10):
        assert [each.name for each in stages.fresh(operation).situation.clocks] == names


@rule("R-JOINT-1")
def test_its_time_is_the_districts_as_it_was_when_convened(cast: Cast) -> None:
    value = SchemeValue.objects.create(area=cast.district, key="urgent_sign_in", value=30)
    operation = stages.convened(cast)
    SchemeValue.objects.filter(pk=value.pk).update(value=5)

    with at(MONDAY, 9):
        clock = stages.fresh(operation).situation.clocks[0]
    assert (clock.due, clock.state) == (moment(9, 30), "running")


@rule("R-JOINT-1")
def test_every_agency_that_takes_part_must_have_signed_in(cast: Cast) -> None:
    operation = stages.convened(cast)
    with at(MONDAY, 9):
        for code in ("police", "health", "market"):
            joint.sign_in(stages.part_of(operation, code), by=cast[stages.PEOPLE[code][0]])
        assert stages.fresh(operation).situation.clocks[0].state == "running"
        town = stages.part_of(operation, "town")
        joint.decline_part(town, by=cast["town-reviewer"], reason="a flood")
    with at(MONDAY, 20):
        assert stages.fresh(operation).situation.clocks[0].state == "met"


@rule("R-JOINT-1")
def test_only_command_lets_them_stand_still_and_says_why(cast: Cast) -> None:
    operation = stages.convened(cast)
    with at(MONDAY, 9):
        with pytest.raises(Refused):
            joint.pause(operation, by=cast["command"], reason=" ")
        with pytest.raises(NotAllowed):
            joint.pause(operation, by=cast["police-reviewer"], reason="a storm")
        joint.pause(operation, by=cast["command"], reason="a storm")
        with pytest.raises(Refused):
            joint.pause(stages.fresh(operation), by=cast["command"], reason="again")
    with at(MONDAY, 11):
        assert {each.state for each in stages.fresh(operation).situation.clocks} == {"paused"}
        joint.resume(stages.fresh(operation), by=cast["command"], reason="the way is free")
        assert stages.fresh(operation).situation.clocks[0].due == moment(11, 10)
