"""Whatever lies behind its days costs the dashboard nothing.

Of the issues, whose plans take more rows to be what they are, the benchmark tells the same.
"""

from datetime import timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper

from inspections.enforcement import actions as joint
from inspections.enforcement.models import Operation
from inspections.plates.models import Plate
from tests.cast import Cast
from tests.dashboard.days import busy
from tests.dashboard.reading import own_queries, rows_read
from tests.duties.days import FRIDAY, at
from tests.plates import stages as plates
from tests.rules import rule

# Longer than the period of what is asked whether it holds.
LATER = FRIDAY + timedelta(days=200)
ENDED = ("inspections_plate", "inspections_operation", "inspections_duty")


@rule("R-REPORT-1")
def test_what_ended_before_its_days_is_not_read(cast: Cast) -> None:
    busy(cast)
    with at(FRIDAY, 12):
        plates.withdraw(cast, Plate.objects.get())
        joint.cancel(Operation.objects.get(), by=cast["command"], reason="it is shut")
    with at(LATER, 12), connection.cursor() as cursor:
        plan_as_for_many(cursor)
        read = rows_read(own_queries(cast["command"]))

    assert {table: read[table] for table in ENDED} == dict.fromkeys(ENDED, 0)
    assert read["inspections_issue"]


def plan_as_for_many(cursor: CursorWrapper) -> None:
    """Let the database plan as if these tables had a million rows."""
    cursor.execute("ANALYZE")
    cursor.execute(
        "UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE relname = ANY(%s)",
        [list(ENDED)],
    )
    cursor.execute("SET LOCAL enable_seqscan = off")
