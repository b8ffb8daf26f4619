"""Whatever has ended costs the overview of what waits nothing."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.enforcement import actions as joint
from inspections.enforcement.models import Operation
from inspections.plates.models import Plate
from inspections.reports.outstanding.figures import counted_for
from tests.cast import Cast
from tests.dashboard.days import busy
from tests.dashboard.reading import rows_read
from tests.dashboard.test_history import ENDED, plan_as_for_many
from tests.duties.days import FRIDAY, at
from tests.plates import stages as plates
from tests.rules import rule


@rule("R-TRACK-1")
def test_what_ended_is_not_read(cast: Cast) -> None:
    busy(cast)
    with at(FRIDAY, 12):
        plates.withdraw(cast, Plate.objects.get())
        joint.cancel(Operation.objects.get(), by=cast["command"], reason="it is shut")
    with at(FRIDAY + timedelta(days=200), 12), connection.cursor() as cursor:
        plan_as_for_many(cursor)
        with CaptureQueriesContext(connection) as captured:
            counted_for(cast["command"])
        read = rows_read(each["sql"] for each in captured)

    assert {table: read[table] for table in ENDED} == dict.fromkeys(ENDED, 0)
    assert read["inspections_issue"]
