"""The dashboard's tables: towns by departments, checks, issues by state and age, trends."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.duties.rules import OWED, DutySide, DutyState
from inspections.ledger.rules import UNCLOSED, IssueState, Severity
from inspections.reports.dashboard.figures import Circle, Counted, Rows, by_day, summed
from inspections.reports.dashboard.links import (
    Number,
    aged,
    found,
    place,
    unclosed,
)
from inspections.reports.dashboard.rules import Age, Heat, Span, level_of
from inspections.reports.links import Owner, address_of, list_at
from inspections.reports.rules import FIGURES
from venues.rules import OrganisationKind
from venuewatch.workflow.rules import Words

SEVERITIES = (Severity.MAJOR, Severity.SERIOUS, Severity.GENERAL)
MOST_ON_WALL = 8


@dataclass(frozen=True)
class Line:
    """One line of a table; `day` where it tells of one, `address` where its name leads on."""

    name: Words
    numbers: Sequence[Number]
    is_total: bool = False
    day: date | None = None
    address: str = ""


@dataclass(frozen=True)
class Table:
    """Lines of numbers under the same headings, which stand under groups of so many columns."""

    lines: Sequence[Line]
    groups: Sequence[tuple[Words, int]] = ()

    @property
    def headings(self) -> list[Words]:
        """The names of the columns."""
        return [number.label for number in self.lines[0].numbers] if self.lines else []


@dataclass(frozen=True)
class Trend:
    """Thirty days as lines of a chart, which is drawn from this very table."""

    key: str
    title: Words
    table: Table


@dataclass(frozen=True)
class Party:
    """A town or a department in a table: its key, None for none, and its name."""

    key: int | None
    name: Words


def towns_shown(circle: Circle, counts: Iterable[int | None]) -> list[Party]:
    """The towns that a table names: to a town its own alone, and whatever has a number."""
    own = circle.own
    seen = set(counts)
    all_of_them = own.kind != OrganisationKind.TOWN
    shown = [Party(each.pk, each.name) for each in circle.towns
             if all_of_them or each.pk == own.area_id or each.pk in seen]  # fmt: skip
    return [*shown, *([Party(None, _("in no town"))] if None in seen else [])]


def departments_shown(
    circle: Circle, counts: Iterable[int | None], *, short: bool = True
) -> list[Party]:
    """The departments that a table names, agencies only where they have a number."""
    own = circle.own
    seen = set(counts)
    all_of_them = own.kind in (OrganisationKind.COMMAND, OrganisationKind.TOWN)

    def is_shown(each: Any) -> bool:
        usual = all_of_them and each.kind == OrganisationKind.DEPARTMENT
        return usual or each.pk == own.pk or each.pk in seen

    shown = [Party(each.pk, each.short if short else each.name)
             for each in circle.departments if is_shown(each)]  # fmt: skip
    return [*shown, *([Party(None, _("nobody leads"))] if None in seen else [])]


def heat_table(counted: Counted, heat: str) -> Table:
    """Where it is bad: unclosed issues by town and department, the more the deeper."""
    counts = heat_counts(counted.stock, heat, "town_id", "department_id")
    by_town = heat_counts(counted.stock, heat, "town_id")
    by_department = heat_counts(counted.stock, heat, "department_id")
    columns = departments_shown(counted.circle, (+by_department))
    most = max(counts.values(), default=0)
    inside = counted.circle.asked

    def line(town: Party) -> Line:
        cells = [
            Number(
                column.name, counts[town.key, column.key],
                unclosed(heat, **inside, town=place(town.key), department=place(column.key)),
                level=level_of(counts[town.key, column.key], most),
            )
            for column in columns
        ]  # fmt: skip
        all_of_it = unclosed(heat, **inside, town=place(town.key))
        return Line(town.name, [*cells, Number(_("total"), by_town[town.key], all_of_it)])

    totals = [
        Number(
            column.name,
            by_department[column.key],
            unclosed(heat, **inside, department=place(column.key)),
        )
        for column in columns
    ]
    whole = Number(_("total"), sum(by_town.values()), unclosed(heat, **inside))
    lines = [line(town) for town in towns_shown(counted.circle, (+by_town))]
    return Table([*lines, Line(_("total"), [*totals, whole], is_total=True)])


def heat_counts(stock: Rows, heat: str, *keys: str) -> Counter[Any]:
    """How many unclosed issues a measure tells of, by town, department or both."""
    rows = [row for row in stock if heat != Heat.MAJOR or row["severity"] == Severity.MAJOR]
    return summed(rows, *keys, value="overdue" if heat == Heat.OVERDUE else "counted")


# The columns of the table of checks: which day, and what is told of it.
_TODAY = ("due", "done", "owed")
_YESTERDAY = ("due", "done", "done_late", "missed")
CHECK_GROUPS: list[tuple[Words, int]] = [
    (_("today"), len(_TODAY)), (_("yesterday"), len(_YESTERDAY)),
]  # fmt: skip


def checks_table(counted: Counted) -> Table:
    """Who does the checks: due, done and missed by town and department, today and yesterday."""
    counts = summed(counted.duties, "day", "side", "owner", "state")
    whole = summed(counted.duties, "day", "state")

    def line(name: Words, owner: Owner, of: Callable[[date, str], int], **more: Any) -> Line:
        return Line(name, check_numbers(counted, owner, of), **more)

    def of_owner(side: str, key: int | None) -> Callable[[date, str], int]:
        return lambda day, figure: sum(counts[day, side, key, each] for each in states_of(figure))

    lines = [
        line(each.name, Owner(DutySide.TOWN, town=each.key), of_owner(DutySide.TOWN, each.key))
        for each in towns_shown(counted.circle, _owners(counted.duties, DutySide.TOWN))
    ]
    lines += [
        line(each.name, Owner(DutySide.SECTOR, department=each.key),
             of_owner(DutySide.SECTOR, each.key))
        for each in departments_shown(counted.circle, _owners(counted.duties, DutySide.SECTOR),
                                      short=False)
    ]  # fmt: skip
    lines.append(line(_("total"), Owner(district=counted.circle.asked.get("district")),
                      lambda day, figure: _over(whole, day, figure), is_total=True))  # fmt: skip
    return Table(lines, CHECK_GROUPS)


def check_numbers(counted: Counted, owner: Owner, of: Callable[[date, str], int]) -> list[Number]:
    """One line of the table of checks; what a day that was not planned owed is not known."""
    days = [(counted.span.today, _TODAY), (counted.span.yesterday, _YESTERDAY)]
    return [
        Number(FIGURES[figure], of(day, figure) if day in counted.planned else None,
               address_of(figure, owner, day))
        for day, figures in days for figure in figures
    ]  # fmt: skip


def states_of(figure: str) -> Sequence[str]:
    """The states of duties that a figure counts."""
    return OWED if figure == "due" else (figure,)


def _over(counts: Mapping[Any, int], day: date, figure: str) -> int:
    return sum(counts.get((day, state), 0) for state in states_of(figure))


def _owners(duties: Rows, side: str) -> set[int | None]:
    return {row["owner"] for row in duties if row["side"] == side}


def stock_table(counted: Counted) -> Table:
    """The unclosed issues by severity: in which state, how old, how many overdue."""
    by_state = summed(counted.stock, "severity", "state")
    by_age = summed(counted.stock, "severity", "age")
    late = summed(counted.stock, "severity", value="overdue")
    today = counted.span.today

    def numbers(severities: Sequence[str], severity: str) -> list[Number]:
        def over(counts: Mapping[Any, int], key: str) -> int:
            return sum(counts.get((each, key), 0) for each in severities)

        states = [
            Number(IssueState(state).label, over(by_state, state),
                   list_at("ledger:list", state=state, severity=severity))
            for state in UNCLOSED
        ]  # fmt: skip
        ages = [Number(age.label, over(by_age, age), aged(age, severity, today)) for age in Age]
        overdue = Number(FIGURES["overdue"], sum(late[each] for each in severities),
                         unclosed(Heat.OVERDUE, severity=severity))  # fmt: skip
        whole = Number(_("total"), sum(number.value or 0 for number in states),
                       unclosed(Heat.UNCLOSED, severity=severity))  # fmt: skip
        return [*states, *ages, overdue, whole]

    lines = [Line(each.label, numbers([each], each)) for each in SEVERITIES]
    lines.append(Line(_("total"), numbers(SEVERITIES, ""), is_total=True))
    groups: list[tuple[Words, int]] = [
        (_("State"), len(UNCLOSED)), (_("Known for"), len(Age)), ("", 2),
    ]  # fmt: skip
    return Table(lines, groups)


def worst_towns(counted: Counted) -> Table:
    """For the wall: the towns with the most overdue issues."""
    parties = towns_shown(counted.circle, {row["town_id"] for row in counted.stock})
    return _worst(counted, parties, DutySide.TOWN, "town")


def worst_departments(counted: Counted) -> Table:
    """For the wall: the departments with the most overdue issues."""
    parties = departments_shown(counted.circle, {row["department_id"] for row in counted.stock})
    return _worst(counted, parties, DutySide.SECTOR, "department")


def _worst(counted: Counted, parties: Sequence[Party], side: str, filtered: str) -> Table:
    yesterday = counted.span.yesterday
    late = heat_counts(counted.stock, Heat.OVERDUE, f"{filtered}_id")
    whole = heat_counts(counted.stock, Heat.UNCLOSED, f"{filtered}_id")
    checks = summed(counted.duties, "day", "side", "state", "owner")
    planned = yesterday in counted.planned

    def missed(party: Party) -> int:
        return checks[yesterday, side, DutyState.MISSED, party.key]

    def line(party: Party) -> Line:
        whose: dict[str, Any] = {filtered: place(party.key)}
        owner = Owner(side, **{filtered: party.key})
        return Line(party.name, [
            Number(FIGURES["overdue"], late[party.key], unclosed(Heat.OVERDUE, **whose)),
            Number(FIGURES["unclosed"], whole[party.key], unclosed(Heat.UNCLOSED, **whose)),
            Number(_("missed yesterday"), missed(party) if planned else None,
                   address_of("missed", owner, yesterday)),
        ])  # fmt: skip

    def badness(party: Party) -> tuple[int, int, int]:
        return late[party.key], whole[party.key], missed(party)

    ordered = sorted(parties, key=badness, reverse=True)
    return Table([line(each) for each in ordered[:MOST_ON_WALL]])


def trends(counted: Counted) -> list[Trend]:
    """The last thirty whole days: checks, issues, plates and operations."""
    return [
        Trend("checks", _("Checks"), _of_days(counted.span, _checks(counted))),
        Trend("issues", _("Issues"), _of_days(counted.span, _issues(counted))),
        Trend("plates", _("Black plates"), _of_days(counted.span, _plates(counted))),
        Trend("operations", _("Joint enforcement"), _of_days(counted.span, _operations(counted))),
    ]  # fmt: skip


# A line of a chart: its name, how many on a day, and the list behind that.
Series = tuple[Words, Callable[[date], int | None], Callable[[date], str]]


def _of_days(span: Span, series: Sequence[Series]) -> Table:
    return Table([
        Line("", [Number(label, of(day), at(day)) for label, of, at in series], day=day)
        for day in span.days
    ])  # fmt: skip


def _checks(counted: Counted) -> list[Series]:
    counts = summed(counted.duties, "day", "state")

    def one(figure: str) -> Series:
        def of(day: date) -> int | None:
            return _over(counts, day, figure) if day in counted.planned else None

        return FIGURES[figure], of, lambda day: address_of(figure, Owner(), day)

    return [one(figure) for figure in ("due", "done", "missed")]


def _issues(counted: Counted) -> list[Series]:
    new, again = by_day(counted.found), by_day(counted.found, "recurring")
    closed = by_day(counted.closed)
    return [
        (_("issues found"), lambda day: new.get(day, 0), lambda day: found(day, day)),
        _series("closed", closed),
        (_("recurring"), lambda day: again.get(day, 0),
         lambda day: found(day, day, recurring=True)),
    ]  # fmt: skip


def _plates(counted: Counted) -> list[Series]:
    return [
        _series("plates_hung", by_day(counted.hung)),
        _series("plates_lifted", by_day(counted.plates_ended, "lifted")),
    ]


def _operations(counted: Counted) -> list[Series]:
    return [
        _series("whistles", by_day(counted.whistles)),
        _series("operations_closed", by_day(counted.operations_ended, "closed")),
    ]


def _series(figure: str, counts: Mapping[date, int]) -> Series:
    return FIGURES[figure], lambda day: counts.get(day, 0), _at(figure)


def _at(figure: str) -> Callable[[date], str]:
    return lambda day: address_of(figure, Owner(), day)
