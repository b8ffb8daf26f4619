"""What an order imposes, from the moment it comes into force to the moment it ends."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from inspections.duties.actions import plan_day
from inspections.duties.models import Duty
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at, checked, duties, reasons
from tests.orders.acts import drafted, ended, exempted, imposed, issued, later
from tests.rules import rule
from venues import actions as register
from venues.models import Area, Order, OrderExemption, Standing, Venue
from venues.order_rules import OrderState
from venues.orders import actions
from venues.orders.actions import Scope
from venuewatch.workflow import clock, followups
from venuewatch.workflow.models import FollowUp
from venuewatch.workflow.rules import Refused

OPEN = ("open", None, "")


def midnight(days: int) -> datetime:
    return timezone.make_aware(datetime.combine(later(days), time())) + timedelta(seconds=1)


@rule("R-ORDER-1", "R-VENUE-1", "R-VENUE-2")
def test_an_order_of_today_is_in_force_at_once(cast: Cast) -> None:
    order = issued(cast)

    assert order.state == OrderState.IN_FORCE
    assert imposed(cast.venue) == imposed(cast.venue_next_door) == ("suspended", 1, "46")
    assert imposed(cast.chess_room) == OPEN
    assert Standing.objects.get(pk=cast.venue.pk).colour == "red"


@rule("R-ORDER-1")
def test_a_later_one_is_switched_on_and_off_by_follow_ups(cast: Cast) -> None:
    order = issued(cast, starts=later(2), until=later(3), measures=["reserve"], interval_days=3)
    assert (order.state, imposed(cast.venue)) == (OrderState.ISSUED, OPEN)

    seen = []
    for moment in [midnight(days) for days in (1, 2, 3, 4)]:
        with clock.at(moment):
            followups.run_due()
        seen.append(imposed(cast.venue))

    restricted = ("restricted", 3, "46")
    assert seen == [OPEN, restricted, restricted, OPEN]
    assert Order.objects.get().state == OrderState.ENDED


@rule("R-ORDER-1")
def test_a_withdrawn_one_never_comes(cast: Cast) -> None:
    order = issued(cast, starts=later(2))
    actions.withdraw(order, by=cast["command-leader"], reason="not needed")

    followups.run_due(midnight(9))

    assert imposed(cast.venue) == OPEN
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"moot"}


@rule("R-ORDER-1")
def test_ended_early_it_imposes_nothing_more(cast: Cast) -> None:
    order = ended(cast, issued(cast, until=later(5)))

    assert order.state == OrderState.ENDED
    assert imposed(cast.venue) == OPEN
    assert followups.run_due(midnight(9)) > 0
    assert Order.objects.get().state == OrderState.ENDED


@rule("R-ORDER-1")
def test_the_strictest_counts_and_the_shortest_interval(cast: Cast) -> None:
    first = issued(cast, "45", measures=["close"], interval_days=7)
    issued(cast, "46", measures=["limit", "stagger"], limit_percent=50, interval_days=2)

    assert imposed(cast.venue) == ("closed", 2, "46")

    ended(cast, first)
    assert imposed(cast.venue) == ("restricted", 2, "46")


SCOPES: dict[str, Callable[[Cast], Scope]] = {
    "category": lambda cast: Scope(categories=[cast.category]),
    "town": lambda cast: Scope(areas=[cast.town]),
    "community": lambda _cast: Scope(areas=[Area.objects.get(kind="community")]),
    "grid": lambda _cast: Scope(areas=[Area.objects.get(kind="grid")]),
    "district": lambda cast: Scope(areas=[cast.district]),
    "category in town": lambda cast: Scope(categories=[cast.chess], areas=[cast.town]),
    "named": lambda cast: Scope(venues=[cast.venue_without_town]),
    "category and named": lambda cast: Scope(categories=[cast.chess], venues=[cast.venue]),
}
REACHED = {
    "category": "V1 V2 V3", "town": "V1 V4", "community": "V1 V4", "grid": "V1",
    "district": "V1 V2 V3 V4", "category in town": "V4", "named": "V3",
    "category and named": "V1 V4",
}  # fmt: skip


@rule("R-ORDER-1")
@pytest.mark.parametrize("name", SCOPES)
def test_it_reaches_categories_areas_and_named_venues(cast: Cast, name: str) -> None:
    order = issued(cast, scope=SCOPES[name](cast))

    reached = order.venues().order_by("code").values_list("code", flat=True)
    assert " ".join(reached) == REACHED[name]
    red = Venue.objects.filter(standing__regime="suspended").order_by("code")
    assert list(red.values_list("code", flat=True)) == REACHED[name].split()


@rule("R-ORDER-1")
def test_an_exempt_venue_is_free_until_the_exemption_ends(cast: Cast) -> None:
    order = exempted(cast, issued(cast))
    assert imposed(cast.venue) == OPEN
    assert imposed(cast.venue_next_door)[0] == "suspended"

    with pytest.raises(Refused):
        exempted(cast, order)

    actions.end_exemption(OrderExemption.objects.get(), by=cast["command-leader"], reason="over")
    assert imposed(cast.venue)[0] == "suspended"


@rule("R-ORDER-1", "R-VENUE-2")
def test_a_venue_that_comes_moves_or_changes_is_reached(cast: Cast) -> None:
    issued(cast, scope=Scope(categories=[cast.chess], areas=[cast.neighbour]))
    given = {"name": "Mah-jong", "category": cast.chess, "area": cast.neighbour}

    made = register.create_venue(given, by=cast["command-leader"])
    assert imposed(made)[0] == "suspended"

    register.edit_venue(made, {"category": cast.category}, by=cast["command-leader"])
    assert imposed(made) == OPEN

    register.assign_town(cast.chess_room, cast.neighbour, by=cast["command-leader"])
    assert imposed(cast.chess_room)[0] == "suspended"


@rule("R-DUTY-1", "R-ORDER-1")
def test_duties_follow_the_order(cast: Cast) -> None:
    checked(cast.venue, MONDAY)
    with at(MONDAY):
        order = issued(cast)
    with at(TUESDAY):
        plan_day()
        assert reasons(cast.venue, TUESDAY)["town"] == ("order", 1)
        assert Duty.objects.filter(venue=cast.venue, reference="46").count() == 2

        ended(cast, order)
        followups.run_due()
        assert set(duties(cast.venue, TUESDAY).values()) == {"moot"}

        issued(cast, "47")
        followups.run_due()
        assert set(duties(cast.venue, TUESDAY).values()) == {"owed"}


@rule("R-ORDER-1")
@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("number", {"number": " "}),
        ("until", {"until": later(-1)}),
        ("limit_percent", {"measures": ["limit"], "limit_percent": None}),
        ("limit_percent", {"measures": ["close"], "limit_percent": 5}),
        ("interval_days", {"interval_days": 0}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    cast: Cast, field: str, given: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refusal:
        drafted(cast, **{"number": "46", **given})

    assert set(refusal.value.errors) == {field}


@rule("R-ORDER-1")
def test_an_order_must_impose_something_on_somebody(cast: Cast) -> None:
    empty = drafted(cast, measures=[])

    with pytest.raises(Refused) as refusal:
        actions.issue(empty, by=cast["command-leader"])

    assert set(refusal.value.errors) >= {"measures"}
