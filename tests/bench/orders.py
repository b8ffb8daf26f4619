"""An order on a category of 100,000 venues, beside one UPDATE of their standings."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from inspections.duties.actions import today
from tests.bench.duties import lay_a_million
from tests.bench.measure import Row
from venues.models import Area, Category, Officer, Order, Organisation, Person, Standing, Venue
from venues.orders import actions
from venues.orders.actions import Scope

VENUES = 100_000
RATIO = 2.0
MARK = "bench-order"
_FLOOR = (
    "UPDATE venues_standing SET regime = 'closed', order_days = 1, order_number = 'bench'"
    " WHERE venue_id IN (SELECT id FROM venues_venue WHERE category_id = %s)"
)


def rows() -> list[Row]:
    """An order comes into force and ends; both beside the bare update, each undone after."""
    lay_a_million()
    category = _category()
    leader = _leader()
    floor = undone(lambda: seconds(lambda: _execute(_FLOOR, category.pk)))
    begin, end = undone(lambda: _switched(category, leader))
    return [
        Row("an order comes into force at 100,000 venues", "s", begin, floor, RATIO),
        Row("it ends", "s", end, floor, RATIO),
    ]


def _switched(category: Category, leader: Officer) -> tuple[float, float]:
    order = actions.issue(_draft(category, leader, today() + timedelta(days=1)), by=leader)
    begin = seconds(lambda: actions.come_into_force(order))
    assert Standing.objects.filter(regime="closed").count() == VENUES
    end = seconds(lambda: actions.end_early(order, by=leader, reason="measured"))
    return begin, end


def _draft(category: Category, leader: Officer, day: date) -> Order:
    given: dict[str, Any] = {
        "number": MARK, "title": MARK, "issuer": MARK, "starts": day, "until": None,
        "measures": ["close"], "limit_percent": None, "interval_days": 1, "text": "",
    }  # fmt: skip
    assert leader.organisation is not None
    scope = Scope(categories=[category])
    return actions.draft_order(leader.organisation.area, given, scope, by=leader)


def _category() -> Category:
    """A category of the district of a million venues, with a tenth of them."""
    category, made = Category.objects.get_or_create(code=MARK, defaults={"name": MARK})
    if made:
        keys = Venue.objects.filter(district__code="bench-duty").order_by("pk").values("pk")
        with transaction.atomic():
            _execute("SET LOCAL session_replication_role = replica")
            Venue.objects.filter(pk__in=keys[:VENUES]).update(category=category)
        _execute("VACUUM ANALYZE venues_venue")
    return category


def _leader() -> Officer:
    district = Area.objects.get(code="bench-duty")
    command, _made = Organisation.objects.get_or_create(
        code=MARK, area=district, defaults={"name": MARK, "short": MARK, "kind": "command"}
    )
    known = Officer.objects.filter(username=MARK).first()
    return known or Officer.objects.create(
        username=MARK, person=Person.objects.create(name=MARK), organisation=command, post="leader"
    )


def undone(measure: Callable[[], Any]) -> Any:
    """What a measurement in a transaction gives, taken back afterwards."""
    with transaction.atomic():
        figures = measure()
        transaction.set_rollback(True)
    return figures


def _execute(statement: str, *parameters: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))


def seconds(function: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    function()
    return time.perf_counter() - started
