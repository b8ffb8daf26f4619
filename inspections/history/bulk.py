"""Writing simulated waves: COPY, then whole statements through each state, all guards standing.

Issues come in as open; then their evidence; then one UPDATE per state. Nothing is switched off.
"""

# ruff: noqa: S608 — table and column names are constants of this module

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from inspections.checks.models import Item
from inspections.history.city import City
from inspections.history.copying import copy_into
from inspections.history.plate_rows import (
    TABLES as PLATE_TABLES,
)
from inspections.history.plate_rows import (
    remember_plates,
    settle_plates,
    write_plates,
)
from inspections.history.reading import OldVisit
from inspections.history.simulation import Ended, Line, Memory, Numbers, Simulation, Wave
from inspections.ledger.models import Issue, settle_standing
from inspections.ledger.rules import IssueState
from venues.models.standing import tell_settled
from venuewatch.workflow import clock
from venuewatch.workflow.models import Counter, next_number, take_record_orders

CHUNK = 6000
BLOCK = 5000
_ISSUE = (
    "id", "event_seq", "event_hash", "number", "venue_id", "town_id", "department_id",
    "answering_id", "source", "inspection_id", "checklist_id", "item_id", "item_code",
    "item_text", "basis", "hours", "description", "requirement", "severity", "state", "round",
    "found_at", "opened_by_id", "first_due", "due", "round_from", "times_seen", "last_seen",
    "measure", "responsible", "funds", "rectified_at", "rechecked_by", "rechecked_at",
    "recheck_passed", "signed_off_by", "closing_reason", "void_kind", "recurrence_of_id",
    "recurrences", "recurrence_days", "origin",
)  # fmt: skip
_CHANGING = (
    "event_seq", "event_hash", "round", "due", "round_from", "times_seen", "last_seen", "measure",
    "responsible", "rectified_at", "rechecked_by", "rechecked_at", "recheck_passed",
    "signed_off_by",
)  # fmt: skip
_COLUMNS = {
    "inspections_inspection": (
        "id", "uuid", "venue_id", "town_id", "department_id", "side", "kind", "version_id",
        "officer_id", "person_id", "started", "received", "business_day", "outcome",
        "no_entry_reason", "note", "met_name", "signature_refused", "origin", "record_order",
    ),
    "inspections_answer": ("inspection_id", "item_id", "value", "note"),
    "inspections_rectification": (
        "round", "officer_id", "person_id", "at", "recorded", "record_order", "issue_id",
        "measure", "responsible", "funds", "deadline", "contingency",
    ),
    "inspections_recheck": (
        "round", "officer_id", "person_id", "at", "recorded", "record_order", "issue_id",
        "inspection_id", "passed", "reason", "new_due",
    ),
    "inspections_signoff": (
        "round", "officer_id", "person_id", "at", "recorded", "record_order", "issue_id", "role",
        "organisation_id", "remark",
    ),
    "workflow_event": (
        "subject_type", "subject_id", "seq", "name", "actor_id", "happened", "recorded", "body",
        "prev", "hash",
    ),
    "workflow_followup": (
        "kind", "subject_type", "subject_id", "step", "due", "state", "tries", "why", "created",
        "ended",
    ),
}  # fmt: skip


@dataclass
class _Counts:
    """Issue numbers: the last one of each series, and how many a chunk has used of it."""

    last: dict[str, int]
    used: dict[str, int] = field(default_factory=dict)

    def next(self, series: str) -> int:
        self.used[series] = self.used.get(series, 0) + 1
        self.last[series] = self.last.get(series, 0) + 1
        return self.last[series]

    def settle(self) -> None:
        for series, count in sorted(self.used.items()):
            next_number(series, count)


@dataclass(frozen=True)
class _Simulated:
    """A chunk that waits to be written: nothing in it changes any more."""

    waves: list[Wave]
    latest_check: dict[int, date]
    plates_changed: set[int]
    counts: _Counts
    length: int


class BulkImport:
    """Files older visits chunk by chunk, one transaction each, and remembers the ledger between.

    While the database takes in a chunk, another thread works out the next one.
    """

    def __init__(self, city: City) -> None:
        self.city = city
        self.memory = remember(city)
        self._last = dict(Counter.objects.values_list("series", "value"))
        self._issue_pk = _blocks(lambda: _take_pks("inspections_issue"))
        self._visit_pk = _blocks(lambda: _take_pks("inspections_inspection"))
        self._plate_pk = _blocks(lambda: _take_pks("inspections_plate"))
        self._order = _blocks(lambda: take_record_orders(BLOCK))

    def file(self, visits: Sequence[OldVisit], progress: Callable[[int], None]) -> None:
        """File the visits in their order; `progress` is told how many more are in.

        Guards join what comes in with what is there; their plans need the tables' sizes, so those
        are counted again each time that they may have doubled.
        """
        for place, chunk in enumerate(self._ahead(visits)):
            with transaction.atomic():
                self._write_chunk(chunk)
            if place & (place + 1) == 0:
                _analyze()
            progress(chunk.length)

    def _ahead(self, visits: Sequence[OldVisit]) -> Iterator[_Simulated]:
        """The chunks in their order, each worked out while the one before is written."""
        recorded = clock.now()
        with ThreadPoolExecutor(1) as thread:
            upcoming: Future[_Simulated] | None = None
            try:
                for start in range(0, len(visits), CHUNK):
                    ready = upcoming
                    upcoming = thread.submit(
                        copy_context().run, self._simulate, visits[start : start + CHUNK], recorded
                    )
                    if ready is not None:
                        yield ready.result()
                if upcoming is not None:
                    yield upcoming.result()
            finally:
                thread.submit(_leave_database).result()

    def _simulate(self, visits: Sequence[OldVisit], recorded: datetime) -> _Simulated:
        counts = _Counts(self._last)
        numbers = Numbers(
            self._issue_pk.__next__, self._visit_pk.__next__, self._plate_pk.__next__,
            self._order.__next__, counts.next,
        )  # fmt: skip
        simulation = Simulation(self.city, self.memory, numbers, recorded)
        waves = simulation.run(visits)
        return _Simulated(
            waves, simulation.latest_check, simulation.plates.changed, counts, len(visits)
        )

    def _write_chunk(self, chunk: _Simulated) -> None:
        _lock(chunk.latest_check)
        chunk.counts.settle()  # a plate's number is asked of its counter
        for wave in chunk.waves:
            self._write(wave)
        settle_standing(chunk.latest_check)
        settle_plates(chunk.plates_changed)
        _note_checks(chunk.latest_check)
        tell_settled(chunk.latest_check)

    def _write(self, wave: Wave) -> None:
        _copy("inspections_inspection", wave.inspections)
        _copy("inspections_answer", wave.answers)
        opened = [self._issue_row(line) for line in wave.opened.values()]
        copy_into("inspections_issue", _ISSUE, opened)
        _copy("inspections_rectification", wave.rectifications)
        _copy("inspections_recheck", wave.rechecks)
        _copy("inspections_signoff", wave.sign_offs)
        _copy("workflow_event", wave.events)
        _copy("workflow_followup", wave.followups)
        _change(wave.touched.values())
        lines = [*wave.opened.values(), *wave.touched.values()]
        _close([line for line in lines if line.state == IssueState.CLOSED])
        write_plates(wave.plates)

    def _issue_row(self, line: Line) -> tuple[Any, ...]:
        inspector, lead = self.city.takers["inspector"], self.city.department.pk
        item, before = line.item, line.recurrence_of
        return (
            line.pk, line.event_seq, line.event_hash, line.number, line.venue.pk,
            line.venue.town_id, lead, lead, "sector", line.inspection_id, line.checklist_id,
            item.pk, item.code, item.text, item.basis, item.hours, "", "", item.severity, "open",
            line.round, line.found_at, inspector.pk, line.first_due, line.due, line.round_from,
            line.times_seen, line.last_seen, line.measure, line.responsible, "", line.rectified_at,
            line.rechecked_by, line.rechecked_at, line.recheck_passed, line.signed_off_by,
            "", "", before.pk if before else None, line.recurrences, self.city.window, "history",
        )  # fmt: skip


def remember(city: City) -> Memory:
    """The unclosed issues and last closings that the database holds, to go on from there."""
    memory = Memory()
    # of every version: an issue goes on by the item it was opened with, until it ends
    of_all = Item.objects.filter(version__checklist__district=city.district)
    items = {item.pk: item for item in of_all.order_by("pk")}
    venues = {venue.pk: venue for venue in city.venues.values()}
    rows = Issue.objects.filter(origin="history", venue__district=city.district)
    for row in rows.unclosed().order_by("pk").iterator(chunk_size=BLOCK):
        line = _line(row, venues[row.venue_id], items[row.item_id or 0])
        memory.unclosed[row.venue_id, line.checklist_id][row.item_code] = line
    ended = rows.filter(state=IssueState.CLOSED).order_by("closed_order")
    columns = ("venue_id", "checklist_id", "item_code", "pk", "number", "closed_at", "recurrences")
    for venue, checklist, code, *rest in ended.values_list(*columns).iterator(chunk_size=BLOCK):
        memory.ended[venue, checklist, code] = Ended(*rest)
    memory.plates = remember_plates(city)
    return memory


def _line(row: Issue, venue: Any, item: Any) -> Line:
    kept = {name: getattr(row, name) for name in (*_CHANGING, "pk", "number", "found_at",
            "first_due", "recurrences", "state", "inspection_id", "checklist_id")}  # fmt: skip
    return Line(venue=venue, item=item, **kept)


def _take_pks(table: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, BLOCK],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _blocks(take: Callable[[], list[int]]) -> Iterator[int]:
    while True:
        yield from sorted(take())


def _copy(table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    copy_into(table, _COLUMNS[table], rows)


def _change(lines: Iterable[Line]) -> None:
    """Write what visits changed on issues that were there before; they stay open for now."""
    rows = [(line.pk, *(getattr(line, name) for name in _CHANGING)) for line in lines]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE changed ON COMMIT DROP AS SELECT id, {', '.join(_CHANGING)}"
            " FROM inspections_issue WHERE false"
        )
        copy_into("changed", ("id", *_CHANGING), rows)
        setting = ", ".join(f"{name} = c.{name}" for name in _CHANGING)
        cursor.execute(
            f"UPDATE inspections_issue AS i SET {setting} FROM changed AS c WHERE i.id = c.id"
        )
        cursor.execute("DROP TABLE changed")


def _close(lines: Sequence[Line]) -> None:
    """Take issues through rectified and rechecked to closed, one statement a state."""
    pks = [line.pk for line in lines]
    if not pks:
        return
    step = "UPDATE inspections_issue SET state = %s WHERE id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(step, ["rectified", pks])
        cursor.execute(step, ["rechecked", pks])
        cursor.execute(
            "UPDATE inspections_issue AS i SET state = 'closed', closed_at = c.at,"
            " closed_order = c.place, closing_reason = 'fixed'"
            " FROM unnest(%s::bigint[], %s::timestamptz[], %s::bigint[]) AS c(id, at, place)"
            " WHERE i.id = c.id",
            [pks, [line.closed_at for line in lines], [line.closed_order for line in lines]],
        )


def _leave_database() -> None:
    """Each thread has a connection of its own; this one's is needed no more."""
    connection.close()


def _lock(venue_ids: Iterable[int]) -> None:
    """The standings first, as every act at a venue does; counters come last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM venues_standing WHERE venue_id = ANY(%s) ORDER BY venue_id FOR UPDATE",
            [sorted(venue_ids)],
        )


def _analyze() -> None:
    names = (*_COLUMNS, *PLATE_TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE venues_standing, inspections_issue, {', '.join(names)}")


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
