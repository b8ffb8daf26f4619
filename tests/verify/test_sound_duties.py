"""`verify` finds nothing wrong with duties just before follow-ups and planner come to them."""

from datetime import timedelta

from inspections.checks.withdrawing import ask_withdrawal, grant_withdrawal
from inspections.duties.actions import plan_day
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at, duties, stands
from tests.orders.acts import issued
from tests.rules import rule
from tests.verify.test_breaks import finding
from venuewatch.workflow import followups

OF_DAYS = (
    "duties lie on planned days; none is owed any more when its day is over, none missed before"
)


@rule("R-TRACK-5", "R-DUTY-1")
def test_an_order_just_issued_is_told_by_its_follow_up(cast: Cast) -> None:
    """The order is in force at once, what is owed under it a moment later."""
    cast.check()
    plan_day()
    issued(cast)
    assert finding("today's duties are what is owed today").broken == 0

    followups.run_due()
    assert finding("today's duties are what is owed today").broken == 0


@rule("R-TRACK-5", "R-DUTY-2")
def test_a_visit_withdrawn_after_midnight_before_the_planner(cast: Cast) -> None:
    """Its day is over, so its duty is missed, although nobody has closed the day yet."""
    with at(MONDAY - timedelta(days=3)):
        cast.check()
    stands(cast.venue, plate_hung=True, plate_since=MONDAY - timedelta(days=9))
    with at(MONDAY, 1):
        plan_day()
    with at(MONDAY, 22):
        ask = ask_withdrawal(cast.check(), by=cast["inspector"], reason="wrong door")
    with at(TUESDAY, 0):
        grant_withdrawal(ask, by=cast["town-reviewer"])
        assert duties(cast.venue, MONDAY)["town"] == "missed"
        assert finding(OF_DAYS).broken == 0
