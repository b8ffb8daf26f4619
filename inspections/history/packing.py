"""A simulated chunk as what the database is sent: rows as the text of COPY, and states. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from inspections.history.city import City
from inspections.history.encoding import encoded
from inspections.history.plate_simulation import PlateRows
from inspections.history.simulation import Line, Simulation, Wave
from inspections.ledger.rules import IssueState

CHANGING = (
    "event_seq", "event_hash", "round", "due", "round_from", "times_seen", "last_seen", "measure",
    "responsible", "rectified_at", "rechecked_by", "rechecked_at", "recheck_passed",
    "signed_off_by",
)  # fmt: skip
_EVIDENCE = ("round", "officer_id", "person_id", "at", "recorded", "record_order", "issue_id")
# The columns of each table, in the order in which tables are written.
COLUMNS = {
    "inspections_inspection": (
        "id", "uuid", "venue_id", "town_id", "department_id", "side", "kind", "version_id",
        "officer_id", "person_id", "started", "received", "business_day", "outcome",
        "no_entry_reason", "note", "met_name", "signature_refused", "origin", "record_order",
    ),
    "inspections_answer": ("inspection_id", "item_id", "value", "note"),
    "inspections_issue": (
        "id", "event_seq", "event_hash", "number", "venue_id", "town_id", "department_id",
        "answering_id", "source", "inspection_id", "checklist_id", "item_id", "item_code",
        "item_text", "basis", "hours", "description", "requirement", "severity", "state", "round",
        "found_at", "opened_by_id", "first_due", "due", "round_from", "times_seen", "last_seen",
        "measure", "responsible", "funds", "rectified_at", "rechecked_by", "rechecked_at",
        "recheck_passed", "signed_off_by", "closing_reason", "void_kind", "recurrence_of_id",
        "recurrences", "recurrence_days", "origin",
    ),
    "inspections_rectification": (
        *_EVIDENCE, "measure", "responsible", "funds", "deadline", "contingency",
    ),
    "inspections_recheck": (*_EVIDENCE, "inspection_id", "passed", "reason", "new_due"),
    "inspections_signoff": (*_EVIDENCE, "role", "organisation_id", "remark"),
    "workflow_event": (
        "subject_type", "subject_id", "seq", "name", "actor_id", "happened", "recorded", "body",
        "prev", "hash",
    ),
    "workflow_followup": (
        "kind", "subject_type", "subject_id", "step", "due", "state", "tries", "why", "created",
        "ended",
    ),
}  # fmt: skip


class Closing(NamedTuple):
    """An issue that ends closed, whether it was opened in the same wave, and its closing."""

    pk: int
    new: bool
    at: datetime | None
    order: int | None


@dataclass(frozen=True)
class PackedWave:
    """Rows to COPY by table; changed issues as rows of CHANGING, and whether each is to end."""

    copied: dict[str, bytes]
    changed: bytes
    closings: list[Closing]
    plates: PlateRows


@dataclass(frozen=True)
class Packed:
    """A chunk that waits to be written: its waves, and what they leave behind.

    `used` counts the numbers taken of each series; `length` its visits.
    """

    waves: list[PackedWave]
    latest_check: dict[int, date]
    plates_changed: set[int]
    used: dict[str, int]
    length: int


def pack(city: City, simulation: Simulation, used: dict[str, int], length: int) -> Packed:
    """What a chunk of visits came to."""
    waves = [_pack_wave(city, wave) for wave in simulation.waves]
    return Packed(waves, simulation.latest_check, simulation.plates.changed, used, length)


def _pack_wave(city: City, wave: Wave) -> PackedWave:
    rows: dict[str, Sequence[tuple[Any, ...]]] = {
        "inspections_inspection": wave.inspections,
        "inspections_answer": wave.answers,
        "inspections_issue": [_issue_row(city, line) for line in wave.opened.values()],
        "inspections_rectification": wave.rectifications,
        "inspections_recheck": wave.rechecks,
        "inspections_signoff": wave.sign_offs,
        "workflow_event": wave.events,
        "workflow_followup": wave.followups,
    }
    changed = [(line.pk, *(getattr(line, name) for name in CHANGING), _ends(line))
               for line in wave.touched.values()]  # fmt: skip
    closings = [
        Closing(line.pk, new, line.closed_at, line.closed_order)
        for new, lines in ((True, wave.opened), (False, wave.touched))
        for line in lines.values()
        if _ends(line)
    ]
    copied = {table: encoded(rows[table]) for table in COLUMNS if rows[table]}
    return PackedWave(copied, encoded(changed) if changed else b"", closings, wave.plates)


def _ends(line: Line) -> bool:
    return line.state == IssueState.CLOSED


def _issue_row(city: City, line: Line) -> tuple[Any, ...]:
    inspector, lead = city.takers["inspector"], city.department.pk
    item, before = line.item, line.recurrence_of
    return (
        line.pk, line.event_seq, line.event_hash, line.number, line.venue.pk,
        line.venue.town_id, lead, lead, "sector", line.inspection_id, line.checklist_id,
        item.pk, item.code, item.text, item.basis, item.hours, "", "", item.severity, "open",
        line.round, line.found_at, inspector.pk, line.first_due, line.due, line.round_from,
        line.times_seen, line.last_seen, line.measure, line.responsible, "", line.rectified_at,
        line.rechecked_by, line.rechecked_at, line.recheck_passed, line.signed_off_by,
        "", "", before.pk if before else None, line.recurrences, city.window, "history",
    )  # fmt: skip
