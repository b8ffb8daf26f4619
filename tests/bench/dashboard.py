"""The dashboard over 25,000 venues and 350,000 issues, beside its own SQL through psycopg."""

from datetime import timedelta

from django.db import connection
from django.db.models import Max

from inspections.ledger.rules import HOLDING_DAYS, HOLDING_PERIOD
from inspections.models import Issue
from inspections.reports.dashboard.rules import Span
from tests.bench import pages
from tests.bench.measure import Row, median_seconds_in_turn
from tests.dashboard.reading import own_queries, rows_read
from venues.models import Officer, Venue
from venuewatch.workflow import clock

DISTRICT = "NYC"
RATIO = 3.0
ROWS_RATIO = 1.5
RUNS = 15
ADDRESS = "/dashboard/"


def rows() -> list[Row]:
    """The page on the last day of the history; how many of its issues are read for that."""
    issues = Issue.objects.filter(venue__district__name=DISTRICT)
    command = Officer.objects.filter(
        post="reviewer", organisation__kind="command", organisation__area__name=DISTRICT
    )
    officer = command.order_by("pk")[0]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE inspections_issue, venues_venue, venues_standing")
    client = pages.client_of(officer)
    latest = issues.aggregate(latest=Max("found_at"))["latest"]
    with clock.at(latest + timedelta(days=1)):
        _response, queries = pages.selects(client, ADDRESS)
        figure, floor = median_seconds_in_turn(
            pages.page(client, ADDRESS), pages.alone(queries), runs=RUNS
        )
        read = rows_read(own_queries(officer))["inspections_issue"]
        shown = _shown(Span(clock.now()))
    count = issues.count()
    note = f"{Venue.objects.filter(district__name=DISTRICT).count():,} venues, {count:,} issues"
    return [
        Row("dashboard of the district", "ms", figure * 1e3, floor * 1e3, RATIO, note=note),
        Row("the issues that it reads, beside those it tells of", "rows", read, shown, ROWS_RATIO),
    ]


def _shown(span: Span) -> int:
    """The issues that are unclosed, found or closed in its days, or asked whether they hold."""
    rows = Issue.objects.order_by()
    since = span.now - timedelta(days=max(HOLDING_DAYS)) - HOLDING_PERIOD
    parts = (
        rows.unclosed(), rows.filter(found_at__gte=span.start),
        rows.filter(state="closed", closed_at__gte=span.start),
        rows.filter(state="closed", closed_at__gte=since),
    )  # fmt: skip
    return sum(each.count() for each in parts)
