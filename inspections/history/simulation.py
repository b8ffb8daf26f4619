"""What a run of older visits does to the ledger, worked out in memory by the same rules.

The outcome is rows, grouped in waves: in one wave no item fails at a venue after an issue of that
item closed there, and nothing happens at a venue after its plate came down. So each wave can be
written by whole statements under the guards.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from inspections.checks.models import Item
from inspections.history.city import City
from inspections.history.plate_simulation import (
    At,
    Found,
    PlateMemory,
    PlateNumbers,
    PlateRows,
    PlateSimulation,
)
from inspections.history.plating import CLOSINGS, NOTES
from inspections.history.reading import OldVisit
from inspections.history.telling import (
    CITED_AGAIN,
    MEASURE,
    RESPONSIBLE,
    moment_of,
    uuid_of,
)
from inspections.ledger import rules
from inspections.ledger.rules import IssueState, Severity, SignOffRole
from venues.models import Venue
from venuewatch.workflow import chain
from venuewatch.workflow.actions import SYSTEM, Actor

Key = tuple[int, int, str]


@dataclass(slots=True)
class Line:
    """An issue in memory: what identifies it, and what visits change."""

    pk: int
    number: str
    venue: Venue
    checklist_id: int
    item: Item
    found_at: datetime
    inspection_id: int
    first_due: datetime
    due: datetime
    round_from: datetime
    recurrence_of: "Ended | None" = None
    recurrences: int = 0
    state: str = IssueState.OPEN
    round: int = 1
    times_seen: int = 1
    last_seen: datetime | None = None
    measure: str = ""
    responsible: str = ""
    rectified_at: datetime | None = None
    rechecked_by: str = ""
    rechecked_at: datetime | None = None
    recheck_passed: bool | None = None
    signed_off_by: str = ""
    closed_at: datetime | None = None
    closed_order: int | None = None
    event_seq: int = 0
    event_hash: str = ""

    @property
    def key(self) -> Key:
        """Venue, checklist and item: what a recurrence is judged by."""
        return self.venue.pk, self.checklist_id, self.item.code

    @property
    def found(self) -> Found:
        """The issue as plates see it."""
        before = self.recurrence_of
        return Found(self.pk, self.number, self.item.severity, before.pk if before else None)


@dataclass(frozen=True, slots=True)
class Ended:
    """The last closing of a key: enough to link a recurrence."""

    pk: int
    number: str
    closed_at: datetime
    recurrences: int


@dataclass
class Wave:
    """Rows to be written together, and the issues they leave behind."""

    inspections: list[tuple[Any, ...]] = field(default_factory=list)
    answers: list[tuple[Any, ...]] = field(default_factory=list)
    rectifications: list[tuple[Any, ...]] = field(default_factory=list)
    rechecks: list[tuple[Any, ...]] = field(default_factory=list)
    sign_offs: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    followups: list[tuple[Any, ...]] = field(default_factory=list)
    opened: dict[int, Line] = field(default_factory=dict)
    touched: dict[int, Line] = field(default_factory=dict)
    plates: PlateRows = field(default_factory=PlateRows)


@dataclass
class Memory:
    """The unclosed issues, last closings and hanging plates of every venue, as the database has."""

    unclosed: dict[tuple[int, int], dict[str, Line]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    ended: dict[Key, Ended] = field(default_factory=dict)
    plates: PlateMemory = field(default_factory=PlateMemory)


@dataclass(frozen=True)
class Told:
    """What one event says of an issue, beside its new state."""

    name: str
    by: Actor
    at: datetime
    source: str
    details: dict[str, Any]
    why: str = ""


@dataclass(frozen=True)
class Numbers:
    """Primary keys, places in recorded order and numbers, handed out in logical order."""

    issue_pk: Callable[[], int]
    visit_pk: Callable[[], int]
    plate_pk: Callable[[], int]
    order: Callable[[], int]
    count: Callable[[str], int]


class Simulation:
    """Works through visits in their order and collects the rows of each wave."""

    def __init__(self, city: City, memory: Memory, numbers: Numbers, recorded: datetime) -> None:
        self.city, self.memory, self.numbers, self.recorded = city, memory, numbers, recorded
        self.window = city.window
        self.waves: list[Wave] = []
        self.latest_check: dict[int, Any] = {}
        plate_numbers = PlateNumbers(numbers.plate_pk, numbers.order, numbers.count)
        self.plates = PlateSimulation(city, memory.plates, plate_numbers, recorded)
        self._wave_of: dict[int, int] = {}
        self._touched_here: dict[int, dict[int, Line]] = defaultdict(dict)
        self._closed_here: dict[int, set[Key]] = defaultdict(set)
        self._lifted_here: set[int] = set()
        self._signatures = {each.pk: each.signature for each in city.takers.values()}

    def run(self, visits: Iterable[OldVisit]) -> list[Wave]:
        """The waves of these visits, which stay as they are; the memory is brought forward."""
        for old in visits:
            self._visit(old)
        for venue_pk in list(self._touched_here):
            self._keep_as_they_are(venue_pk)
        return self.waves

    def _wave(self, venue: Venue, old: OldVisit, checklist_id: int) -> Wave:
        """The venue's present wave; the next one where an item closed in it fails now, or where
        its plate came down in it.
        """
        here = self._closed_here[venue.pk]
        fails = any((venue.pk, checklist_id, code) in here for code in old.items)
        if fails or venue.pk in self._lifted_here:
            here.clear()
            self._lifted_here.discard(venue.pk)
            self._keep_as_they_are(venue.pk)
            self._wave_of[venue.pk] = self._wave_of.get(venue.pk, 0) + 1
        place = self._wave_of.get(venue.pk, 0)
        while len(self.waves) <= place:
            self.waves.append(Wave())
        return self.waves[place]

    def _keep_as_they_are(self, venue_pk: int) -> None:
        """The venue's issues as this wave leaves them; later waves change the originals."""
        wave = self.waves[self._wave_of.get(venue_pk, 0)]
        for pk, line in self._touched_here.pop(venue_pk, {}).items():
            (wave.opened if pk in wave.opened else wave.touched)[pk] = copy(line)

    def _visit(self, old: OldVisit) -> None:
        venue, at = self.city.venues[old.venue], moment_of(old.day)
        version = self.city.versions[old.programme]
        unclosed = self.memory.unclosed[venue.pk, version.checklist_id]
        wave = self._wave(venue, old, version.checklist_id)
        lines = sorted(unclosed.values(), key=lambda each: each.pk) if old.recheck else []
        for line in lines:
            self._report(wave, line, at)
        visit_pk = self._store_visit(wave, venue, old, at)
        door = At(old, visit_pk, venue, at, wave.plates, wave.events)
        judged = {line.item.code for line in lines}
        passed = [line for line in lines if line.item.code not in old.items]
        for line in lines:
            self._recheck(wave, line, visit_pk, old, at)
        for code in old.items:
            if code in judged:
                continue
            if code in unclosed:
                self._see_again(wave, unclosed[code], old, at)
            else:
                item = self.city.items[old.programme, code]
                self.plates.found(door, self._open(wave, venue, item, visit_pk, at).found)
        for line in passed:
            if line.item.severity == Severity.SERIOUS:
                self._sign_off(wave, line, at)
        for line in passed:
            self._close(wave, line, at)
        if self.plates.told(door, self._unclosed_at(venue, old)):
            self._lifted_here.add(venue.pk)

    def _unclosed_at(self, venue: Venue, old: OldVisit) -> list[Found]:
        """All unclosed issues of a venue that was closed; nobody asks for those of another."""
        if old.outcome not in CLOSINGS:
            return []
        lists = {version.checklist_id for version in self.city.versions.values()}
        here = (self.memory.unclosed.get((venue.pk, each), {}) for each in lists)
        lines = [line for items in here for line in items.values()]
        return [line.found for line in sorted(lines, key=lambda each: each.pk)]

    def _store_visit(self, wave: Wave, venue: Venue, old: OldVisit, at: datetime) -> int:
        pk, inspector = self.numbers.visit_pk(), self.city.takers["inspector"]
        version = self.city.versions[old.programme]
        outcome = "issues" if old.items else "clean"
        wave.inspections.append((
            pk, uuid_of(old.number), venue.pk, venue.town_id, self.city.department.pk, "sector",
            "recheck" if old.recheck else "check", version.pk, inspector.pk, inspector.person_id,
            at, self.recorded, old.day, outcome, "", NOTES.get(old.outcome, ""),
            "", False, "history",
            self.numbers.order(),
        ))  # fmt: skip
        for code in old.items:
            wave.answers.append((pk, self.city.items[old.programme, code].pk, "fail", ""))
        latest = self.latest_check.get(venue.pk)
        self.latest_check[venue.pk] = old.day if latest is None else max(latest, old.day)
        return pk

    def _open(self, wave: Wave, venue: Venue, item: Item, visit_pk: int, at: datetime) -> Line:
        day = timezone.localdate(at)
        area = venue.town or venue.district
        count = self.numbers.count(rules.number_series(area.code, day))
        due = rules.due_after(at, item.hours)
        checklist_id = item.version.checklist_id
        before = self.memory.ended.get((venue.pk, checklist_id, item.code))
        if before and not rules.is_recurrence(
            day, timezone.localdate(before.closed_at), self.window
        ):
            before = None
        line = Line(
            pk=self.numbers.issue_pk(), number=rules.number_of(area.code, day, count), venue=venue,
            checklist_id=checklist_id, item=item, found_at=at, inspection_id=visit_pk,
            first_due=due, due=due, round_from=at, recurrence_of=before,
            recurrences=before.recurrences + 1 if before else 0, last_seen=at,
        )  # fmt: skip
        details = {
            "item": item.text, "description": "", "severity": item.severity,
            "due": timezone.localtime(due).isoformat(),
            "recurrence_of": before.number if before else "",
        }  # fmt: skip
        self.memory.unclosed[venue.pk, checklist_id][item.code] = line
        wave.opened[line.pk] = line
        told = Told("open", self.city.takers["inspector"], at, "", details)
        self._tell(wave, line, told)
        return line

    def _report(self, wave: Wave, line: Line, at: datetime) -> None:
        by = self.city.takers["reporter"]
        wave.rectifications.append((
            line.round, by.pk, by.person_id, at, self.recorded, self.numbers.order(), line.pk,
            MEASURE, RESPONSIBLE, "", None, "",
        ))  # fmt: skip
        line.measure, line.responsible, line.rectified_at = MEASURE, RESPONSIBLE, at
        source, line.state = line.state, IssueState.RECTIFIED
        details = {"measure": MEASURE, "responsible": RESPONSIBLE, "round": line.round}
        told = Told("report_rectified", by, at, source, details)
        self._tell(wave, line, told)

    def _recheck(self, wave: Wave, line: Line, visit_pk: int, old: OldVisit, at: datetime) -> None:
        by = self.city.takers["inspector"]
        passed = line.item.code not in old.items
        due = None if passed else rules.due_after(at, line.item.hours)
        reason = "" if passed else CITED_AGAIN
        wave.rechecks.append((
            line.round, by.pk, by.person_id, at, self.recorded, self.numbers.order(), line.pk,
            visit_pk, passed, reason, due,
        ))  # fmt: skip
        line.rechecked_by, line.rechecked_at = self._signatures[by.pk], at
        line.recheck_passed = passed
        details = {
            "inspection": str(uuid_of(old.number)), "by": line.rechecked_by, "round": line.round
        }  # fmt: skip
        source, line.state = line.state, IssueState.RECHECKED
        if not passed and due is not None:
            self._reopen(line, due, at)
        name = "pass_recheck" if passed else "fail_recheck"
        self._tell(wave, line, Told(name, by, at, source, details, reason))

    def _reopen(self, line: Line, due: datetime, at: datetime) -> None:
        line.state = IssueState.OPEN
        line.round += 1
        line.due, line.round_from = max(line.due, due), at
        line.rectified_at, line.signed_off_by = None, ""
        line.times_seen += 1
        line.last_seen = at

    def _see_again(self, wave: Wave, line: Line, old: OldVisit, at: datetime) -> None:
        line.times_seen += 1
        line.last_seen = at
        details = {"inspection": str(uuid_of(old.number)), "round": line.round}
        by = self.city.takers["inspector"]
        told = Told("seen_again", by, at, line.state, details)
        self._tell(wave, line, told)

    def _sign_off(self, wave: Wave, line: Line, at: datetime) -> None:
        by, role = self.city.takers["reviewer"], SignOffRole.DEPARTMENT.value
        wave.sign_offs.append((
            line.round, by.pk, by.person_id, at, self.recorded, self.numbers.order(), line.pk,
            role, self.city.department.pk, "",
        ))  # fmt: skip
        line.signed_off_by = self._signatures[by.pk]
        details = {"role": role, "remark": "", "round": line.round}
        told = Told("sign_off", by, at, line.state, details)
        self._tell(wave, line, told)

    def _close(self, wave: Wave, line: Line, at: datetime) -> None:
        source, line.state = line.state, IssueState.CLOSED
        line.closed_at, line.closed_order = at, self.numbers.order()
        details = {"reason": "fixed", "round": line.round}
        told = Told("close", SYSTEM, at, source, details)
        self._tell(wave, line, told)
        wave.followups.append((
            "ledger.close", "issue", line.pk, line.round, at, "done", 0, "", self.recorded,
            self.recorded,
        ))  # fmt: skip
        del self.memory.unclosed[line.venue.pk, line.checklist_id][line.item.code]
        self.memory.ended[line.key] = Ended(line.pk, line.number, at, line.recurrences)
        self._closed_here[line.venue.pk].add(line.key)
        self.plates.closed(line.venue.pk, line.pk)

    def _tell(self, wave: Wave, line: Line, told: Told) -> None:
        """One event, as `workflow.actions.record` would write it."""
        by = told.by
        signature = self._signatures.get(by.pk) or by.signature
        happening = chain.Happening(
            line.number, told.name, told.source, line.state, signature, told.at, told.why,
            told.details,
        )  # fmt: skip
        seq, prev = line.event_seq + 1, line.event_hash
        body = chain.body_of(happening, seq, self.recorded)
        line.event_seq, line.event_hash = seq, chain.link(prev, body)
        wave.events.append((
            "issue", line.pk, seq, told.name, by.pk, told.at, self.recorded, body, prev,
            line.event_hash,
        ))  # fmt: skip
        self._touched_here[line.venue.pk][line.pk] = line
        if line.pk not in wave.opened:
            wave.touched[line.pk] = line
