"""Counting the venues that orders reach (R-ORDER-2)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet
from django.urls import reverse

from venues.models import Category, Officer, Order, Venue
from venues.models.regimes import COVERED, IN_FORCE
from venues.order_rules import Restriction
from venuewatch.workflow.rules import Words

_BY_CATEGORY = f"""
    SELECT v.category_id, measure, count(DISTINCT v.id)
    FROM ({COVERED.format(only=IN_FORCE + " AND v.id IN ({scope})")}) AS c
    JOIN venues_order AS o ON o.id = c.order_id
    JOIN venues_venue AS v ON v.id = c.venue_id
    CROSS JOIN LATERAL unnest(o.measures) AS measure
    GROUP BY 1, 2"""


@dataclass(frozen=True)
class Cell:
    """How many venues, and the list behind the number."""

    count: int
    address: str


@dataclass(frozen=True)
class CategoryRow:
    """One category: a cell for each restriction."""

    category: Category
    cells: Sequence[tuple[Words, Cell]]


def in_force_by_category(officer: Officer) -> list[CategoryRow]:
    """Venues in the officer's scope per category and restriction of the orders in force."""
    sql, parameters = _scope_of(officer)
    with connection.cursor() as cursor:
        cursor.execute(_BY_CATEGORY.replace("{scope}", sql), [*parameters, *parameters])
        counts = {(category, measure): count for category, measure, count in cursor.fetchall()}
    reached = {category for category, _measure in counts}
    categories = Category.objects.filter(pk__in=reached).order_by("position", "code")
    return [
        CategoryRow(each, [
            (measure.label, _cell(each, measure, counts.get((each.pk, measure.value), 0)))
            for measure in Restriction
        ])
        for each in categories
    ]  # fmt: skip


def by_category(venues: QuerySet[Venue]) -> list[tuple[Category, int]]:
    """How many of these venues there are in each category."""
    rows = venues.order_by().values("category").annotate(count=Count("pk"))
    counts = {row["category"]: row["count"] for row in rows}
    categories = Category.objects.filter(pk__in=counts).order_by("position", "code")
    return [(each, counts[each.pk]) for each in categories]


def reached_counts(orders: Sequence[Order], officer: Officer) -> dict[int, int]:
    """How many venues in the officer's scope each of these orders reaches."""
    sql, parameters = _scope_of(officer)
    only = f"AND o.id = ANY(%s) AND v.id IN ({sql})"
    statement = (
        f"SELECT c.order_id, count(*) FROM ({COVERED.format(only='{only}')}) AS c GROUP BY 1"
    ).replace("{only}", only)
    keys = [each.pk for each in orders]
    with connection.cursor() as cursor:
        cursor.execute(statement, [keys, *parameters, keys, *parameters])
        return dict(cursor.fetchall())


def _scope_of(officer: Officer) -> tuple[str, tuple[Any, ...]]:
    """SQL of the venues in an officer's scope, with its parameters."""
    try:
        return Venue.objects.visible_to(officer).values("pk").order_by().query.sql_with_params()
    except EmptyResultSet:  # an officer without business has no scope at all
        return "SELECT NULL::bigint WHERE FALSE", ()


def _cell(category: Category, measure: Restriction, count: int) -> Cell:
    asked = urlencode({"category": category.pk, "restriction": measure.value})
    return Cell(count, f"{reverse('venues:register')}?{asked}")
