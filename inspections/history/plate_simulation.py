"""What older visits do to black plates, worked out in memory: the rows that actions would write.

`plates.actions.taking_over` does the same to one plate; a test holds both to the same rows.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from inspections.history import plating
from inspections.history.city import City
from inspections.history.plating import Act, Door
from inspections.history.reading import OldVisit
from inspections.ledger.rules import Severity
from inspections.plates.rules import (
    GroundKind,
    PlateState,
    StepKind,
    grounds_told,
    number_of,
    series_of,
)
from venues.models import Officer, Venue
from venuewatch.workflow import chain
from venuewatch.workflow.actions import SYSTEM, Actor


class Found(NamedTuple):
    """An unclosed issue as a plate sees it; `after` is the closed one that it recurs on."""

    pk: int
    number: str
    severity: str
    after: int | None


@dataclass
class Hung:
    """The plate of the older ledger that hangs at a venue: its chain's head and its grounds."""

    pk: int
    number: str
    event_seq: int
    event_hash: str
    grounds: set[int] = field(default_factory=set)
    unsettled: set[int] = field(default_factory=set)
    some_closed: bool = False
    waits: bool = False

    @property
    def settled(self) -> bool:
        """Whether each ground is closed or void, and not all are void (R-PLATE-5)."""
        return self.some_closed and not self.unsettled


@dataclass
class PlateMemory:
    """The older ledger's plates that hang, by venue, and venues whose plate is another's."""

    hung: dict[int, Hung] = field(default_factory=dict)
    elsewhere: set[int] = field(default_factory=set)


class Mark(NamedTuple):
    """The state of a plate, and the head of its chain with which it came into that state."""

    pk: int
    seq: int
    hash: str


@dataclass
class PlateRows:
    """The plates' rows of a wave, and the states they go through."""

    plates: list[tuple[Any, ...]] = field(default_factory=list)
    grounds: list[tuple[Any, ...]] = field(default_factory=list)
    steps: list[tuple[Any, ...]] = field(default_factory=list)
    approved: list[tuple[Mark, str]] = field(default_factory=list)
    hung: list[tuple[Mark, datetime]] = field(default_factory=list)
    heads: dict[int, Mark] = field(default_factory=dict)
    requested: list[Mark] = field(default_factory=list)
    accepted: list[Mark] = field(default_factory=list)
    lifted: list[tuple[Mark, datetime]] = field(default_factory=list)


@dataclass(frozen=True)
class At:
    """A visit as plates see it: which one, where, when, and where its rows go."""

    old: OldVisit
    visit_pk: int
    venue: Venue
    moment: datetime
    rows: PlateRows
    events: list[tuple[Any, ...]]

    @property
    def document(self) -> str:
        """What stands for the number of a notice."""
        return plating.document_of(self.old.number)


@dataclass(frozen=True)
class PlateNumbers:
    """Primary keys, places in recorded order, and numbers of a series."""

    pk: Callable[[], int]
    order: Callable[[], int]
    count: Callable[[str], int]


class PlateSimulation:
    """Hangs plates and takes them down, in the order of the visits."""

    def __init__(
        self, city: City, memory: PlateMemory, numbers: PlateNumbers, recorded: datetime
    ) -> None:
        self.city, self.memory, self.numbers, self.recorded = city, memory, numbers, recorded
        self.changed: set[int] = set()

    def found(self, at: At, issue: Found) -> None:
        """A new issue becomes a ground where R-PLATE-1 says so, while a plate hangs."""
        plate = self.memory.hung.get(at.venue.pk)
        if plate is None:
            return
        if issue.after in plate.grounds:
            kind = GroundKind.RECURRED_HANGING
        elif issue.severity == Severity.SERIOUS:
            kind = GroundKind.FOUND_HANGING
        else:
            return
        self._add(at, plate, [(issue, kind)], SYSTEM, "")

    def closed(self, venue_pk: int, issue_pk: int) -> None:
        """An issue was struck off; it may have been a ground."""
        plate = self.memory.hung.get(venue_pk)
        if plate is not None and issue_pk in plate.grounds:
            plate.unsettled.discard(issue_pk)
            plate.some_closed = True

    def told(self, at: At, unclosed: Sequence[Found]) -> bool:
        """Do what the visit's outcome says; whether a plate came down."""
        plate = self.memory.hung.get(at.venue.pk)
        act = plating.act_of(at.old.outcome, self._door(at.venue, plate, unclosed))
        if plate is None:
            if act is Act.HANG:
                self._hang(at, unclosed)
            return False
        if act is Act.LIFT:
            self._lift(at, plate)
            return True
        if act is Act.ADD:
            fresh = [(each, GroundKind.DISTRICT) for each in unclosed
                     if each.pk not in plate.grounds]  # fmt: skip
            self._add(at, plate, fresh, self.city.takers["staff"], at.document)
        plate.waits = plating.waits_after(at.old.outcome, before=plate.waits)
        return False

    def _door(self, venue: Venue, plate: Hung | None, unclosed: Collection[Found]) -> Door:
        may_hang = venue.town_id is not None and venue.pk not in self.memory.elsewhere
        if plate is None:
            return Door(unclosed=bool(unclosed), may_hang=may_hang)
        return Door(True, plate.waits, plate.settled, bool(unclosed), may_hang)

    def _hang(self, at: At, unclosed: Sequence[Found]) -> None:
        staff, leader = self.city.takers["staff"], self.city.takers["leader"]
        plate = self._propose(at, unclosed, staff)
        proposal, plate.number = plate.number, self._number("HP", at)
        self._step(at, plate, StepKind.APPROVAL, leader)
        words = {"remark": "", "number": plate.number, "proposal": proposal}
        states = PlateState.PROPOSED, PlateState.APPROVED
        mark = self._tell(at, plate, "approve", leader, states, details=words)
        at.rows.approved.append((mark, plate.number))
        self._step(at, plate, StepKind.HANGING, staff, plating.PLACE, inspection=at.visit_pk)
        states = PlateState.APPROVED, PlateState.HUNG
        mark = self._tell(at, plate, "hang", staff, states, details={"remark": plating.PLACE})
        at.rows.hung.append((mark, at.moment))
        self.memory.hung[at.venue.pk] = plate
        self.changed.add(at.venue.pk)

    def _propose(self, at: At, unclosed: Sequence[Found], staff: Officer) -> Hung:
        plate = Hung(self.numbers.pk(), self._number("TP", at), 0, chain.GENESIS)
        grounds = [(each, GroundKind.DISTRICT) for each in unclosed]
        self._keep_grounds(at, plate, grounds, staff, at.document)
        words = grounds_told([(kind, each.number) for each, kind in grounds], at.document)
        states = "", PlateState.PROPOSED
        mark = self._tell(at, plate, "propose", staff, states, details=words, why=plating.FACTS)
        at.rows.plates.append((
            plate.pk, mark.seq, mark.hash, plate.number, "", at.venue.pk, at.venue.town_id,
            self.city.department.pk, PlateState.PROPOSED.value, 1, plating.FACTS, staff.pk,
            staff.person_id, at.moment, "", "history",
        ))  # fmt: skip
        return plate

    def _add(
        self, at: At, plate: Hung, grounds: Sequence[tuple[Found, str]], by: Actor, document: str
    ) -> None:
        if not grounds:
            return
        self._keep_grounds(at, plate, grounds, by, document)
        words = grounds_told([(kind, each.number) for each, kind in grounds], document)
        states = PlateState.HUNG, PlateState.HUNG
        at.rows.heads[plate.pk] = self._tell(at, plate, "add_ground", by, states, details=words)

    def _lift(self, at: At, plate: Hung) -> None:
        reviewer, leader = self.city.takers["reviewer"], self.city.takers["leader"]
        words, days = plating.words_of_lifting(at.old.outcome), self.city.clean_days
        self._step(at, plate, StepKind.REQUEST, reviewer, words, days=days)
        states = PlateState.HUNG, PlateState.LIFT_REQUESTED
        told = {"remark": words, "days": days}
        at.rows.requested.append(
            self._tell(at, plate, "request_lift", reviewer, states, details=told)
        )
        states = PlateState.LIFT_REQUESTED, PlateState.ACCEPTED
        at.rows.accepted.append(self._tell(at, plate, "accept_jointly", SYSTEM, states, details={}))
        self._step(at, plate, StepKind.LIFTING, leader, words, inspection=at.visit_pk)
        states = PlateState.ACCEPTED, PlateState.LIFTED
        mark = self._tell(at, plate, "lift", leader, states, details={"remark": words})
        at.rows.lifted.append((mark, at.moment))
        del self.memory.hung[at.venue.pk]
        self.changed.add(at.venue.pk)

    def _number(self, prefix: str, at: At) -> str:
        code, year = self.city.district.code, timezone.localdate(at.moment).year
        return number_of(prefix, code, year, self.numbers.count(series_of(prefix, code, year)))

    def _keep_grounds(
        self, at: At, plate: Hung, grounds: Sequence[tuple[Found, str]], by: Actor, document: str
    ) -> None:
        person = getattr(by, "person_id", None)
        for issue, kind in grounds:
            at.rows.grounds.append((
                plate.pk, issue.pk, kind, document, by.pk, person, at.moment, self.recorded,
                self.numbers.order(),
            ))  # fmt: skip
            plate.grounds.add(issue.pk)
            plate.unsettled.add(issue.pk)

    def _step(
        self, at: At, plate: Hung, kind: str, by: Any, words: str = "",
        *, days: int | None = None, inspection: int | None = None,
    ) -> None:  # fmt: skip
        at.rows.steps.append((
            plate.pk, 1, kind, "", by.pk, by.person_id, at.moment, self.recorded,
            self.numbers.order(), words, days, False, inspection,
        ))  # fmt: skip

    def _tell(
        self, at: At, plate: Hung, name: str, by: Actor, states: tuple[str, str],
        *, details: dict[str, Any], why: str = "",
    ) -> Mark:  # fmt: skip
        """One event, as `workflow.actions.record` would write it."""
        happening = chain.Happening(
            plate.number, name, *states, by.signature, at.moment, why, details
        )
        seq, prev = plate.event_seq + 1, plate.event_hash
        body = chain.body_of(happening, seq, self.recorded)
        plate.event_seq, plate.event_hash = seq, chain.link(prev, body)
        at.events.append((
            "plate", plate.pk, seq, name, by.pk, at.moment, self.recorded, body, prev,
            plate.event_hash,
        ))  # fmt: skip
        return Mark(plate.pk, seq, plate.event_hash)
