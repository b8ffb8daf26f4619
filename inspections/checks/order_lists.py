"""What orders want looked at: an order's items are a checklist of their own (R-ORDER-1).

It is published as the order is issued and, as every version, never changes. A visit keeps the
version of its category's list and, by its answers, the items of the orders that it was asked.
"""

from collections.abc import Sequence

from inspections.checks.catalogue import CatalogueItem
from inspections.checks.models import Checklist, ChecklistVersion
from inspections.checks.publishing import publish
from venues.models import Order, OrderItem, Venue

MOST_NAME = 80


def publish_items(order: Order) -> None:
    """Publish the items of an order that is being issued; nothing where it has none."""
    if items := list(order.items.order_by("position")):
        checklist = Checklist.objects.create(
            code=f"order-{order.pk}", name=str(order)[:MOST_NAME], district=order.district,
            order=order,
        )  # fmt: skip
        publish(checklist, [_as_listed(item, order) for item in items], {})


def asked_at(venue: Venue) -> list[ChecklistVersion]:
    """The items that the orders in force add to a venue's checklist, order by order."""
    rows = ChecklistVersion.objects.filter(
        checklist__order__in=Order.objects.on(venue).values("pk"), published__isnull=False
    )
    rows = rows.select_related("checklist__order")
    return list(rows.order_by("checklist__order__starts", "checklist__order"))


def shown_before(keys: Sequence[int], venue: Venue) -> list[ChecklistVersion]:
    """The items of orders that a form showed, whether or not those are in force still."""
    rows = ChecklistVersion.objects.filter(
        pk__in=keys, checklist__order__district=venue.district_id, published__isnull=False
    )
    rows = rows.select_related("checklist__order")
    return list(rows.order_by("checklist__order__starts", "checklist__order"))


def _as_listed(item: OrderItem, order: Order) -> CatalogueItem:
    """Its code is like that of no category's item, so that both can stand on one form."""
    return CatalogueItem(
        code=f"ORDER{order.pk}-{item.position}", text=item.text, severity=item.severity,
        hours=item.hours, basis=f"{order.issuer} {order}"[:400],
    )  # fmt: skip
