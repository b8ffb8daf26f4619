"""Orders of the tests: drafted and issued by the command's leader."""

from datetime import date, timedelta
from typing import Any

from inspections.duties.actions import today
from tests.cast import Cast
from venues.models import Order, Standing, Venue
from venues.orders import actions
from venues.orders.actions import Asked, Scope

TRADES = 0  # the position of the item that asks whether a venue trades


def drafted(
    cast: Cast, number: str = "46", scope: Scope | None = None, items: tuple[Asked, ...] = (),
    **given: Any,
) -> Order:  # fmt: skip
    """A draft that suspends the category of the cast's venues from today on."""
    given = {
        "title": "Stay at home", "issuer": "Command", "starts": today(), "until": None,
        "measures": ["suspend"], "limit_percent": None, "interval_days": 1, "text": "",
        "number": number, **given,
    }  # fmt: skip
    scope = scope or Scope(categories=[cast.category])
    return actions.draft_order(cast.district, given, scope, items, by=cast["command-leader"])


def issued(cast: Cast, number: str = "46", **given: Any) -> Order:
    """The same, issued: in force unless it starts later."""
    return actions.issue(drafted(cast, number, **given), by=cast["command-leader"])


def ended(cast: Cast, order: Order) -> Order:
    """The order, ended early."""
    return actions.end_early(order, by=cast["command-leader"], reason="it is over")


def exempted(
    cast: Cast, order: Order, venue: Venue | None = None, day: date | None = None
) -> Order:
    """The order, with a venue exempt."""
    return actions.exempt(order, venue or cast.venue, by=cast["command-leader"],
                          reason="a canteen of the hospital", day=day or today())  # fmt: skip


def imposed(venue: Venue) -> tuple[str, int | None, str]:
    """Regime, days between checks and order of a venue's standing."""
    row = Standing.objects.get(pk=venue.pk)
    return row.regime, row.order_days, row.order_number


def later(days: int) -> date:
    """The day so many days from now."""
    return today() + timedelta(days=days)
