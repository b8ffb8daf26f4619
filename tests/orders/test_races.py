"""Orders and venues changed at the same time: whichever comes second sees the first (R-ORDER-1)."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from tests.cast import Cast
from tests.orders.acts import drafted, ended, exempted, imposed, issued
from tests.racing import all_at_once, side_by_side, wait_for_blocked
from tests.rules import rule
from venues import actions as register
from venues.models import Order, OrderExemption, Venue
from venues.order_rules import OrderState
from venues.orders import actions
from venuewatch.workflow.rules import Refused, Stale

pytestmark = pytest.mark.django_db(transaction=True)


def new_venue(cast: Cast) -> Venue:
    given = {"name": "Grill", "category": cast.category, "area": cast.town}
    return register.create_venue(given, by=cast["command-leader"])


def moved_into(cast: Cast) -> Venue:
    return register.edit_venue(
        cast.chess_room, {"category": cast.category}, by=cast["command-leader"]
    )


ARRIVALS: dict[str, Callable[[Cast], Venue]] = {"created": new_venue, "changed": moved_into}


@rule("R-ORDER-1", "R-VENUE-2")
@pytest.mark.parametrize("name", ARRIVALS)
def test_a_venue_that_comes_while_an_order_comes_into_force(cast: Cast, name: str) -> None:
    draft = drafted(cast)
    with side_by_side() as start:
        with transaction.atomic():
            actions.issue(draft, by=cast["command-leader"])  # not committed yet
            arriving = start(lambda: ARRIVALS[name](cast))
            wait_for_blocked(1)
        venue = arriving.result(20)

    assert isinstance(venue, Venue)
    assert imposed(venue)[0] == "suspended"


@rule("R-ORDER-1", "R-VENUE-2")
@pytest.mark.parametrize("name", ARRIVALS)
def test_an_order_that_comes_into_force_while_a_venue_comes(cast: Cast, name: str) -> None:
    draft = drafted(cast)
    with side_by_side() as start:
        with transaction.atomic():
            venue = ARRIVALS[name](cast)  # not committed yet
            issuing = start(lambda: actions.issue(draft, by=cast["command-leader"]))
            wait_for_blocked(1)
        assert isinstance(issuing.result(20), Order)

    assert imposed(venue)[0] == "suspended"


@rule("R-ORDER-1")
def test_issued_twice_it_is_issued_once(cast: Cast) -> None:
    draft = drafted(cast)

    ends = all_at_once(*3 * [lambda: actions.issue(draft, by=cast["command-leader"])])

    assert sorted(type(each).__name__ for each in ends) == ["Order", "Stale", "Stale"]


@rule("R-ORDER-1")
def test_withdrawn_and_issued_at_once_only_one_happens(cast: Cast) -> None:
    draft = drafted(cast)
    leader = cast["command-leader"]

    ends = all_at_once(
        lambda: actions.issue(draft, by=leader, seen=draft.event_seq),
        lambda: actions.withdraw(draft, by=leader, reason="no", seen=draft.event_seq),
    )

    assert sum(isinstance(each, Stale) for each in ends) == 1
    in_force = Order.objects.get().state == OrderState.IN_FORCE
    assert (imposed(cast.venue)[0] == "suspended") is in_force


@rule("R-ORDER-1")
def test_one_ends_while_another_is_issued(cast: Cast) -> None:
    first, draft = issued(cast, "45", measures=["close"]), drafted(cast, "46")

    ends = all_at_once(
        lambda: ended(cast, first), lambda: actions.issue(draft, by=cast["command-leader"])
    )

    assert [type(each) for each in ends] == [Order, Order]
    assert imposed(cast.venue) == ("suspended", 1, "46")


@rule("R-ORDER-1")
def test_exempted_twice_it_is_exempt_once(cast: Cast) -> None:
    order = issued(cast)

    ends = all_at_once(*3 * [lambda: exempted(cast, order)])

    assert sorted(type(each).__name__ for each in ends) == ["Order", "Refused", "Refused"]
    assert OrderExemption.objects.count() == 1
    assert imposed(cast.venue)[0] == "open"
    assert isinstance(next(each for each in ends if not isinstance(each, Order)), Refused)
    assert connection.in_atomic_block is False
