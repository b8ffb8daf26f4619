"""The one function that changes a state, and the writing of events."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple, Protocol, TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext as _

from venuewatch.workflow import chain, clock
from venuewatch.workflow.models import Event, Subject
from venuewatch.workflow.reactions import react
from venuewatch.workflow.rules import (
    SYSTEM_CAPACITY,
    NotAllowed,
    Refused,
    Stale,
    Transition,
    Words,
    required_errors,
)
from venuewatch.workflow.storing import columns_of, insert_rows, update_rows

S = TypeVar("S", bound=Subject)


class Actor(Protocol):
    """Who acts: an officer, or the system itself."""

    @property
    def pk(self) -> Any:
        """The account, or None for the system."""

    @property
    def signature(self) -> str:
        """Name and organisation in words, as they are now."""

    def signs(self, used: frozenset[str]) -> str:
        """The signature under an act done in these capacities; it names for whom they act."""


@dataclass(frozen=True)
class _System:
    pk: None = None
    signature: str = "system"

    def signs(self, used: frozenset[str]) -> str:
        """The system acts for nobody else."""
        return self.signature


SYSTEM: Actor = _System()


def move(
    subject: S,
    name: str,
    *,
    by: Actor,
    given: Mapping[str, Any] | None = None,
    happened: datetime | None = None,
    seen: int | None = None,
    without: Collection[str] = (),
    write: Callable[[S], Mapping[str, Any] | None] | None = None,
) -> S:
    """Move a subject through one transition of its table and return the fresh row.

    In one transaction: lock the row (and what stands above it), read it again, check state,
    permission and needs, write, record one event, settle what is derived. `seen` is the event
    number that the caller's page showed. `without` are codes of needs that rows taken over from
    elsewhere are spared; nobody else names any. `write(row)` changes fields, stores evidence, and
    returns the words that the event keeps.

    Raises Stale (changed meanwhile), NotAllowed (not this person), Refused (something is missing).
    """
    given = given or {}
    transition = subject.workflow[name]
    with transaction.atomic():
        row = type(subject).locked(subject.pk)
        used = _check(row, transition, by, given, seen, without=without)
        source = _state_of(row)
        details = (write(row) if write else None) or {}
        if transition.target is not None:
            row.state = transition.target  # type: ignore[attr-defined]  # every subject of a table has a state
        record(
            row,
            name,
            by=by,
            source=source,
            happened=happened,
            why=str(given.get("reason", "")),
            details=details,
            announce=transition.announces,
            signed=by.signs(used),
        )
        row.settled()
    return row


def record(
    row: Subject,
    name: str,
    *,
    by: Actor,
    source: str = "",
    happened: datetime | None = None,
    why: str = "",
    details: Mapping[str, Any] | None = None,
    announce: bool = False,
    signed: str = "",
) -> Event:
    """Append one event to the chain of a locked row and save the row with its new head.

    `signed` is the signature where it says more than the actor's plain one.
    """
    told = _Told(name, by, signed, source=source, happened=happened, why=why, details=details)
    entry = told.of(row)
    row.save()
    event = Event(subject_type=row.subject_type, subject_id=row.pk, **entry._asdict())
    event.save(force_insert=True)
    if announce and row.announces:
        _announce([event.pk])
    react(row, name)
    return event


def record_many(
    rows: Sequence[S],
    name: str,
    *,
    by: Actor,
    fields: Sequence[str],
    details: Mapping[str, Any] | Callable[[S], Mapping[str, Any]],
    announce: bool = False,
    signed: str = "",
) -> None:
    """The same for many locked rows of one kind at once: an event each, in three statements.

    `fields` are what the caller changed on the rows; their states stay as they are. `details`
    is what the event of each keeps, or gives it for a row.
    """
    if not rows:
        return
    entries = []
    for row in rows:
        own = details(row) if callable(details) else details
        told = _Told(name, by, signed, source=_state_of(row), details=own)
        entries.append(told.of(row))
    _save_many(rows, [*fields, "event_seq", "event_hash"])
    _tell_many(rows, entries, name, announce=announce)


def record_new(
    rows: Sequence[S],
    name: str,
    *,
    by: Actor,
    details: Callable[[S], Mapping[str, Any]],
    announce: bool = False,
) -> None:
    """Store many new rows of one kind, each with its first event: three statements in all.

    The rows are as one by one with `record`; `details` gives what the event of each keeps.
    """
    if not rows:
        return
    entries = [_Told(name, by, "", details=details(row)).of(row) for row in rows]
    _store_many(rows)
    _tell_many(rows, entries, name, announce=announce)


class _Entry(NamedTuple):
    """An event's own columns: all but whose it is, for a new row has its key only later."""

    seq: int
    name: str
    actor_id: Any
    happened: datetime
    recorded: datetime
    body: str
    prev: str
    hash: str


@dataclass(frozen=True)
class _Told:
    """What an event is going to say, whichever row's it is."""

    name: str
    by: Actor
    signed: str
    source: str = ""
    happened: datetime | None = None
    why: str = ""
    details: Mapping[str, Any] | None = None

    def of(self, row: Subject) -> _Entry:
        """The event, not yet stored, at the head of the row's chain."""
        recorded = clock.now()
        happening = chain.Happening(
            key=row.event_key,
            name=self.name,
            source=self.source,
            target=_state_of(row),
            by=self.signed or self.by.signature,
            happened=self.happened or recorded,
            why=self.why,
            details=self.details,
        )
        seq, prev = row.event_seq + 1, row.event_hash
        body = chain.body_of(happening, seq, recorded)
        row.event_seq, row.event_hash = seq, chain.link(prev, body)
        happened = happening.happened
        return _Entry(seq, self.name, self.by.pk, happened, recorded, body, prev, row.event_hash)


def may(subject: Subject, name: str, by: Actor) -> bool:
    """Whether this person stands in a capacity that the transition allows, whatever the state."""
    return bool(subject.workflow[name].allowed & _capacities(subject, by))


def demand(subject: Subject, name: str, by: Actor) -> frozenset[str]:
    """The capacities in which this person may; a page asks before it shows a form.

    Raises NotAllowed where `may` says no.
    """
    transition = subject.workflow[name]
    used = transition.allowed & _capacities(subject, by)
    if not used:
        raise NotAllowed(_("You may not do this here: %(act)s.") % {"act": transition.label})
    return used


def choices(subject: Subject, by: Actor) -> list[tuple[Transition, list[Words]]]:
    """The transitions this person may take from the present state, each with what still lacks."""
    own, facts = _capacities(subject, by), subject.facts(by)
    return [
        (each, [need.says(facts) for need in each.unmet(facts)])
        for each in subject.workflow
        if _state_of(subject) in each.sources and each.allowed & own
    ]


def _check(
    row: Subject,
    transition: Transition,
    by: Actor,
    given: Mapping[str, Any],
    seen: int | None,
    *,
    without: Collection[str] = (),
) -> frozenset[str]:
    """The capacities in which the act is allowed; raises what stands against it."""
    if (seen is not None and seen != row.event_seq) or _state_of(row) not in transition.sources:
        raise Stale(row)
    used = demand(row, transition.name, by)
    if blanks := transition.blanks(given):
        raise Refused(required_errors(blanks))
    facts = row.facts(by) if transition.needs else None
    if lacking := [need for need in transition.unmet(facts) if need.code not in without]:
        raise Refused({"": lacking[0].says(facts)})
    return used


def _capacities(subject: Subject, by: Actor) -> frozenset[str]:
    return frozenset({SYSTEM_CAPACITY}) if by is SYSTEM else subject.capacities(by)


def _state_of(row: Subject) -> str:
    return str(getattr(row, "state", ""))


def _save_many(rows: Sequence[Subject], fields: Sequence[str]) -> None:
    model = type(rows[0])
    columns = [field.attname for field in model._meta.concrete_fields if field.name in fields]
    update_rows(model, columns, map(attrgetter("pk", *columns), rows))


def _store_many(rows: Sequence[Subject]) -> None:
    model = type(rows[0])
    columns = columns_of(model)
    keys = insert_rows(model, columns, map(attrgetter(*columns), rows))
    for row, key in zip(rows, keys, strict=True):
        row.pk, row._state.adding = key, False


def _tell_many(
    rows: Sequence[Subject], entries: Sequence[_Entry], name: str, *, announce: bool
) -> None:
    whose = ((row.subject_type, row.pk, *entry) for row, entry in zip(rows, entries, strict=True))
    keys = insert_rows(Event, _EVENT_COLUMNS, whose)
    if announce:
        _announce([key for row, key in zip(rows, keys, strict=True) if row.announces])
    for row in rows:
        react(row, name)


def _announce(events: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ANNOUNCE, [clock.now(), list(events)])


_EVENT_COLUMNS = ("subject_type", "subject_id", *_Entry._fields)

# A message for each of these events; what it says stands in the event.
_ANNOUNCE = """
INSERT INTO workflow_outbox (key, topic, payload, created)
SELECT subject_type || '/' || subject_id || '/' || seq, subject_type || '.' || name,
       jsonb_build_object('event', id, 'key', body::jsonb ->> 'key'), %s
FROM workflow_event WHERE id = ANY(%s) ORDER BY id"""
