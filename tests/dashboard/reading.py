"""How many rows of each table some queries read, whether or not they tell of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.reports.dashboard.figures import counted_for
from venues.models import Officer
from venuewatch.workflow import clock


def own_queries(officer: Officer) -> list[str]:
    """What an officer's dashboard asks the database, beside what every page asks."""
    with CaptureQueriesContext(connection) as captured:
        counted_for(officer, clock.now())
    return [each["sql"] for each in captured]


def rows_read(queries: Iterable[str]) -> Counter[str]:
    """Table → rows that were looked at, those that a filter left out among them."""
    read: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for query in queries:
            cursor.cursor.execute(b"EXPLAIN (ANALYZE, FORMAT JSON) " + query.encode())
            for node in _nodes(cursor.cursor.fetchall()[0][0][0]["Plan"]):
                if table := node.get("Relation Name"):
                    read[table] += round(_looked_at(node) * node["Actual Loops"])
    return read


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _nodes(part)


def _looked_at(node: dict[str, Any]) -> float:
    left_out = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    return float(node["Actual Rows"]) + sum(float(node.get(name, 0)) for name in left_out)
