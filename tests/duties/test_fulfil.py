"""What fulfils a duty, and what becomes of one that nobody did (R-DUTY-2)."""

from datetime import date, timedelta

import pytest

from inspections.checks.visits import Given
from inspections.duties.actions import plan_day, plan_today_once
from inspections.duties.models import Duty, PlannedDay
from inspections.ledger.models import PhotoKind
from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, TUESDAY, at, checked, duties, stands
from tests.rules import rule
from venuewatch.workflow import clock

LONG_AGO = MONDAY - timedelta(days=400)


@pytest.fixture
def owing(cast: Cast) -> Cast:
    """Monday is planned, and both sides owe the venue a check."""
    checked(cast.venue, LONG_AGO)
    with at(MONDAY, 0):
        plan_day()
    return cast


def shut(cast: Cast) -> None:
    picture = cast.photo(kind=PhotoKind.NO_ENTRY)
    cast.file(cast.visit(no_entry_reason="shut", pictures=[picture]))


@rule("R-DUTY-2")
def test_a_full_set_of_answers_of_that_side(owing: Cast) -> None:
    with at(MONDAY, 10):
        owing.check()
        assert duties(owing.venue, MONDAY) == {"sector": "owed", "town": "done"}
        owing.check(by="co")

    assert duties(owing.venue, MONDAY) == {"sector": "done", "town": "done"}


@rule("R-DUTY-2")
def test_a_check_with_something_not_checked_does_not(owing: Cast) -> None:
    with at(MONDAY, 10):
        owing.file(owing.visit(version=owing.version, answers={"A1": Given("pass")}))

    assert duties(owing.venue, MONDAY)["town"] == "owed"


@rule("R-DUTY-2")
def test_no_entry_does_for_that_day_only(owing: Cast) -> None:
    with at(MONDAY, 10):
        shut(owing)
    with at(TUESDAY):
        plan_day()

    assert duties(owing.venue, MONDAY)["town"] == "done"
    assert duties(owing.venue, TUESDAY)["town"] == "owed"


@rule("R-DUTY-2")
def test_missed_when_the_day_ends_and_filed_later(owing: Cast) -> None:
    with at(TUESDAY, 0):
        plan_day()
    assert duties(owing.venue, MONDAY) == {"sector": "missed", "town": "missed"}

    with at(TUESDAY, 10):
        owing.check(started=clock.now() - timedelta(days=1))

    assert duties(owing.venue, MONDAY) == {"sector": "missed", "town": "done_late"}
    assert duties(owing.venue, TUESDAY) == {"sector": "owed", "town": "moot"}


@rule("R-DUTY-2")
def test_days_without_a_plan_are_not_missed(owing: Cast) -> None:
    with at(FRIDAY):
        plan_day()

    planned: list[date] = list(PlannedDay.objects.values_list("day", flat=True))
    assert planned == [MONDAY, FRIDAY]
    assert set(Duty.objects.values_list("day", flat=True)) == {MONDAY, FRIDAY}
    assert duties(owing.venue, MONDAY) == {"sector": "missed", "town": "missed"}


@rule("R-DUTY-2")
def test_one_duty_however_often_the_planner_runs(owing: Cast) -> None:
    with at(MONDAY, 10):
        owing.check()
        before = list(Duty.objects.order_by("pk").values())
        assert plan_day() == 0
        assert plan_today_once() == 0

    assert list(Duty.objects.order_by("pk").values()) == before


@rule("R-DUTY-2")
def test_lifting_a_plate_makes_its_duty_moot(cast: Cast) -> None:
    checked(cast.venue, MONDAY - timedelta(days=1))
    stands(cast.venue, plate_hung=True, plate_since=LONG_AGO, plate_number="HP-1")
    with at(MONDAY):
        plan_day()
        assert duties(cast.venue, MONDAY) == {"sector": "owed", "town": "owed"}
        stands(cast.venue, plate_hung=False, plate_since=None, plate_number="")
        plan_day()

    assert duties(cast.venue, MONDAY) == {"sector": "moot", "town": "moot"}
