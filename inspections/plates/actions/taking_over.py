"""Plates of an older ledger: the same acts by the same table, less what scheme.md §8 spares them.

Spared are notice and reply, photo and position, the clean run and the joint acceptance; who acts,
what may follow what, and that no ground is unclosed hold for them as for every plate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from inspections.ledger.models import Issue
from inspections.plates.actions.moving import keep_step
from inspections.plates.actions.starting import add_grounds, propose
from inspections.plates.models import Plate
from inspections.plates.numbering import take_number
from inspections.plates.rules import GroundKind, StepKind
from venues.models import Officer
from venues.models.organisations import scheme_value
from venues.rules import Origin
from venuewatch.workflow.actions import SYSTEM, Actor, move

# The needs of PLATE_TABLE that taken-over plates are spared, by act.
SPARED = {
    "approve": ("told", "heard"),
    "request_lift": ("clean_run",),
    "accept_jointly": ("both_accepted",),
    "lift": ("none_unclean_since", "both_accepted"),
}


@dataclass(frozen=True)
class Past:
    """The visit by which an older ledger tells of a plate, when it was, who stands for whom."""

    inspection: Any
    at: datetime
    staff: Officer
    leader: Officer
    reviewer: Officer


def hang_taken_over(
    venue: Any, issues: Sequence[Issue], past: Past, *, facts: str, document_number: str, place: str
) -> Plate:
    """Propose, approve and hang a plate for these issues, at the moment of the visit."""

    def number(row: Plate) -> dict[str, Any]:
        keep_step(row, StepKind.APPROVAL, past.leader, at=past.at)
        row.number = take_number("HP", row.venue, past.at)
        return {"remark": "", "number": row.number, "proposal": row.proposal}

    def put_up(row: Plate) -> dict[str, Any]:
        row.hung_at = past.at
        row.town_id, row.department = row.venue.town_id, row.judgement.lead
        keep_step(row, StepKind.HANGING, past.staff, at=past.at, words=place,
                  inspection=past.inspection)  # fmt: skip
        return {"remark": place}

    with transaction.atomic():
        plate = propose(
            venue, [(issue, GroundKind.DISTRICT) for issue in issues], by=past.staff, facts=facts,
            document_number=document_number, at=past.at, origin=Origin.HISTORY,
        )  # fmt: skip
        _move(plate, "approve", past.leader, past, number)
        return _move(plate, "hang", past.staff, past, put_up, given={"place": place})


def add_taken_over(
    plate: Plate, issues: Sequence[Issue], past: Past, *, document_number: str
) -> Plate:
    """Add these issues to the grounds of the plate that hangs."""
    grounds = [(issue, GroundKind.DISTRICT) for issue in issues]
    return add_grounds(plate, grounds, by=past.staff, document_number=document_number, at=past.at)


def lift_taken_over(plate: Plate, past: Past, *, remark: str) -> Plate:
    """Request, accept and lift a plate whose grounds are settled, at the moment of the visit."""

    def ask(row: Plate) -> dict[str, Any]:
        days = scheme_value("plate_clean_days", row.venue.district_id)
        keep_step(row, StepKind.REQUEST, past.reviewer, at=past.at, words=remark, days=days)
        return {"remark": remark, "days": days}

    def take_down(row: Plate) -> dict[str, Any]:
        keep_step(row, StepKind.LIFTING, past.leader, at=past.at, words=remark,
                  inspection=past.inspection)  # fmt: skip
        row.ended_at = past.at
        return {"remark": remark}

    with transaction.atomic():
        _move(plate, "request_lift", past.reviewer, past, ask)
        _move(plate, "accept_jointly", SYSTEM, past)
        return _move(plate, "lift", past.leader, past, take_down)


def _move(
    plate: Plate,
    name: str,
    by: Actor,
    past: Past,
    write: Callable[[Plate], dict[str, Any]] | None = None,
    *,
    given: dict[str, Any] | None = None,
) -> Plate:
    spared = SPARED.get(name, ())
    return move(plate, name, by=by, given=given, happened=past.at, without=spared, write=write)
