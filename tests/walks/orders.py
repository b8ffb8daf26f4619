"""Control orders."""

from datetime import timedelta
from typing import Any

from tests.walks.deeds import Step, deed, step
from tests.walks.world import World
from venues.models import Order, OrderExemption
from venues.orders import actions
from venues.orders.actions import Asked, Scope

LIVE = ["issued", "in_force"]


def _orders() -> Any:
    return Order.objects.select_related("district")


def _words(world: World) -> dict[str, Any]:
    measure = world.any(["suspend", "close", "limit", "reserve", "stagger", "reserve"])
    starts = world.today + timedelta(days=world.any([0, 0, 1, 2]))
    return {
        "number": world.words("No."), "title": "Stay at home", "issuer": "Command",
        "starts": starts, "until": starts + timedelta(days=world.random.randint(1, 6)),
        "measures": [measure], "limit_percent": 50 if measure == "limit" else None,
        "interval_days": world.random.randint(1, 3), "text": "",
    }  # fmt: skip


def _scope(world: World) -> Scope:
    """Two venues, or everything of a category in one town."""
    if world.chance(0.2):
        return Scope(categories=[world.cast.category], areas=[world.cast.neighbour])
    venues = [each for each in (world.venue(), world.venue()) if each]
    return Scope(venues={each.pk: each for each in venues}.values())


def _asked(world: World) -> list[Asked]:
    return [Asked(world.words("masks"), "general", 24)] if world.chance(0.3) else []


@deed("order.draft", "order.expire", "order.end_exemption")
def draft(world: World) -> Step | None:
    if Order.objects.filter(state="draft").count() > 3 and not world.careless:
        return None
    return step(actions.draft_order, world.cast.district, _words(world), _scope(world),
                _asked(world), by=world.command("leader"))  # fmt: skip


@deed("order.edit")
def edit(world: World) -> Step | None:
    row = world.some(_orders(), state="draft")
    return step(actions.edit_order, row, _words(world), _scope(world), _asked(world),
                by=world.command("leader"))  # fmt: skip


@deed("order.issue", "order.come_into_force", "order.expire", "order.end_exemption")
def issue(world: World) -> Step | None:
    if Order.objects.filter(state__in=LIVE).count() > 2 and not world.careless:
        return None
    rows = _orders().filter(until__gte=world.today) if world.chance(0.9) else _orders()
    return step(actions.issue, world.some(rows, state="draft"), by=world.command("leader"))


@deed("order.withdraw")
def withdraw(world: World) -> Step | None:
    row = world.some(_orders(), state__in=["draft", "issued"])
    return step(actions.withdraw, row, by=world.command("leader"), reason=world.words("wrong"))


@deed("order.exempt", "order.end_exemption")
def exempt(world: World) -> Step | None:
    row = world.some(_orders(), state__in=LIVE)
    venue = world.any(row.venues().order_by("pk")) if row else None
    return step(actions.exempt, row, venue, by=world.command("leader"), day=world.today,
                reason=world.words("a canteen"))  # fmt: skip


@deed("order.end_exemption")
def end_exemption(world: World) -> Step | None:
    rows = OrderExemption.objects.select_related("order__district", "venue").filter(ended=None)
    row = world.some(rows, order__state__in=LIVE)
    return step(actions.end_exemption, row, by=world.command("leader"), reason=world.words("over"))


@deed("order.end_early")
def end_early(world: World) -> Step | None:
    row = world.some(_orders(), state="in_force")
    return step(actions.end_early, row, by=world.command("leader"), reason=world.words("over"))
