"""Writing the plates of a wave under their guards, and remembering those that hang."""

# ruff: noqa: S608 — table and column names are constants of this module

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from inspections.history.city import City
from inspections.history.copying import copy_into
from inspections.history.encoding import encoded
from inspections.history.plate_simulation import Hung, Mark, PlateMemory, PlateRows
from inspections.history.plating import NOTES, REOPENED
from inspections.ledger.rules import UNCLOSED, IssueState
from inspections.plates.conditions import HANGING_SQL
from inspections.plates.models import Plate, PlateGround
from inspections.plates.rules import PlateState
from venues.rules import Origin

_COLUMNS = {
    "inspections_plate": (
        "id", "event_seq", "event_hash", "proposal", "number", "venue_id", "town_id",
        "department_id", "state", "round", "account", "proposer_id", "proposer_person_id",
        "proposed_at", "withdraw_kind", "origin",
    ),
    "inspections_plateground": (
        "plate_id", "issue_id", "kind", "document_number", "officer_id", "person_id", "at",
        "recorded", "record_order",
    ),
    "inspections_platestep": (
        "plate_id", "round", "kind", "side", "officer_id", "person_id", "at", "recorded",
        "record_order", "words", "days", "shut", "inspection_id",
    ),
}  # fmt: skip
TABLES = tuple(_COLUMNS)
# What each state adds to a plate beside its head; `c` are the rows of the statement.
_GO = (
    "UPDATE inspections_plate AS p SET event_seq = c.seq, event_hash = c.hash {setting}"
    " FROM unnest(%s::bigint[], %s::int[], %s::text[] {types}) AS c(id, seq, hash {names})"
    " WHERE p.id = c.id"
)
_LATEST_NOTE = """
SELECT DISTINCT ON (v.venue_id) v.venue_id, v.note FROM inspections_inspection AS v
WHERE v.venue_id = ANY(%s) AND v.note = ANY(%s) AND v.origin = 'history'
ORDER BY v.venue_id, v.record_order DESC"""
_SETTLE = f"""
UPDATE venues_standing AS s SET plate_hung = p.id IS NOT NULL,
    plate_since = (p.hung_at AT TIME ZONE 'Asia/Shanghai')::date,
    plate_number = coalesce(p.number, '')
FROM unnest(%s::bigint[]) AS c(venue_id) LEFT JOIN inspections_plate AS p
  ON p.venue_id = c.venue_id AND p.state IN ({HANGING_SQL})
WHERE s.venue_id = c.venue_id"""


def write_plates(rows: PlateRows) -> None:
    """COPY the plates of a wave in as proposed, then take them through each state.

    The wave's issues are there and closed, as the guards of lifting want them.
    """
    of_table = zip(_COLUMNS.items(), (rows.plates, rows.grounds, rows.steps), strict=True)
    for (table, columns), listed in of_table:
        copy_into(table, columns, encoded(listed) if listed else b"")
    _go([mark for mark, _number in rows.approved], PlateState.APPROVED, "number", "text",
        [number for _mark, number in rows.approved])  # fmt: skip
    _go([mark for mark, _at in rows.hung], PlateState.HUNG, "hung_at", "timestamptz",
        [at for _mark, at in rows.hung])  # fmt: skip
    _go(list(rows.heads.values()), None)
    _go(rows.requested, PlateState.LIFT_REQUESTED)
    _go(rows.accepted, PlateState.ACCEPTED)
    _go([mark for mark, _at in rows.lifted], PlateState.LIFTED, "ended_at", "timestamptz",
        [at for _mark, at in rows.lifted])  # fmt: skip


def _go(
    marks: Sequence[Mark], state: str | None, column: str = "", kind: str = "",
    values: Sequence[str | datetime] = (),
) -> None:  # fmt: skip
    if not marks:
        return
    setting = f", state = '{state}'" if state else ""
    names = types = ""
    parameters: list[Any] = [[each[place] for each in marks] for place in range(3)]
    if column:
        setting += f", {column} = c.{column}"
        names, types = f", {column}", f", %s::{kind}[]"
        parameters.append(list(values))
    with connection.cursor() as cursor:
        cursor.execute(_GO.format(setting=setting, names=names, types=types), parameters)


def settle_plates(venue_ids: Collection[int]) -> None:
    """The standings tell which plate hangs, and since when (R-PLATE-4)."""
    if venue_ids:
        with connection.cursor() as cursor:
            cursor.execute(_SETTLE, [sorted(venue_ids)])


def remember_plates(city: City) -> PlateMemory:
    """The plates that hang, as the database has them, to go on from there."""
    memory = PlateMemory()
    venues = {venue.pk for venue in city.venues.values()}
    rows = Plate.objects.current().filter(venue__district=city.district).order_by("pk")
    for row in rows:
        if is_taken_over(row):
            memory.hung[row.venue_id] = Hung(row.pk, row.number, row.event_seq, row.event_hash)
        elif row.venue_id in venues:
            memory.elsewhere.add(row.venue_id)
    waiting = waiting_at(memory.hung)
    by_pk = {plate.pk: plate for plate in memory.hung.values()}
    grounds = PlateGround.objects.filter(plate__in=by_pk).order_by("record_order")
    for plate_id, issue_id, state in grounds.values_list("plate_id", "issue_id", "issue__state"):
        _remember_ground(by_pk[plate_id], issue_id, state)
    for venue_id, plate in memory.hung.items():
        plate.waits = venue_id in waiting
    return memory


def is_taken_over(plate: Plate) -> bool:
    """Whether the import moves this current plate; what people took up it leaves to them."""
    return plate.origin == Origin.HISTORY and plate.state == PlateState.HUNG


def waiting_at(venue_ids: Iterable[int]) -> set[int]:
    """The venues whose latest closing or re-opening was a re-opening."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST_NOTE, [sorted(venue_ids), list(NOTES.values())])
        return {venue_id for venue_id, note in cursor.fetchall() if note == NOTES[REOPENED]}


def _remember_ground(plate: Hung, issue_id: int, state: str) -> None:
    plate.grounds.add(issue_id)
    plate.some_closed |= state == IssueState.CLOSED
    if state in UNCLOSED:
        plate.unsettled.add(issue_id)
