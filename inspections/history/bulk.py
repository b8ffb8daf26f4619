"""Writing simulated waves: COPY, then whole statements through each state, all guards standing.

Issues come in as open; then their evidence; then one UPDATE per state. Nothing is switched off.
"""

# ruff: noqa: S608 — table and column names are constants of this module

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from inspections.history.ahead import Ask, worked_ahead
from inspections.history.city import City
from inspections.history.copying import copy_into
from inspections.history.packing import CHANGING, COLUMNS, Closing, Packed, PackedWave, pack
from inspections.history.plate_rows import TABLES as PLATE_TABLES
from inspections.history.plate_rows import settle_plates, write_plates
from inspections.history.reading import OldVisit
from inspections.history.remembering import remember
from inspections.history.simulation import Numbers, Simulation
from inspections.ledger.models import settle_standing
from venues.models.standing import tell_settled
from venuewatch.workflow import clock
from venuewatch.workflow.models import Counter, next_number, take_record_orders

CHUNK = 6000
BLOCK = 5000
_ORDER = "record order"


@dataclass
class _Counts:
    """Numbers: the last one of each series, and how many a chunk has used of it."""

    last: dict[str, int]
    used: dict[str, int] = field(default_factory=dict)

    def next(self, series: str) -> int:
        self.used[series] = self.used.get(series, 0) + 1
        self.last[series] = self.last.get(series, 0) + 1
        return self.last[series]


class BulkImport:
    """Files older visits chunk by chunk, one transaction each, and remembers the ledger between.

    While the database takes in a chunk, another process works out the next one.
    """

    def __init__(self, city: City) -> None:
        self.city = city
        self.memory = remember(city)
        self._last = dict(Counter.objects.values_list("series", "value"))

    def file(self, visits: Sequence[OldVisit], progress: Callable[[int], None]) -> None:
        """File the visits in their order; `progress` is told how many more are in.

        Guards join what comes in with what is there; their plans need the tables' sizes, so those
        are counted again each time that they may have doubled.
        """
        recorded = clock.now()
        with worked_ahead(lambda ask: self._chunks(visits, recorded, ask), _take) as chunks:
            for place, chunk in enumerate(chunks):
                with transaction.atomic():
                    _write_chunk(chunk)
                if place & (place + 1) == 0:
                    _analyze()
                progress(chunk.length)

    def _chunks(self, visits: Sequence[OldVisit], recorded: datetime, ask: Ask) -> Iterator[Packed]:
        """The chunks in their order, worked out from the memory alone."""
        counts = _Counts(self._last)
        issue, visit, plate, order = (
            _blocks(ask, name).__next__
            for name in ("inspections_issue", "inspections_inspection", "inspections_plate", _ORDER)
        )
        numbers = Numbers(issue, visit, plate, order, counts.next)
        for start in range(0, len(visits), CHUNK):
            some = visits[start : start + CHUNK]
            counts.used = {}
            simulation = Simulation(self.city, self.memory, numbers, recorded)
            simulation.run(some)
            yield pack(self.city, simulation, counts.used, len(some))


def _write_chunk(chunk: Packed) -> None:
    _lock(chunk.latest_check)
    for series, count in sorted(chunk.used.items()):
        next_number(series, count)  # before the plates, whose numbers are asked of their counter
    for wave in chunk.waves:
        _write(wave)
    settle_standing(chunk.latest_check)
    settle_plates(chunk.plates_changed)
    _note_checks(chunk.latest_check)
    tell_settled(chunk.latest_check)


def _write(wave: PackedWave) -> None:
    for table, rows in wave.copied.items():
        copy_into(table, COLUMNS[table], rows)
    _change(wave.changed)
    _close(wave.closings)
    write_plates(wave.plates)


def _take(name: str) -> list[int]:
    """A block of recorded order, or of a table's primary keys."""
    if name == _ORDER:
        return take_record_orders(BLOCK)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [name, BLOCK],
        )
        return sorted(pk for (pk,) in cursor.fetchall())


def _blocks(ask: Ask, name: str) -> Iterator[int]:
    while True:
        yield from ask(name)


def _change(rows: bytes) -> None:
    """Write what visits changed on issues that were there before; those that end are rectified."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE changed ON COMMIT DROP AS SELECT id, {', '.join(CHANGING)},"
            " false AS ends FROM inspections_issue WHERE false"
        )
        copy_into("changed", ("id", *CHANGING, "ends"), rows)
        setting = ", ".join(f"{name} = c.{name}" for name in CHANGING)
        cursor.execute(
            f"UPDATE inspections_issue AS i SET {setting},"
            " state = CASE WHEN c.ends THEN 'rectified' ELSE i.state END"
            " FROM changed AS c WHERE i.id = c.id"
        )
        cursor.execute("DROP TABLE changed")


def _close(closings: Sequence[Closing]) -> None:
    """Take issues through rectified, where they are not, and rechecked to closed."""
    step = "UPDATE inspections_issue SET state = %s WHERE id = ANY(%s)"
    pks = [each.pk for each in closings]
    with connection.cursor() as cursor:
        if new := [each.pk for each in closings if each.new]:
            cursor.execute(step, ["rectified", new])
        if not pks:
            return
        cursor.execute(step, ["rechecked", pks])
        cursor.execute(
            "UPDATE inspections_issue AS i SET state = 'closed', closed_at = c.at,"
            " closed_order = c.place, closing_reason = 'fixed'"
            " FROM unnest(%s::bigint[], %s::timestamptz[], %s::bigint[]) AS c(id, at, place)"
            " WHERE i.id = c.id",
            [pks, [each.at for each in closings], [each.order for each in closings]],
        )


def _lock(venue_ids: Iterable[int]) -> None:
    """The standings first, as every act at a venue does; counters come last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM venues_standing WHERE venue_id = ANY(%s) ORDER BY venue_id FOR UPDATE",
            [sorted(venue_ids)],
        )


def _analyze() -> None:
    names = ("venues_standing", *COLUMNS, *PLATE_TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(names)}")


def _note_checks(latest: dict[int, date]) -> None:
    """Every older visit is a full check by the sector side; the standing keeps the latest day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE venues_standing AS s SET last_sector_check = c.day"
            " FROM unnest(%s::bigint[], %s::date[]) AS c(venue_id, day)"
            " WHERE s.venue_id = c.venue_id"
            " AND (s.last_sector_check IS NULL OR s.last_sector_check < c.day)",
            [list(latest), list(latest.values())],
        )
