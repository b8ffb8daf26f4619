"""Routine checks move off days on which nobody works; the others do not (R-DUTY-1, R-DUTY-2)."""

from datetime import date, timedelta

import pytest

from inspections.duties.actions import plan_day
from inspections.duties.rules import calendar_is_published, is_working_day
from tests.cast import Cast
from tests.duties.days import NEXT_MONDAY, SATURDAY, at, checked, duties, stands
from tests.rules import rule
from venues.models import SchemeValue

LONG_AGO = SATURDAY - timedelta(days=400)
BOTH = {"sector": "owed", "town": "owed"}


@rule("R-DUTY-2")
def test_routine_duties_move_to_the_next_working_day(cast: Cast) -> None:
    checked(cast.venue, LONG_AGO)
    for day in (SATURDAY, NEXT_MONDAY):
        with at(day):
            plan_day()

    assert duties(cast.venue, SATURDAY) == {}
    assert duties(cast.venue, NEXT_MONDAY) == BOTH


@rule("R-DUTY-2")
@pytest.mark.parametrize(
    "standing",
    [{"general_open": 1}, {"order_days": 1}, {"plate_hung": True, "plate_since": LONG_AGO}],
)
def test_problem_order_and_plate_duties_do_not_move(
    cast: Cast, standing: dict[str, object]
) -> None:
    checked(cast.venue, LONG_AGO)
    stands(cast.venue, **standing)
    with at(SATURDAY):
        plan_day()

    assert duties(cast.venue, SATURDAY) == BOTH


@rule("R-DUTY-2")
def test_command_may_have_routine_checks_on_every_day(cast: Cast) -> None:
    checked(cast.venue, LONG_AGO)
    SchemeValue.objects.create(area=cast.district, key="routine_moves", value=0)
    with at(SATURDAY):
        plan_day()

    assert duties(cast.venue, SATURDAY) == BOTH


@rule("R-DUTY-2")
@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 9), True),  # an ordinary Monday
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 10), True),  # a Saturday that makes up for it
        (date(2099, 3, 9), True),  # a Monday of a year not published yet
        (date(2099, 3, 8), False),
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works
    assert calendar_is_published(day) is (day.year < 2099)
