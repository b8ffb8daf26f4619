"""Plates proposed over the whole ledger, beside their own SQL; pages of plates and rooms by length.

Everything is laid in a transaction that is taken back: taken-over history proposes no plates, so
that its issues count as live ones for as long as it is measured.
"""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.enforcement.models import Operation, Part, PartStep, SquadMember
from inspections.ledger.models import Issue
from inspections.plates.actions import propose_for_reasons
from inspections.plates.models import Plate, PlateGround, PlateStep
from tests.bench import pages
from tests.bench.measure import Row
from tests.bench.orders import seconds, undone
from venues.models import Officer, Organisation, Person, Standing, Venue
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, record

RATIO = 2.0
MARK = "bench-plate"
LONG = 300  # days, grounds at most, steps


def rows() -> list[Row]:
    """The system's proposals over the whole ledger; the queries of long and short pages."""
    with transaction.atomic():
        with _without_guards():
            _execute("UPDATE inspections_issue SET origin = 'live'")
        statements, plates = _undone(_statements)
        floor = _undone(lambda: seconds(lambda: _replay(statements)))
        figure = _undone(lambda: seconds(propose_for_reasons))
        issues = Issue.objects.count()
        transaction.set_rollback(True)
    note = f"{plates:,} plates for {issues:,} issues by {len(statements)} statements"
    return [
        Row("plates proposed by the system", "s", figure, floor, RATIO, note=note),
        Row(f"queries of a plate's page, {LONG} days beside 1", "queries",
            *_both(LONG, 1, _plate), 1.0),
        Row("queries of an operation room, 20 agencies beside 2", "queries",
            *_both(20, 2, _room), 1.0),
    ]  # fmt: skip


def _statements() -> tuple[list[str], int]:
    """What the proposals ask of the database, with their parameters; and how many they were."""
    with CaptureQueriesContext(connection) as asked:
        propose_for_reasons()
    return [each["sql"] for each in asked], Plate.objects.filter(proposer=None).count()


def _replay(statements: list[str]) -> None:
    """The same without Django."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.cursor.execute(statement.encode())
            if cursor.cursor.description:
                cursor.cursor.fetchall()


def _undone(measure: Callable[[], Any]) -> Any:
    """What a measurement gives; taken back, its keys too, which the statements name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value, is_called FROM inspections_plate_id_seq")
        before = cursor.fetchone()
        found = undone(measure)
        cursor.execute("SELECT setval('inspections_plate_id_seq', %s, %s)", before)
    return found


def _both(many: int, few: int, lay: Callable[[int], str]) -> tuple[int, int]:
    """How many queries a page of each length takes."""
    return undone(lambda: _queries(lay, many)), undone(lambda: _queries(lay, few))


def _queries(lay: Callable[[int], str], length: int) -> int:
    with _without_guards():
        address = lay(length)
    return pages.queries(_client(), address)


def _plate(days: int) -> str:
    """A plate that has hung for so many days, with as many grounds and steps as there can be."""
    issues = Issue.objects.filter(venue=_venue()).order_by("pk")[:days]
    now = clock.now()
    plate = Plate.objects.create(
        venue=_venue(), town=_venue().town, state="hung", number=MARK, proposal=f"{MARK}-0",
        proposed_at=now - timedelta(days=days), hung_at=now - timedelta(days=days),
    )  # fmt: skip
    officer = _officer()
    for issue in issues:
        PlateGround.objects.create(plate=plate, issue=issue, kind="recurring", at=now)
    for _step in range(days):
        PlateStep.objects.create(plate=plate, round=1, kind="rejection", words="not yet", at=now,
                                 officer=officer, person=officer.person)  # fmt: skip
        record(plate, "add_ground", by=SYSTEM)
    return f"/plates/{MARK}/"


def _room(agencies: int) -> str:
    """An operation under way with so many agencies, all of them on site."""
    lead = _officer().organisation
    now = clock.now()
    operation = Operation.objects.create(
        venue=_venue(), town=_venue().town, state="under_way", whistle=MARK, number=f"{MARK}-0",
        kind="urgent", why="bench", lead=lead, place="the gate", blown_at=now, meets_at=now,
        convened_at=now,
    )  # fmt: skip
    for place in range(agencies):
        _part(operation, place)
    return f"/operations/{MARK}-0/"


def _part(operation: Operation, place: int) -> None:
    code = f"{MARK}-{place}"
    organisation = Organisation.objects.create(
        code=code, name=code, short=code, kind="agency", area=_venue().district
    )
    part = Part(operation=operation, organisation=organisation, place=place, role="other",
                code=code, state="on_site")  # fmt: skip
    record(part, "invite", by=SYSTEM)
    officer = Officer.objects.create(
        username=code, person=Person.objects.create(name=code), organisation=organisation,
        post="inspector",
    )  # fmt: skip
    SquadMember.objects.create(part=part, officer=officer, person=officer.person)
    for kind in ("sign_in", "arrival"):
        PartStep.objects.create(part=part, kind=kind, officer=officer, person=officer.person)


def _venue() -> Venue:
    """The venue of the history with the most issues."""
    busiest = Standing.objects.filter(venue__district__name="NYC").order_by(
        "-general_open", "-serious_open", "venue"
    )
    return Venue.objects.select_related("town", "district").get(pk=busiest[0].pk)


def _officer() -> Officer:
    """A reviewer of the command of the history's district."""
    rows = Officer.objects.filter(post="reviewer", organisation__kind="command")
    return rows.select_related("organisation", "person").order_by("pk")[0]


def _client() -> Client:
    return pages.client_of(_officer())


@contextmanager
def _without_guards() -> Any:
    """Rows that stand only for their number need no history and no evidence."""
    _execute("SET LOCAL session_replication_role = replica")
    yield
    _execute("SET LOCAL session_replication_role = origin")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
