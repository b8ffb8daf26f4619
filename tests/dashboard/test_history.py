"""Whatever lies behind its days costs the dashboard nothing."""

from datetime import timedelta

from django.db import connection
from django.test import Client

from inspections.enforcement.models import Operation
from inspections.ledger.models import Issue
from inspections.plates.models import Plate
from tests.bench.pages import asked
from tests.cast import Cast
from tests.dashboard.days import FRIDAY, busy
from tests.dashboard.reading import rows_read
from tests.duties.days import at
from tests.enforcement import stages as operations
from tests.plates import stages as plates
from tests.rules import rule
from venues.models import Standing, Venue

# Longer than the period of what is asked whether it holds.
LATER = FRIDAY + timedelta(days=200)
ENDED = ("inspections_plate", "inspections_operation", "inspections_duty")
MANY = 2_000


@rule("R-REPORT-1")
def test_what_ended_before_its_days_is_not_read(cast: Cast, client: Client) -> None:
    busy(cast)
    crowd(cast)
    with at(FRIDAY, 12):
        plates.withdraw(cast, Plate.objects.get())
        operations.joint.cancel(Operation.objects.get(), by=cast["command"], reason="it is shut")
    client.force_login(cast["command"])
    with at(LATER, 12), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")  # as with many rows
        _page, queries = asked(client, "/dashboard/")
        read = rows_read(queries)

    assert {table: read[table] for table in ENDED} == dict.fromkeys(ENDED, 0)
    unclosed = Issue.objects.unclosed().count()
    assert 0 < read["inspections_issue"] <= unclosed < Issue.objects.count()


def crowd(cast: Cast) -> None:
    """So many venues more that none is looked up one by one."""
    made = Venue.objects.bulk_create(
        Venue(code=f"M{place}", name="Shop", category=cast.category, area=cast.neighbour,
              district=cast.district, town=cast.neighbour)
        for place in range(MANY)
    )  # fmt: skip
    Standing.objects.bulk_create(Standing(venue=each) for each in made)
