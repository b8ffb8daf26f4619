"""The demo's joint operations, by the real acts: one closed and rated, one under way, one blown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from inspections.checks import actions as checks
from inspections.demo.plates import Ground
from inspections.enforcement import actions as joint
from inspections.enforcement.actions import Party, Plan
from inspections.enforcement.models import Operation, Part
from inspections.enforcement.rules import OperationKind, SquadRole
from inspections.ledger.models import Issue
from inspections.ledger.rules import IssueState, MeasureKind, Severity
from venues.models import Officer, Organisation, Venue
from venues.rules import Post
from venuewatch.workflow import clock

# On so many days before the last one each begins; each takes the first venue that fits.
CLOSED, UNDER_WAY, BLOWN = 9, 0, 0
# the town whose accounts the demo shows, where it has what is needed
SHOWN_TOWN = "410108002"
WHY = "该场所夜间关门营业,镇办多次上门均被拒绝,看得见管不住。"
SQUAD = {
    "public_security": SquadRole.POLICE,
    "health": SquadRole.HEALTH,
    "market_reg": SquadRole.MARKET,
    "fire": SquadRole.FIRE,
}
RESULTS = {
    SquadRole.POLICE: "现场核验人员身份,对经营者批评教育。",
    SquadRole.HEALTH: "检查公共场所卫生,提出整改意见。",
    SquadRole.MARKET: "核查证照,下达责令改正通知书。",
    SquadRole.FIRE: "检查疏散通道和消防设施,隐患已列入台账。",
    SquadRole.TOWN: "落实属地盯守,每日巡查。",
}


@dataclass
class Operations:
    """The operations that are held, and the venues that they have to themselves."""

    ground: Ground

    def __post_init__(self) -> None:
        self.venues: set[int] = set()

    def live(self, day: date, left: int, taken: set[int]) -> None:
        """Hold what is due on a day; `left` days follow it, `taken` venues are others'."""
        if left == CLOSED:
            self._close(self._whistle(day, 9, OperationKind.URGENT, taken), day)
        if left == UNDER_WAY:
            self._begin(self._whistle(day, 9, OperationKind.ROUTINE, taken), day)
        if left == BLOWN:
            self._whistle(day, 16, OperationKind.HARD, taken)

    def _whistle(self, day: date, hour: int, kind: str, taken: set[int]) -> Operation:
        rows = Issue.objects.filter(
            state=IssueState.OPEN, severity__in=[Severity.SERIOUS, Severity.MAJOR],
            venue__town__isnull=False,
        ).exclude(venue__in=taken | self.venues)  # fmt: skip
        shown = rows.filter(venue__town__code=SHOWN_TOWN)
        found = (shown if shown.exists() else rows).select_related("venue__district")
        venue = found.order_by("pk")[0].venue
        self.venues.add(venue.pk)
        leader = self.ground.people(self.ground.town_of(venue), Post.LEADER)[0]
        issues = Issue.objects.filter(venue=venue).unclosed().order_by("pk")
        with clock.at(self.ground.moment(day, hour)):
            return joint.blow(
                venue, by=leader, kind=kind, why=WHY, issues=issues,
                wanted=self._agencies(venue)[:3],
            )  # fmt: skip

    def _agencies(self, venue: Venue) -> list[Organisation]:
        rows = Organisation.objects.filter(area=venue.district_id, code__in=SQUAD)
        return list(rows.order_by("pk"))

    def _convene(self, operation: Operation, day: date) -> Operation:
        venue = operation.venue
        town = Organisation.objects.get(pk=self.ground.town_of(venue))
        parties = [self._party(each, SQUAD[each.code]) for each in self._agencies(venue)]
        parties.append(self._party(town, SquadRole.TOWN))
        moment = self.ground.moment(day, 10)
        plan = Plan(operation.kind, parties[0].organisation, moment + timedelta(minutes=40),
                    venue.address, parties)  # fmt: skip
        with clock.at(moment):
            return joint.convene(operation, by=self._command(), plan=plan)

    def _party(self, organisation: Organisation, role: str) -> Party:
        staff = self.ground.people(organisation.pk, Post.INSPECTOR)[:2]
        return Party(organisation, role, [(officer, True) for officer in staff])

    def _command(self) -> Officer:
        return self.ground.people(self.ground.command, Post.INSPECTOR)[0]

    def _parts(self, operation: Operation) -> Sequence[Part]:
        rows = Part.objects.filter(operation=operation)
        return list(rows.select_related("organisation").order_by("place"))

    def _sign_in(self, parts: Sequence[Part], convened: datetime, *, arrive: int) -> None:
        for number, part in enumerate(parts):
            officer = self.ground.people(part.organisation_id, Post.INSPECTOR)[0]
            moment = convened + timedelta(minutes=2 + number)
            with clock.at(moment):
                signed_in = joint.sign_in(part, by=officer)
            if number < arrive:
                with clock.at(moment + timedelta(minutes=35)):
                    joint.arrive(signed_in, by=officer)

    def _begin(self, operation: Operation, day: date) -> None:
        """All but the last have signed in, two are on site, one gave its result."""
        operation = self._convene(operation, day)
        parts = self._parts(operation)
        self._sign_in(parts[:-1], _convened(operation), arrive=2)
        self._result(parts[0], day, 12)

    def _close(self, operation: Operation, day: date) -> None:
        operation = self._convene(operation, day)
        parts = self._parts(operation)
        self._sign_in(parts, _convened(operation), arrive=len(parts))
        for part in parts:
            self._result(part, day, 13)
        with clock.at(self.ground.moment(day, 17)):
            fresh = Operation.objects.get(pk=operation.pk)
            joint.close(fresh, by=self._command(), remark="联合执法完成,转入日常监管。")
        self._rate(parts, operation.venue, day)

    def _result(self, part: Part, day: date, hour: int) -> None:
        """The police files the joint inspection; market regulation orders to mend."""
        venue = part.operation.venue
        reviewer = self.ground.people(part.organisation_id, Post.REVIEWER)[0]
        moment = self.ground.moment(day, hour)
        given: dict[str, Any] = {"words": RESULTS[SquadRole(part.role)],
                                 "measure": MeasureKind.NONE}  # fmt: skip
        if part.role == SquadRole.POLICE:
            with clock.at(moment):
                visit = self.ground.sound_visit(venue, moment)
                checks.file_inspection(venue, _jointly(visit), by=reviewer)
        if part.role == SquadRole.MARKET:
            given |= {
                "measure": MeasureKind.ORDER, "document_number": "惠市监责改〔2022〕17号",
                "day": day, "issues": list(Issue.objects.filter(venue=venue).unclosed()),
            }  # fmt: skip
        with clock.at(moment + timedelta(minutes=40)):
            joint.give_result(Part.objects.get(pk=part.pk), by=reviewer, **given)

    def _rate(self, parts: Sequence[Part], venue: Venue, day: date) -> None:
        town = self.ground.town_of(venue)
        leader = self.ground.people(town, Post.LEADER)[0]
        for part in parts:
            if part.organisation_id != town:
                stars = 5 if part.role == SquadRole.POLICE else 4
                with clock.at(self.ground.moment(day, 18)):
                    joint.rate(Part.objects.get(pk=part.pk), by=leader, stars=stars,
                               words="到场及时,处置有力。")  # fmt: skip


def _convened(operation: Operation) -> datetime:
    if operation.convened_at is None:
        raise ValueError(operation.code)
    return operation.convened_at


def _jointly(visit: Any) -> Any:
    return replace(visit, joint=True)
