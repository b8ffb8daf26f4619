"""A withdrawn visit did nothing that was owed (R-CHECK-6, R-DUTY-2)."""

from datetime import timedelta

import pytest

from inspections.checks.models import Inspection
from inspections.checks.withdrawing import ask_withdrawal, grant_withdrawal
from inspections.duties.actions import plan_day
from inspections.duties.models import Duty
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at, duties, stands
from tests.rules import rule
from venuewatch.workflow import clock


@pytest.fixture
def owing(cast: Cast) -> Cast:
    """Monday is planned; a plate hangs at the venue, so that a full check is owed every day."""
    with at(MONDAY - timedelta(days=3)):
        cast.check()
    stands(cast.venue, plate_hung=True, plate_since=MONDAY - timedelta(days=9))
    with at(MONDAY, 0):
        plan_day()
    return cast


def withdraw(cast: Cast, visit: Inspection) -> None:
    ask = ask_withdrawal(visit, by=cast["inspector"], reason="another house")
    grant_withdrawal(ask, by=cast["town-reviewer"])


@rule("R-CHECK-6", "R-DUTY-2")
def test_on_the_same_day_it_is_owed_again(owing: Cast) -> None:
    with at(MONDAY, 10):
        visit = owing.check()
        assert duties(owing.venue, MONDAY)["town"] == "done"
        withdraw(owing, visit)

    assert duties(owing.venue, MONDAY)["town"] == "owed"


@rule("R-CHECK-6", "R-DUTY-2")
def test_on_the_next_day_it_was_missed_after_all(owing: Cast) -> None:
    with at(MONDAY, 17):
        visit = owing.check()
    with at(TUESDAY, 9):
        plan_day()
        withdraw(owing, visit)

    assert duties(owing.venue, MONDAY)["town"] == "missed"
    assert duties(owing.venue, TUESDAY)["town"] == "owed"


@rule("R-CHECK-6", "R-DUTY-2")
def test_another_visit_of_that_day_stands_in(owing: Cast) -> None:
    with at(MONDAY, 10):
        first = owing.check()
        second = owing.check(by="colleague")
        withdraw(owing, first)

    assert duties(owing.venue, MONDAY)["town"] == "done"
    assert Duty.objects.get(day=MONDAY, side="town").inspection == second


@rule("R-CHECK-6", "R-DUTY-2")
def test_another_visit_that_was_filed_later_counts_apart(owing: Cast) -> None:
    with at(MONDAY, 17):
        first = owing.check()
    with at(TUESDAY, 9):
        plan_day()
        second = owing.check(by="colleague", started=clock.now() - timedelta(days=1))
        withdraw(owing, first)

    assert duties(owing.venue, MONDAY)["town"] == "done_late"
    assert Duty.objects.get(day=MONDAY, side="town").inspection == second
