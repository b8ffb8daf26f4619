"""`verify` finds nothing wrong with duties that a follow-up is about to tell anew."""

from inspections.duties.actions import plan_day
from tests.cast import Cast
from tests.orders.acts import issued
from tests.rules import rule
from tests.verify.test_breaks import finding
from venuewatch.workflow import followups


@rule("R-TRACK-5", "R-DUTY-1")
def test_an_order_just_issued_is_told_by_its_follow_up(cast: Cast) -> None:
    """The order is in force at once, what is owed under it a moment later."""
    cast.check()
    plan_day()
    issued(cast)
    assert finding("today's duties are what is owed today").broken == 0

    followups.run_due()
    assert finding("today's duties are what is owed today").broken == 0
