"""What waits in an area, counted by kind and by whose turn it is, by whole statements.

Each takes the rows of the very list that its figure leads to; none reads what has ended but the
operations and reports of the last weeks.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.checks.models import Inspection
from inspections.checks.pending import PENDING as OF_VISITS
from inspections.duties.models import Duty
from inspections.duties.pending import PENDING as OF_DUTIES
from inspections.enforcement.models import Operation
from inspections.enforcement.pending import PENDING as OF_OPERATIONS
from inspections.ledger.models import Issue
from inspections.ledger.pending import PENDING as OF_ISSUES
from inspections.plates.models import Plate
from inspections.plates.pending import PENDING as OF_PLATES
from inspections.reports.models import DailyReport
from inspections.reports.pending import PENDING as OF_REPORTS
from inspections.tracking.intake.models import Intake
from inspections.tracking.intake.pending import PENDING as OF_INTAKE
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.lookbacks.pending import PENDING as OF_LOOK_BACKS
from inspections.tracking.notices.models import Notice
from inspections.tracking.notices.pending import PENDING as OF_NOTICES
from venues.models import Officer, Organisation
from venues.pending import COMMAND, Pending, turn_is
from venues.rules import OrganisationKind
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Words

# Whose turn it is: a town by its area, a department or agency by its key; COMMAND by neither.
Turn = tuple[str, int | None]
OF_COMMAND: Turn = (COMMAND, None)


@dataclass(frozen=True)
class Part:
    """Some kinds of what waits in one list: `query` is what the list is asked besides."""

    url_name: str
    rows: Callable[[Officer], QuerySet[Any]]
    kinds: Sequence[Pending]
    query: Callable[[], Mapping[str, object]] = dict


@dataclass(frozen=True)
class Group:
    """What waits under one heading."""

    key: str
    heading: Words
    parts: Sequence[Part]


@dataclass(frozen=True)
class Tally:
    """How many wait and how many of them are late, and the oldest day of each."""

    counted: int = 0
    late: int = 0
    since: date | None = None
    late_since: date | None = None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.counted + other.counted, self.late + other.late,
            _older(self.since, other.since), _older(self.late_since, other.late_since),
        )  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """One kind of what waits: all of it, and what of it is whose turn."""

    group: Group
    part: Part
    kind: Pending
    whole: Tally
    turns: Mapping[Turn, Tally]


def _yesterday() -> Mapping[str, object]:
    return {"day": timezone.localdate(clock.now()) - timedelta(days=1)}


def _of(model: Any) -> Callable[[Officer], QuerySet[Any]]:
    def rows(officer: Officer) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.visible_to(officer)
        return found

    return rows


GROUPS = (
    Group("issues", _("Issues"), [Part("ledger:list", _of(Issue), OF_ISSUES)]),
    Group("plates", _("Black plates"), [
        Part("plates:list", _of(Plate), OF_PLATES),
        Part("duties:list", _of(Duty), OF_DUTIES, _yesterday),
    ]),
    Group("operations", _("Joint enforcement"), [
        Part("operations:list", _of(Operation), OF_OPERATIONS),
    ]),
    Group("notices", _("Notices"), [Part("notices:list", _of(Notice), OF_NOTICES)]),
    Group("intake", _("Intake"), [Part("intake:list", _of(Intake), OF_INTAKE)]),
    Group("look_backs", _("Look-backs"), [Part("look_backs:list", _of(LookBack), OF_LOOK_BACKS)]),
    Group("visits", _("Visits"), [Part("checks:visits", _of(Inspection), OF_VISITS)]),
    Group("reports", _("Daily reports"), [
        Part("reports:missing", _of(DailyReport), OF_REPORTS),
    ]),
)  # fmt: skip


def counted_for(officer: Officer) -> list[Counted]:
    """Everything that waits where this officer of command works, kind by kind."""
    return [
        _counted(group, part, kind, officer)
        for group in GROUPS
        for part in group.parts
        for kind in part.kinds
    ]


_TURNS = {"town": "turn_town", "department": "turn_department"}
_OLDEST: dict[str, Any] = {
    "oldest": Min("waits_since"), "oldest_late": Min("waits_since", filter=Q(is_behind=True)),
}  # fmt: skip
_COUNTS: dict[str, Any] = _OLDEST | {
    "counted": Count("*"), "late": Count("pk", filter=Q(is_behind=True)),
}  # fmt: skip
# Of a row that comes once for each organisation: counting distinct ones sorts them all.
_COUNTS_SHARED: dict[str, Any] = _OLDEST | {
    "counted": Count("pk", distinct=True),
    "late": Count("pk", filter=Q(is_behind=True), distinct=True),
}


def _counted(group: Group, part: Part, kind: Pending, officer: Officer) -> Counted:
    rows = kind.narrow(part.rows(officer)).order_by()
    if kind.shared:
        return Counted(group, part, kind, _tally(rows.aggregate(**_COUNTS_SHARED)), _shared(rows))
    grouped = rows.values(*_TURNS.values()).annotate(**_COUNTS)
    told = [(row, _tally(row)) for row in grouped]
    turns: dict[Turn, Tally] = {}
    for row, tally in told:
        for owner in _turns(row):
            turns[owner] = turns.get(owner, Tally()) + tally
    return Counted(group, part, kind, total(tally for _row, tally in told), turns)


def _shared(rows: QuerySet[Any]) -> dict[Turn, Tally]:
    """Each turn by itself: a row that waits for two towns of one department is one of its rows."""
    found: dict[Turn, Tally] = {}
    for name, column in _TURNS.items():
        own = rows.filter(**{f"{column}__isnull": False}).values(column)
        own = own.annotate(**_COUNTS_SHARED)
        found |= {(name, row[column]): _tally(row) for row in own}
    of_command = _tally(rows.filter(turn_is(COMMAND)).aggregate(**_COUNTS_SHARED))
    return found | ({OF_COMMAND: of_command} if of_command.counted else {})


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    return sum(tallies, Tally())


def _turns(row: Mapping[str, Any]) -> list[Turn]:
    owners = [(name, row[column]) for name, column in _TURNS.items()]
    return [owner for owner in owners if owner[1] is not None] or [OF_COMMAND]


def _tally(row: Mapping[str, Any]) -> Tally:
    return Tally(row["counted"], row["late"], _day(row["oldest"]), _day(row["oldest_late"]))


def _day(value: date | datetime | None) -> date | None:
    return timezone.localdate(value) if isinstance(value, datetime) else value


def _older(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def turn_of(organisation: Organisation) -> Turn:
    """How what is an organisation's turn is told."""
    if organisation.kind == OrganisationKind.TOWN:
        return "town", organisation.area_id
    return "department", organisation.pk
