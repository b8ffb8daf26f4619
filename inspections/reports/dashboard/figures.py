"""What the dashboard counts, by whole statements over what the reader may see.

Each statement takes the rows of the very list that its figure leads to, and groups them: so the
figure is the list's count, whoever asks. Of what has ended only the days that are shown are read;
what is unclosed, hangs or goes on is read whole. A void issue counts on no day.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate

from inspections.duties.models import Duty, PlannedDay
from inspections.duties.rules import DutySide
from inspections.enforcement.models import Operation
from inspections.enforcement.rules import OperationState
from inspections.ledger.models import Issue, overdue_at
from inspections.ledger.rules import IssueState
from inspections.plates.models import Plate
from inspections.plates.rules import PlateState
from inspections.reports.compiling import districts_of
from inspections.reports.dashboard.rules import OLDEST, Age, Span
from inspections.tracking.lookbacks.holding import Holding, holding_of
from inspections.tracking.lookbacks.models import LookBack
from venues.models import Area, Officer, Order, Organisation, Venue
from venues.rules import AreaKind, OrganisationKind

Rows = Sequence[Mapping[str, Any]]
DISTRICT = "venue__district_id"


@dataclass(frozen=True)
class Circle:
    """The towns and departments of the reader's district or city; `own` is the reader's own.

    `districts` are those of a city's command; `inside` the one to which it was narrowed.
    """

    own: Organisation
    towns: Sequence[Area]
    departments: Sequence[Organisation]
    districts: Sequence[Area] = ()
    inside: Area | None = None

    @property
    def asked(self) -> dict[str, int]:
        """What a list is asked to tell of the same district alone."""
        return {"district": self.inside.pk} if self.inside else {}

    def within(self, district: Area) -> "Circle":
        """The towns and departments of one district alone."""
        towns = [each for each in self.towns if each.district_id == district.pk]
        departments = [each for each in self.departments if each.area.district_id == district.pk]
        return Circle(self.own, towns, departments, self.districts, district)


def circle_of(officer: Officer) -> Circle:
    """Who owes checks and answers for issues where this officer works."""
    own = officer.organisation
    if own is None:
        raise TypeError("a post with business has an organisation")
    districts = districts_of(own.area)
    towns = Area.objects.filter(kind=AreaKind.TOWN, district__in=districts).order_by("code")
    kinds = (OrganisationKind.DEPARTMENT, OrganisationKind.AGENCY)
    rows = Organisation.objects.filter(kind__in=kinds, area__district__in=districts)
    departments = rows.select_related("area").order_by("area__code", "pk")
    of_city = own.area.kind == AreaKind.CITY
    inside = Area.objects.filter(pk__in=districts).order_by("code") if of_city else ()
    return Circle(own, list(towns), list(departments), list(inside))


@dataclass(frozen=True)
class Counted:
    """What was counted: the rows of every statement, grouped, for whom and of which time."""

    circle: Circle
    span: Span
    duties: Rows
    planned: frozenset[Any]
    stock: Rows
    found: Rows
    closed: Rows
    plates: Rows
    hung: Rows
    plates_ended: Rows
    operations: Rows
    whistles: Rows
    operations_ended: Rows
    venues: Rows
    orders: int
    look_backs: Mapping[str, int]
    holding: Sequence[Holding]


def counted_for(officer: Officer, now: datetime) -> Counted:
    """Everything that this officer's dashboard tells, in as many statements as it has parts."""
    circle, span = circle_of(officer), Span(now)
    plates = Plate.objects.visible_to(officer)
    operations = Operation.objects.visible_to(officer)
    return Counted(
        circle=circle,
        span=span,
        duties=_duties(officer, circle, span),
        planned=frozenset(
            PlannedDay.objects.filter(day__gte=span.first).values_list("day", flat=True)
        ),
        stock=_stock(officer, circle, span),
        found=_found(officer, span),
        closed=_closed(officer, span),
        plates=_grouped(plates.current(), "state", since=Q(hung_at__gte=span.midnight)),
        hung=_by_day(plates.filter(hung_at__gte=span.start), "hung_at"),
        plates_ended=_by_day(
            plates.filter(ended_at__gte=span.start), "ended_at", lifted=Q(state=PlateState.LIFTED),
            before=Q(hung_at__lt=span.midnight),
        ),
        operations=_grouped(
            operations.current(), "state", since=Q(convened_at__gte=span.midnight)
        ),
        whistles=_by_day(
            operations.filter(blower__isnull=False, blown_at__gte=span.start), "blown_at"
        ),
        operations_ended=_by_day(
            operations.filter(ended_at__gte=span.start), "ended_at",
            closed=Q(state=OperationState.CLOSED), before=Q(convened_at__lt=span.midnight),
        ),
        venues=_grouped(Venue.objects.visible_to(officer), "standing__colour", "standing__regime"),
        orders=Order.objects.visible_to(officer).in_force().count(),
        look_backs=_look_backs(officer, span),
        holding=holding_of(officer),
    )  # fmt: skip


def summed(rows: Rows, *keys: str, value: str = "counted") -> Counter[Any]:
    """A column summed over rows by the values of some others: by one alone, or a tuple of them."""
    found: Counter[Any] = Counter()
    for row in rows:
        found[row[keys[0]] if len(keys) == 1 else tuple(row[key] for key in keys)] += row[value]
    return found


def total(rows: Rows, value: str = "counted") -> int:
    """A column summed over all rows."""
    return sum(row[value] for row in rows)


def _duties(officer: Officer, circle: Circle, span: Span) -> Rows:
    """By day, side, owner and state, of today and the whole days before.

    Whose town or department is named, so that the days of other districts are not read.
    """
    owed = Q(side=DutySide.TOWN, town__in=[each.pk for each in circle.towns]) | Q(
        side=DutySide.SECTOR, department__in=[each.pk for each in circle.departments]
    )
    owner = Case(When(side=DutySide.TOWN, then=F("town_id")), default=F("department_id"))
    rows = Duty.objects.visible_to(officer).filter(owed, day__range=(span.first, span.today))
    return _grouped(rows, "day", "side", "state", owner=owner)


def _stock(officer: Officer, circle: Circle, span: Span) -> Rows:
    """The unclosed issues by town, department, severity, state and age; for a city by district.

    `fresh` were found today; `late_since` became overdue today.
    """
    late = overdue_at(span.now)
    district = [DISTRICT] if circle.districts else []
    return _grouped(
        Issue.objects.visible_to(officer).unclosed(), *district,
        "town_id", "department_id", "severity", "state", age=_age(span), overdue=late,
        fresh=Q(found_at__gte=span.midnight), late_since=late & Q(due__gte=span.midnight),
    )  # fmt: skip


def _age(span: Span) -> Case:
    known = [
        When(found_at__gte=span.midnight - timedelta(days=days), then=Value(age))
        for age, days in OLDEST.items()
    ]
    return Case(*known, default=Value(Age.OLDER.value), output_field=CharField())


def _found(officer: Officer, span: Span) -> Rows:
    """By the day of being found, today among them; `recurring` came back after a strike-off."""
    rows = Issue.objects.visible_to(officer).filter(found_at__gte=span.start)
    rows = rows.exclude(state=IssueState.VOID)
    return _by_day(rows, "found_at", recurring=Q(recurrence_of__isnull=False))


def _closed(officer: Officer, span: Span) -> Rows:
    """By the day of the strike-off; `before` and `late` were unclosed, and overdue, at midnight."""
    known = Q(found_at__lt=span.midnight)
    rows = Issue.objects.visible_to(officer).filter(
        state=IssueState.CLOSED, closed_at__gte=span.start
    )
    late = Q(rectified_at__gt=F("due"), due__lt=span.midnight)
    return _by_day(rows, "closed_at", before=known, late=known & late)


def _look_backs(officer: Officer, span: Span) -> dict[str, int]:
    rows = LookBack.objects.visible_to(officer)
    parts = {
        "waiting": rows.waiting(), "late": rows.late(span.today), "nobody": rows.without_person(),
    }  # fmt: skip
    return {name: each.count() for name, each in parts.items()}


def _by_day(rows: QuerySet[Any], moment: str, **parts: Q) -> Rows:
    """Grouped by the local day of a moment."""
    return _grouped(rows, day=TruncDate(moment), **parts)


def _grouped(rows: QuerySet[Any], *keys: str, **named: Any) -> Rows:
    """One statement: grouped by columns and named expressions; named conditions are counted.

    No key is counted, so that an index which has all the columns suffices.
    """
    conditions = {name: each for name, each in named.items() if isinstance(each, Q)}
    expressions = {name: each for name, each in named.items() if name not in conditions}
    counts: dict[str, Any] = {"counted": Count("*")}
    counts |= {name: Count(Case(When(each, then=1))) for name, each in conditions.items()}
    return list(rows.order_by().values(*keys, **expressions).annotate(**counts))


def by_day(rows: Iterable[Mapping[str, Any]], value: str = "counted") -> dict[Any, int]:
    """Day → how many."""
    return {row["day"]: row[value] for row in rows}
