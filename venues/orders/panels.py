"""The orders in force at a venue, for its page and for whoever checks it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from venues.models import Officer, Order, OrderExemption, Venue
from venues.order_rules import OrderState, lowest_percent, words_of
from venuewatch.workflow.rules import Words


@dataclass(frozen=True)
class Imposed:
    """What several orders impose together: restrictions add up, the lowest limit counts."""

    orders: Sequence[Order]

    @property
    def forbids_trading(self) -> bool:
        """Whether the venue may not trade at all."""
        return any(each.forbids_trading for each in self.orders)

    @property
    def words(self) -> list[Words]:
        """Everything that is imposed, in words."""
        measures = {measure for each in self.orders for measure in each.measures}
        return words_of(measures, lowest_percent(each.limit_percent for each in self.orders))


def imposed_on(venue: Venue) -> Imposed:
    """What the orders in force impose on a venue (R-ORDER-1)."""
    return Imposed(list(Order.objects.on(venue)))


def orders_of(venue: Venue, officer: Officer) -> Mapping[str, Any]:
    """The panel of a venue's page: orders in force, and those that it is exempt from."""
    exempt = OrderExemption.objects.filter(
        venue=venue, ended=None, order__state__in=[OrderState.ISSUED, OrderState.IN_FORCE]
    )
    return {
        "imposed": imposed_on(venue),
        "exemptions": list(exempt.select_related("order").order_by("pk")),
    }
