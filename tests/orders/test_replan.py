"""What is owed at an order's venues is told anew a few at a time: an act there hardly waits."""

import pytest

from inspections.duties import actions as duties
from inspections.duties.models import Duty
from tests.cast import Cast
from tests.orders.acts import ended, issued
from tests.rules import rule
from venues import ranges
from venues.models import Venue
from venues.orders import actions
from venuewatch.workflow import clock, followups
from venuewatch.workflow.models import FollowUp

pytestmark = pytest.mark.django_db


def told() -> set[int]:
    """The venues at which a duty tells of an order."""
    return set(Duty.objects.filter(reason="order").values_list("venue", flat=True))


def do(kind: str) -> None:
    assert followups.run_one(clock.now(), FollowUp.objects.filter(kind=kind)) is True


@pytest.fixture
def planned(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A day planned before the order, and each venue a range of keys of its own."""
    monkeypatch.setattr(ranges, "KEYS_AT_ONCE", 1)
    duties.plan_day()
    return cast


@rule("R-ORDER-1", "R-DUTY-1")
def test_each_follow_up_tells_of_its_own_range(planned: Cast) -> None:
    order = issued(planned)
    reached = list(order.venues().order_by("pk").values_list("pk", flat=True))
    assert len(reached) > 1

    do(actions.REPLAN)
    assert told() == set()
    for place, venue in enumerate(reached, 1):
        do(actions.REPLAN_SOME)
        assert told() == set(reached[:place]), venue
    assert not FollowUp.objects.filter(kind=actions.REPLAN_SOME, state="waiting").exists()


@rule("R-ORDER-1", "R-DUTY-1")
def test_two_switches_are_told_one_after_the_other(planned: Cast) -> None:
    order = issued(planned)
    do(actions.REPLAN)
    ended(planned, order)
    do(actions.REPLAN)

    waiting = FollowUp.objects.filter(kind=actions.REPLAN_SOME, state="waiting")
    assert waiting.count() == 2 * order.venues().count()
    followups.run_due()
    assert told() == set()


@rule("R-ORDER-1")
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_the_ranges_are_all_that_it_reaches(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(ranges, "KEYS_AT_ONCE", size)
    heard: list[int] = []
    monkeypatch.setattr(actions, "tell_settled", heard.extend)
    order = issued(cast)

    followups.run_due()

    reached = Venue.objects.filter(pk__in=order.venues()).order_by("pk")
    assert heard == list(reached.values_list("pk", flat=True))
