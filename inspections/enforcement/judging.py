"""How an operation stands: its parts, their evidence and its clocks, each read once."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from django.apps import apps

from inspections.enforcement.clocks import Clock, ClockName, Limit, Pause, clock_of
from inspections.enforcement.conditions import holds, off_ledger, one
from inspections.enforcement.needs import OperationFacts
from inspections.enforcement.rules import ENDED, PartState, PartStepKind
from venuewatch.workflow import clock

if TYPE_CHECKING:
    from datetime import datetime

    from inspections.enforcement.models import Operation, Part, PartStep
    from venues.models import Officer

_BY = ("officer__person", "officer__organisation")
# Which evidence every agency that takes part must have given before a clock stops.
_ALL_GAVE = {
    ClockName.SIGNED_IN: PartStepKind.SIGN_IN,
    ClockName.ON_SITE: PartStepKind.ARRIVAL,
    ClockName.CONTACT: PartStepKind.ARRIVAL,
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
    def pauses(self) -> list[Pause]:
        """When its clocks stood still, oldest first."""
        found: list[Pause] = []
        for row in self.operation.pauses.order_by("id"):
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
        stopped = operation.ended_at if operation.state in ENDED else None
        return [
            clock_of(
                operation.convened_at, Limit(row.name, row.amount, row.unit), self.pauses,
                now=now, met=self._met(row.name), stopped=stopped,
            )
            for row in operation.clocks.order_by("id")
        ]  # fmt: skip

    def facts(self) -> OperationFacts:
        """These rows as the facts that needs are judged on."""
        return OperationFacts(
            signed_in=any(step.kind == PartStepKind.SIGN_IN for step in self.steps),
            all_ended=bool(self.parts) and all(part.has_ended for part in self.parts),
            on_ledger=self.on_ledger,
            paused=self.is_paused,
        )

    @cached_property
    def on_ledger(self) -> bool:
        """Whether what the agencies found and did is on the ledger (R-JOINT-4)."""
        return self.operation.pk is not None and holds(off_ledger(one(self.operation.pk)))

    def _met(self, name: str) -> "datetime | None":
        """When what a clock waits for happened; None where it has not."""
        if name in (ClockName.FINAL_REPORT, ClockName.DONE):
            return self.operation.reported_at
        if name == ClockName.FIRST_RESULT:
            return min(self._moments(PartStepKind.RESULT), default=None)
        kind = _ALL_GAVE[ClockName(name)]
        taking_part = [part for part in self.parts if _takes_part(part)]
        given = [step.at for part in taking_part if (step := self.step_of(part, kind))]
        return max(given) if given and len(given) == len(taking_part) else None

    def _moments(self, kind: str) -> "Sequence[datetime]":
        return [step.at for step in self.steps if step.kind == kind]


def _takes_part(part: "Part") -> bool:
    return part.state not in (PartState.DECLINED, PartState.RELEASED)
