"""Exemptions begin and end while their order is issued or in force, whichever way one tries."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from inspections.duties.actions import today
from tests.cast import Cast
from tests.orders.acts import drafted, ended, exempted, issued, later
from tests.rules import rule
from venues.models import Order, OrderExemption, Venue
from venues.orders import actions
from venuewatch.workflow import clock

pytestmark = pytest.mark.django_db

INSERT = (
    "INSERT INTO venues_orderexemption (order_id, venue_id, reason, day, officer_id, recorded)"
    " VALUES (%s, %s, 'x', now(), %s, now())"
)


def withdrawn(cast: Cast) -> Order:
    order = issued(cast, starts=later(3))
    return actions.withdraw(order, by=cast["command-leader"], reason="not needed")


def over(cast: Cast) -> Order:
    return ended(cast, issued(cast))


def by_insert(cast: Cast, order: Order, venue: Venue) -> None:
    OrderExemption.objects.create(
        order=order, venue=venue, reason="x", day=today(), officer=cast["command-leader"]
    )


def by_bulk(cast: Cast, order: Order, venue: Venue) -> None:
    OrderExemption.objects.bulk_create([OrderExemption(
        order=order, venue=venue, reason="x", day=today(), officer=cast["command-leader"]
    )])  # fmt: skip


def by_sql(cast: Cast, order: Order, venue: Venue) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [order.pk, venue.pk, cast["command-leader"].pk])


@rule("R-ORDER-1")
@pytest.mark.parametrize("way", [by_insert, by_bulk, by_sql])
@pytest.mark.parametrize("build", [drafted, withdrawn, over])
def test_nobody_is_exempt_from_what_is_not_in_force(
    cast: Cast, build: Callable[[Cast], Order], way: Callable[[Cast, Order, Venue], None]
) -> None:
    order = build(cast)
    with pytest.raises(DatabaseError, match="R-ORDER-1"), transaction.atomic():
        way(cast, order, cast.venue)


@rule("R-ORDER-1")
def test_what_ended_with_its_order_stays(cast: Cast) -> None:
    ended(cast, exempted(cast, issued(cast)))
    rows = OrderExemption.objects.all()
    with pytest.raises(DatabaseError, match="R-ORDER-1"), transaction.atomic():
        rows.update(ended=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
