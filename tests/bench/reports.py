"""The command bulletin over the day of a million venues, beside its own SQL through psycopg."""

from typing import Any

import psycopg
from django.db import connection

from inspections.duties.actions import plan_today_once, today
from inspections.reports.actions import report_of
from inspections.reports.compiling import content_of, districts_of, reporting, scope_of
from inspections.reports.figures import day_statement, parameters_for
from inspections.reports.rules import canonical
from tests.bench.duties import MARK, lay_a_million
from tests.bench.measure import Row, median_seconds_in_turn
from venues.models import Area, Organisation
from venuewatch.workflow import clock

RATIO = 3.0
RUNS = 5


def rows() -> list[Row]:
    """Compile the whole bulletin; the floor asks its one statement and reads the rows.

    Its parameters are bound by the client, as Django binds them, so that both are planned alike.
    """
    lay_a_million()
    plan_today_once()
    command, _made = Organisation.objects.select_related("area").get_or_create(
        code=f"{MARK}-command", area=Area.objects.get(code=MARK),
        defaults={"name": MARK, "short": MARK, "kind": "command"},
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE inspections_duty")
    report = report_of(command, today(), "bulletin")
    districts = districts_of(command.area)
    scope = scope_of(reporting(districts), districts)
    statement, parameters = day_statement(scope), parameters_for(scope, today(), clock.now())
    with psycopg.connect(**_address(), cursor_factory=psycopg.ClientCursor) as bare:
        bulletin, floor = median_seconds_in_turn(
            lambda: canonical(content_of(report, clock.now())),
            lambda: bare.execute(statement, parameters).fetchall(),
            runs=RUNS,
        )
    due = content_of(report, clock.now())["own"]["due"]
    return [
        Row("the command bulletin of the day", "s", bulletin, floor, RATIO, note=f"{due:,} due")
    ]


def _address() -> dict[str, Any]:
    """The database of the portal, for a connection without Django."""
    found = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD",
             "dbname": "NAME"}  # fmt: skip
    return {name: found[key] for name, key in names.items() if found[key]}
