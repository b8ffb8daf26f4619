"""How an operation stands: its parts, their evidence and its clocks, each read once."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from django.apps import apps

from inspections.enforcement.clocks import Clock, ClockName, Limit, Pause, clock_of
from inspections.enforcement.conditions import off_ledger, one, parts_of, without_inspection
from inspections.enforcement.needs import OperationFacts
from inspections.enforcement.rules import ENDED, STEP_OF_STATE, PartState, PartStepKind
from venuewatch.workflow import clock

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from inspections.enforcement.models import Operation, OperationClock, Part, PartStep
    from inspections.enforcement.models.operations import OperationPause
    from venues.models import Officer

_BY = ("officer__person", "officer__organisation")
# Which evidence every agency must have given, or have left, before a clock stops.
_ALL_GAVE = {
    ClockName.SIGNED_IN: PartStepKind.SIGN_IN,
    ClockName.ON_SITE: PartStepKind.ARRIVAL,
    ClockName.CONTACT: PartStepKind.ARRIVAL,
}

_LEFT_WITH: Mapping[str, str] = {
    state: STEP_OF_STATE[state] for state in (PartState.DECLINED, PartState.RELEASED)
}


class Situation:
    """The parts, steps, pauses and clocks of one operation, and what follows from them."""

    def __init__(self, operation: "Operation") -> None:
        self.operation = operation
        self._capacities: dict[object, frozenset[str]] = {}

    def capacities(self, by: "Officer") -> frozenset[str]:
        """Those of a person towards the venue, asked once for all the parts."""
        if by.pk not in self._capacities:
            self._capacities[by.pk] = self.operation.venue.capacities(by)
        return self._capacities[by.pk]

    @cached_property
    def parts(self) -> "list[Part]":
        """Its parts in their order, with their agencies, members, evidence and ratings."""
        rows = self.operation.parts.select_related("organisation", "rating").prefetch_related(
            "members__officer__person"
        )
        return list(rows.order_by("place"))

    @cached_property
    def steps(self) -> "list[PartStep]":
        """All evidence on its parts in recorded order."""
        steps = apps.get_model("inspections", "PartStep")._default_manager
        rows = steps.filter(part__operation=self.operation)
        rows = rows.select_related("inspection", "photo", *_BY)
        return list(rows.prefetch_related("measures__measure").order_by("record_order"))

    def step_of(self, part: "Part", kind: str) -> "PartStep | None":
        """The evidence of a kind on a part."""
        return next((s for s in self.steps if s.part_id == part.pk and s.kind == kind), None)

    @cached_property
    def pause_rows(self) -> "list[OperationPause]":
        """That its clocks stood still, and ran on, oldest first."""
        return list(self.operation.pauses.order_by("id"))

    @cached_property
    def clock_rows(self) -> "list[OperationClock]":
        """How much time it was given for what."""
        return list(self.operation.clocks.order_by("id"))

    @cached_property
    def pauses(self) -> list[Pause]:
        """When its clocks stood still, oldest first."""
        found: list[Pause] = []
        for row in self.pause_rows:
            if not row.runs_on:
                found.append(Pause(row.at))
            elif found:
                found[-1] = Pause(found[-1].since, row.at)
        return found

    @property
    def is_paused(self) -> bool:
        """Whether its clocks stand still now."""
        return bool(self.pauses) and self.pauses[-1].until is None

    @cached_property
    def clocks(self) -> list[Clock]:
        """Its clocks as they stand now; none before it is convened."""
        operation, now = self.operation, clock.now()
        if operation.convened_at is None:
            return []
        ended = operation.ended_at if operation.state in ENDED else None
        stopped = self.left_alone_at or ended
        return [
            clock_of(
                operation.convened_at, Limit(row.name, row.amount, row.unit), self.pauses,
                now=now, met=self._met(row.name), stopped=stopped,
            )
            for row in self.clock_rows
        ]  # fmt: skip

    def facts(self) -> OperationFacts:
        """These rows as the facts that needs are judged on."""
        return OperationFacts(
            signed_in=any(step.kind == PartStepKind.SIGN_IN for step in self.steps),
            all_ended=bool(self.parts) and all(part.has_ended for part in self.parts),
            off_ledger=tuple(part.organisation.short for part in self.off_ledger),
            paused=self.is_paused,
        )

    @cached_property
    def off_ledger(self) -> "list[Part]":
        """The parts whose agencies say that they found or did what the ledger does not tell."""
        return self._found_by(off_ledger)

    @cached_property
    def unfounded(self) -> "list[Part]":
        """The parts whose agencies found something by an inspection that was withdrawn since."""
        return self._found_by(without_inspection)

    def _found_by(self, results: Callable[[str], str]) -> "list[Part]":
        if self.operation.pk is None:
            return []
        keys = parts_of(results(one(self.operation.pk)))
        return [part for part in self.parts if part.pk in keys]

    def _met(self, name: str) -> "datetime | None":
        """When what a clock waits for happened; None where it has not."""
        if name in (ClockName.FINAL_REPORT, ClockName.DONE):
            return self.operation.reported_at
        if name == ClockName.FIRST_RESULT:
            return min(self._moments(PartStepKind.RESULT), default=None)
        kind = _ALL_GAVE[ClockName(name)]
        told = [self.step_of(part, kind) or self._leave_of(part) for part in self.parts]
        given = [step.at for step in told if step is not None]
        is_whole = len(given) == len(told) and bool(self._moments(kind))
        return max(given) if is_whole else None

    @cached_property
    def left_alone_at(self) -> "datetime | None":
        """When the last agency declined or was released, where none takes part any more.

        Nobody is left to meet what its clocks wait for, so that they stop.
        """
        leaves = [self._leave_of(part) for part in self.parts]
        moments = [step.at for step in leaves if step is not None]
        return max(moments) if moments and len(moments) == len(leaves) else None

    def _leave_of(self, part: "Part") -> "PartStep | None":
        """How an agency left without a result; a breach before that stays one (R-JOINT-1)."""
        kind = _LEFT_WITH.get(part.state)
        return self.step_of(part, kind) if kind else None

    def _moments(self, kind: str) -> "Sequence[datetime]":
        return [step.at for step in self.steps if step.kind == kind]


def situations_of(operations: "QuerySet[Operation]") -> list[Situation]:
    """How several operations stand; what their clocks rest on is read for all of them together."""
    found = []
    for operation in operations.prefetch_related("parts__steps", "pauses", "clocks"):
        situation = operation.situation
        situation.parts = sorted(operation.parts.all(), key=lambda each: each.place)
        steps = [step for part in situation.parts for step in part.steps.all()]
        situation.steps = sorted(steps, key=lambda each: each.record_order)
        situation.pause_rows = sorted(operation.pauses.all(), key=lambda each: each.pk)
        situation.clock_rows = sorted(operation.clocks.all(), key=lambda each: each.pk)
        found.append(situation)
    return found
