"""What the operation room tells in one look: the agencies in columns, and what is left."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inspections.checks.models import Inspection
from inspections.checks.rules import Side
from inspections.checks.withdrawals import was_withdrawn
from inspections.enforcement.models import Operation, Part, PartStep
from inspections.enforcement.needs import off_ledger_words
from inspections.enforcement.rules import CURRENT, OperationState, PartState, PartStepKind
from venues.models import Officer
from venuewatch.workflow.actions import choices
from venuewatch.workflow.rules import Transition, Words

MOST_VISITS = 20
_WAY = (PartStepKind.SIGN_IN, PartStepKind.ARRIVAL, PartStepKind.RESULT)
_LEFT = {PartState.DECLINED: PartStepKind.REFUSAL, PartState.RELEASED: PartStepKind.RELEASE}


@dataclass(frozen=True)
class Column:
    """An agency in the room: its steps in their order, and what this person may do with it."""

    part: Part
    steps: list[tuple[Words, PartStep | None]]
    acts: list[Transition]


@dataclass(frozen=True)
class Left:
    """One thing that must be so before the operation is closed, and whether it is."""

    label: Words
    done: bool
    details: tuple[Words, ...] = ()


def columns_of(operation: Operation, officer: Officer) -> list[Column]:
    """The agencies of an operation, the own one first."""
    told = operation.situation
    columns = []
    for part in told.parts:
        part.operation = operation
        kinds = [*_WAY] if part.state not in _LEFT else _gone(operation, part)
        if told.step_of(part, PartStepKind.REVISION):
            kinds.append(PartStepKind.REVISION)
        steps: list[tuple[Words, PartStep | None]] = []
        for kind in kinds:
            if (step := told.step_of(part, kind)) is not None:
                step.part = part
            steps.append((PartStepKind(kind).label, step))
        columns.append(Column(part, steps, _acts(part, officer)))
    columns.sort(key=lambda column: column.part.organisation_id != officer.organisation_id)
    return columns


def _gone(operation: Operation, part: Part) -> list[str]:
    """What an agency that left had done, and how it left."""
    given = [kind for kind in _WAY if operation.situation.step_of(part, kind)]
    return [*given, _LEFT[PartState(part.state)]]


def _acts(part: Part, officer: Officer) -> list[Transition]:
    return [act for act, lacks in choices(part, officer) if not lacks]


def left_of(operation: Operation) -> list[Left]:
    """What is left before the operation can be closed; nothing before it is convened."""
    if operation.convened_at is None or operation.state not in CURRENT:
        return []
    told = operation.situation
    waiting = [part.organisation.short for part in told.parts if not part.has_ended]
    facts = told.facts()
    return [
        Left(_("An agency signed in"), facts.signed_in),
        Left(_("Every agency gave its result, declined or was released"), facts.all_ended,
             (_("waits for %s") % _(", ").join(waiting),) if waiting else ()),
        Left(_("What they found is on the ledger"), not facts.off_ledger,
             (off_ledger_words(facts.off_ledger),) if facts.off_ledger else ()),
        Left(_("Closed by the command"), operation.state == OperationState.CLOSED),
    ]  # fmt: skip


def may_file(operation: Operation, officer: Officer) -> bool:
    """Whether this person may file a joint inspection for it.

    While it runs every agency may; later the one whose inspection was withdrawn (R-JOINT-4).
    """
    told = operation.situation
    is_wanted = operation.is_running or (
        operation.state == OperationState.REPORTED
        and any(part.organisation_id == officer.organisation_id for part in told.unfounded)
    )
    return is_wanted and "joint.inspector" in told.capacities(officer)


def visits_of(operation: Operation) -> Iterable[Inspection]:
    """The joint inspections that were filed for it."""
    if operation.convened_at is None:
        return []
    rows = Inspection.objects.filter(
        ~was_withdrawn(), venue=operation.venue_id, side=Side.JOINT,
        received__gte=operation.convened_at,
    )  # fmt: skip
    if operation.ended_at:
        rows = rows.filter(received__lte=operation.ended_at)
    return rows.select_related("officer__person", "officer__organisation").order_by("record_order")[
        :MOST_VISITS
    ]
