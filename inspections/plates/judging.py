"""How the conditions of a plate's next acts stand: its grounds and evidence, each read once."""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from inspections.ledger.rules import UNCLOSED, IssueState
from inspections.plates.conditions import NotClean, find_not_clean, find_on_site
from inspections.plates.needs import Facts
from inspections.plates.rules import SIDE_OF_CAPACITY, StepKind
from venues.models.organisations import scheme_value
from venues.rules import Regime
from venues.scoping import lead_of
from venuewatch.workflow import clock

if TYPE_CHECKING:
    from inspections.plates.models import Plate, PlateGround, PlateStep
    from venues.models import Organisation

_BY = ("officer__person", "officer__organisation")


class Judgement:
    """The grounds and steps of one plate, and what follows from them."""

    def __init__(self, plate: "Plate") -> None:
        self.plate = plate

    @cached_property
    def grounds(self) -> "list[PlateGround]":
        """Its grounds in recorded order, with their issues."""
        rows = self.plate.grounds.select_related("issue", *_BY)
        return list(rows.order_by("record_order"))

    @cached_property
    def steps(self) -> "list[PlateStep]":
        """All its evidence in recorded order."""
        rows = self.plate.steps.select_related("inspection", "photo", *_BY)
        return list(rows.order_by("record_order"))

    @cached_property
    def lead(self) -> "Organisation | None":
        """The department that leads its venue; None where nobody leads."""
        return lead_of(self.plate.venue)

    def latest(self, kind: str, *, in_round: bool = False) -> "PlateStep | None":
        """The latest step of a kind, of the present round alone if asked so."""
        found = [each for each in self.steps if each.kind == kind
                 and (not in_round or each.round == self.plate.round)]  # fmt: skip
        return found[-1] if found else None

    @property
    def notice(self) -> "PlateStep | None":
        """The latest notice to the venue."""
        return self.latest(StepKind.NOTICE)

    @property
    def reply_until(self) -> datetime | None:
        """Until when the venue may reply to the latest notice."""
        notice = self.notice
        return notice.at + timedelta(hours=notice.hours or 0) if notice else None

    @property
    def told(self) -> bool:
        """Whether the latest notice came after every ground (R-PLATE-3)."""
        last = max((each.record_order for each in self.grounds), default=0)
        return self.notice is not None and self.notice.record_order > last

    @property
    def heard(self) -> bool:
        """Whether the venue replied to the latest notice, or its time has passed (R-PLATE-3)."""
        notice, reply, until = self.notice, self.latest(StepKind.REPLY), self.reply_until
        if notice is None or until is None:
            return False
        replied = reply is not None and reply.record_order > notice.record_order
        return replied or until <= clock.now()

    @cached_property
    def request(self) -> "PlateStep | None":
        """The request for lifting of the present round."""
        return self.latest(StepKind.REQUEST, in_round=True)

    @cached_property
    def acceptances(self) -> "dict[str, PlateStep]":
        """The acceptances of the present round, by side."""
        given = [each for each in self.steps if each.kind == StepKind.ACCEPTANCE]
        return {each.side: each for each in given if each.round == self.plate.round}

    @cached_property
    def accepted(self) -> frozenset[str]:
        """The sides whose acceptance stands: a withdrawn visit carries none (R-CHECK-6)."""
        if not self.plate.hangs:
            return frozenset(self.acceptances)
        return frozenset(
            side
            for side, step in self.acceptances.items()
            if step.inspection_id in find_on_site(self.plate.pk, step.person_id)
        )

    @property
    def unsettled(self) -> "list[PlateGround]":
        """The grounds that are neither closed nor void."""
        return [each for each in self.grounds if each.issue.state in UNCLOSED]

    @cached_property
    def clean_days(self) -> int:
        """How many days must be clean: as the request says, else as the scheme does now."""
        if self.request is not None and self.request.days:
            return self.request.days
        return scheme_value("plate_clean_days", self.plate.venue.district_id)

    @cached_property
    def shut_counts(self) -> bool:
        """Whether seen shut is clean: the venue is, or at the request was, shut by order."""
        if self.request is not None:
            return self.request.shut
        return self.plate.venue.standing.regime in (Regime.SUSPENDED, Regime.CLOSED)

    @property
    def counted_from(self) -> date:
        """The day before which the clean days lie: that of the request, else today."""
        return timezone.localdate(self.request.at if self.request else clock.now())

    @cached_property
    def not_clean(self) -> list[NotClean]:
        """What keeps R-PLATE-5's days from being clean; nothing is asked before hanging."""
        if not self.plate.hangs:
            return []
        return find_not_clean(
            self.plate.pk, self.counted_from, self.clean_days, shut=self.shut_counts
        )

    @cached_property
    def preparers(self) -> frozenset[int]:
        """Who prepared the lifting, and who proposed and hung the plate, by person (R-SCOPE-5)."""
        steps = [self.latest(StepKind.HANGING), self.request, *self.acceptances.values()]
        persons = {each.person_id for each in steps if each is not None}
        proposer = self.plate.proposer_person_id
        return frozenset(persons | ({proposer} if proposer else set()))

    def facts(self, person: int | None, capacities: frozenset[str]) -> Facts:
        """These rows as the facts that needs are judged on."""
        clean = self.plate.hangs and not self.not_clean
        acceptors = {each.person_id for each in self.acceptances.values()}
        own = {side for capacity, side in SIDE_OF_CAPACITY.items() if capacity in capacities}
        return Facts(
            person=person,
            proposer=self.plate.proposer_person_id,
            notified=self.notice is not None,
            told=self.told,
            heard=self.heard,
            answered=self.plate.venue.town_id is not None and self.lead is not None,
            unsettled=len(self.unsettled),
            closed=sum(each.issue.state == IssueState.CLOSED for each in self.grounds),
            clean=clean,
            clean_since=clean,
            accepted=self.accepted,
            open_sides=frozenset(own - set(self.acceptances)) if person not in acceptors
            else frozenset(),
            preparers=self.preparers,
        )  # fmt: skip
