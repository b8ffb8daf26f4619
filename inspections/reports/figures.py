"""The figures of a day, counted by whole statements (R-REPORT-1).

One statement counts for every town and department of a scope, so that a single report and the
whole bulletin ask the same question: a town's checks are those of the town side in the town that
the duty, visit or issue was stored with, a department's those of the sector side. The ledger's
figures (rectified, struck off, overdue, unclosed) are of all issues in the owner's charge, whoever
found them; so are the plates. Whistles and operations are those of a town's venues, and those to
which a department was invited. A whole district counts each issue, plate and operation once. A
visit that was withdrawn counts nowhere (R-CHECK-6).
"""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from inspections.duties.rules import OWED, DutySide, next_day
from inspections.enforcement.rules import UNDER_WAY, OperationState
from inspections.ledger.guards import counts
from inspections.ledger.rules import UNCLOSED, IssueState
from inspections.plates.rules import HANGING, PlateState
from inspections.reports.rules import (
    CHARGE_FIGURES,
    blank_figures,
    deadline_of,
    sum_figures,
)

WHOLE = "whole"
_UNCLOSED_SQL = ", ".join(f"'{state}'" for state in UNCLOSED)
OVERDUE_SQL = (
    f"(i.state = '{IssueState.OPEN}' AND i.due < %(as_of)s"
    f" OR i.state <> '{IssueState.OPEN}' AND i.rectified_at > i.due)"
)
_HANGING_SQL = ", ".join(f"'{state}'" for state in HANGING)
_UNDER_WAY_SQL = ", ".join(f"'{state}'" for state in UNDER_WAY)


def _on_day(moment: str) -> str:
    return f"{moment} >= %(start)s AND {moment} < %(end)s"


def _figures(**conditions: str) -> str:
    """SQL: two columns, the figures by name and how many of the group's rows meet each."""
    names = ", ".join(f"'{name}'" for name in conditions)
    counted = ", ".join(f"count(*) FILTER (WHERE {each})" for each in conditions.values())
    return f"unnest(ARRAY[{names}]), unnest(ARRAY[{counted}])"


_PLATES = _figures(
    plates_hung=_on_day("p.hung_at"),
    plates_lifted=f"p.state = '{PlateState.LIFTED}' AND {_on_day('p.ended_at')}",
    plates_hanging=f"p.state IN ({_HANGING_SQL})",
)
_OPERATIONS = _figures(
    whistles=f"o.blower_id IS NOT NULL AND {_on_day('o.blown_at')}",
    operations=f"o.state IN ({_UNDER_WAY_SQL})",
    operations_closed=f"o.state = '{OperationState.CLOSED}' AND {_on_day('o.ended_at')}",
)
# Duties of venues in no town are the district's alone.
_IN_NO_TOWN = (
    f" OR d.side = '{DutySide.TOWN}' AND d.town_id IS NULL AND EXISTS (SELECT 1 FROM venues_venue"
    " AS w WHERE w.id = d.venue_id AND w.district_id = ANY(%(districts)s))"
)
# The duties of both sides in one pass: two would fetch the rows of a million venues town by town.
_DUTIES = (
    f"SELECT d.side, CASE d.side WHEN '{DutySide.TOWN}' THEN d.town_id ELSE d.department_id END,"
    " d.state, count(*) FROM inspections_duty AS d WHERE d.day = %(day)s"
    f" AND (d.side = '{DutySide.TOWN}' AND d.town_id = ANY(%(towns)s)"
    f" OR d.side = '{DutySide.SECTOR}' AND d.department_id = ANY(%(departments)s){{in_no_town}})"
    " GROUP BY 1, 2, 3"
)
# What else is counted, as (figure, how many) per owner: {owner} the owner's column, {its} the
# condition on it, {side} the side whose checks are the owner's.
_COUNTED = (
    (
        "SELECT '{side}', v.{owner}, v.outcome, count(*) FROM inspections_inspection AS v"
        f" WHERE v.business_day = %(day)s AND v.side = '{{side}}' AND v.{{its}} AND {counts('v')}"
        " GROUP BY v.{owner}, v.outcome"
    ),
    (
        "SELECT '{side}', i.{owner}, i.severity, count(*) FROM inspections_issue AS i"
        " WHERE i.found_at >= %(start)s AND i.found_at < %(end)s AND i.source = '{side}'"
        f" AND i.state <> '{IssueState.VOID}' AND i.{{its}} GROUP BY i.{{owner}}, i.severity"
    ),
    (
        "SELECT '{side}', i.{owner}, 'rectified', count(DISTINCT i.id)"
        " FROM inspections_rectification AS r"
        " JOIN inspections_issue AS i ON i.id = r.issue_id"
        " WHERE r.at >= %(start)s AND r.at < %(end)s AND i.{its} GROUP BY i.{owner}"
    ),
    (
        "SELECT '{side}', i.{owner}, 'closed', count(*) FROM inspections_issue AS i"
        f" WHERE i.state = '{IssueState.CLOSED}' AND i.closed_at >= %(start)s"
        " AND i.closed_at < %(end)s AND i.{its} GROUP BY i.{owner}"
    ),
    (
        "SELECT '{side}', i.{owner}, unnest(ARRAY['unclosed', 'overdue']),"
        f" unnest(ARRAY[count(*), count(*) FILTER (WHERE {OVERDUE_SQL})])"
        f" FROM inspections_issue AS i WHERE i.state IN ({_UNCLOSED_SQL}) AND i.{{its}}"
        " GROUP BY i.{owner}"
    ),
    (
        f"SELECT '{{side}}', p.{{owner}}, {_PLATES} FROM inspections_plate AS p WHERE p.{{its}}"
        " GROUP BY p.{owner}"
    ),
    (
        f"SELECT '{{side}}', {{party}}, {_OPERATIONS} FROM {{parties}}"
        " WHERE {party} = ANY({those}) GROUP BY {party}"
    ),
)
_OWNERS = (
    {
        "side": DutySide.TOWN.value,
        "owner": "town_id",
        "its": "town_id = ANY(%(towns)s)",
        "party": "o.town_id",
        "parties": "inspections_operation AS o",
        "those": "%(towns)s",
    },
    {
        "side": DutySide.SECTOR.value,
        "owner": "department_id",
        "its": "department_id = ANY(%(departments)s)",
        "party": "q.organisation_id",
        "parties": (
            "inspections_operation AS o JOIN inspections_part AS q ON q.operation_id = o.id"
        ),
        "those": "%(departments)s",
    },
)
_HERE = "JOIN venues_venue AS w ON w.id = {}.venue_id AND w.district_id = ANY(%(districts)s)"
# What the whole district has beside the sums of its towns and departments: visits of command and
# of joint operations, those to venues in no town or sector, and every issue once.
_WHOLE = (
    (
        f"SELECT '{WHOLE}', 0, v.outcome, count(*) FROM inspections_inspection AS v"
        f" {_HERE.format('v')} WHERE v.business_day = %(day)s AND {counts('v')}"
        f" AND (v.side NOT IN ('{DutySide.TOWN}', '{DutySide.SECTOR}')"
        f" OR v.side = '{DutySide.TOWN}' AND v.town_id IS NULL"
        f" OR v.side = '{DutySide.SECTOR}' AND v.department_id IS NULL) GROUP BY v.outcome"
    ),
    (
        f"SELECT '{WHOLE}', 0, i.severity, count(*) FROM inspections_issue AS i {_HERE.format('i')}"
        " WHERE i.found_at >= %(start)s AND i.found_at < %(end)s"
        f" AND i.state <> '{IssueState.VOID}' GROUP BY i.severity"
    ),
    (
        f"SELECT '{WHOLE}', 0, 'rectified', count(DISTINCT i.id)"
        " FROM inspections_rectification AS r"
        f" JOIN inspections_issue AS i ON i.id = r.issue_id {_HERE.format('i')}"
        " WHERE r.at >= %(start)s AND r.at < %(end)s"
    ),
    (
        f"SELECT '{WHOLE}', 0, 'closed', count(*) FROM inspections_issue AS i {_HERE.format('i')}"
        f" WHERE i.state = '{IssueState.CLOSED}' AND i.closed_at >= %(start)s"
        " AND i.closed_at < %(end)s"
    ),
    (
        f"SELECT '{WHOLE}', 0, unnest(ARRAY['unclosed', 'overdue']),"
        f" unnest(ARRAY[count(*), count(*) FILTER (WHERE {OVERDUE_SQL})])"
        f" FROM inspections_issue AS i {_HERE.format('i')} WHERE i.state IN ({_UNCLOSED_SQL})"
    ),
    f"SELECT '{WHOLE}', 0, {_PLATES} FROM inspections_plate AS p {_HERE.format('p')}",
    f"SELECT '{WHOLE}', 0, {_OPERATIONS} FROM inspections_operation AS o {_HERE.format('o')}",
)
_PLANNED = (
    "SELECT 'planned', 0, 'planned', count(*) FROM inspections_plannedday WHERE day = %(day)s"
)
# A department's sector: the checks of both sides by town, and the issues whoever found them.
_SECTOR = (
    (
        "SELECT d.side, d.town_id, d.state, count(*) FROM inspections_duty AS d"
        " WHERE d.day = %(day)s AND d.department_id = ANY(%(departments)s)"
        " GROUP BY d.side, d.town_id, d.state"
    ),
    (
        "SELECT v.side, v.town_id, v.outcome, count(*) FROM inspections_inspection AS v"
        " WHERE v.business_day = %(day)s AND v.department_id = ANY(%(departments)s)"
        f" AND {counts('v')}"
        " GROUP BY v.side, v.town_id, v.outcome"
    ),
    (
        "SELECT i.source, i.town_id, i.severity, count(*) FROM inspections_issue AS i"
        " WHERE i.found_at >= %(start)s AND i.found_at < %(end)s"
        f" AND i.state <> '{IssueState.VOID}' AND i.department_id = ANY(%(departments)s)"
        " GROUP BY i.source, i.town_id, i.severity"
    ),
)


@dataclass(frozen=True)
class Scope:
    """Whose figures: towns by area, departments by organisation, and districts as a whole."""

    towns: Collection[int] = ()
    departments: Collection[int] = ()
    districts: Collection[int] = ()


@dataclass(frozen=True)
class DayFigures:
    """The figures of a day by owner; `planned` whether the day's duties are known at all."""

    planned: bool
    towns: dict[int, dict[str, int | None]]
    departments: dict[int, dict[str, int | None]]
    whole: dict[str, int | None]


@dataclass(frozen=True)
class SectorFigures:
    """A sector's figures: each town's by side (None: in no town), and all of it together."""

    planned: bool
    towns: dict[int | None, dict[str, dict[str, int | None]]]
    whole: dict[str, int | None]


def day_statement(scope: Scope) -> str:
    """SQL: rows (side, owner, figure, counted) of `parameters_for`."""
    own = [part.format(**owner) for owner in _OWNERS for part in _COUNTED]
    duties = _DUTIES.format(in_no_town=_IN_NO_TOWN if scope.districts else "")
    return " UNION ALL ".join([duties, *own, *(_WHOLE if scope.districts else ()), _PLANNED])


def parameters_for(scope: Scope, day: date, as_of: datetime) -> dict[str, Any]:
    """What `day_statement` is asked with."""
    return {
        "day": day, "start": deadline_of(day, 0), "end": deadline_of(next_day(day), 0),
        "as_of": as_of, "towns": sorted(scope.towns), "departments": sorted(scope.departments),
        "districts": sorted(scope.districts),
    }  # fmt: skip


def day_figures(scope: Scope, day: date, as_of: datetime) -> DayFigures:
    """Count a day for every owner of the scope; overdue and unclosed are as of that moment."""
    rows = _rows(day_statement(scope), parameters_for(scope, day, as_of))
    planned = any(figure == "planned" and counted for _side, _owner, figure, counted in rows)
    towns = _by_owner(rows, DutySide.TOWN, scope.towns, planned)
    departments = _by_owner(rows, DutySide.SECTOR, scope.departments, planned)
    whole = blank_figures(planned=planned)
    if scope.districts:
        both = [*towns.values(), *departments.values()]
        for name, value in sum_figures(both, planned=planned).items():
            whole[name] = 0 if name in _ONCE else value
        _count(whole, (row for row in rows if row[0] == WHOLE or row[1] is None))
    return DayFigures(planned, towns, departments, whole)


def sector_figures(department: int, day: date, as_of: datetime) -> SectorFigures:
    """Count a day of a department's sector, both sides' checks side by side (R-REPORT-1)."""
    scope = Scope(departments=[department])
    parameters = parameters_for(scope, day, as_of)
    rows = _rows(" UNION ALL ".join([*_SECTOR, _PLANNED]), parameters)
    planned = any(figure == "planned" and counted for _side, _owner, figure, counted in rows)
    towns: dict[int | None, dict[str, dict[str, int | None]]] = {}
    whole = blank_figures(planned=planned)
    for side, town, figure, counted in rows:
        if side == "planned":
            continue
        _count(whole, [(side, town, figure, counted)])
        if side in DutySide.values:
            sides = towns.setdefault(
                town, {each: _checks_only(planned=planned) for each in DutySide.values}
            )
            _count(sides[side], [(side, town, figure, counted)])
    own = day_figures(scope, day, as_of).departments[department]
    return SectorFigures(planned, towns, whole | {name: own[name] for name in CHARGE_FIGURES})


def _checks_only(*, planned: bool) -> dict[str, int | None]:
    """What one side of a town has: its checks, and nothing that both sides answer for."""
    blank = blank_figures(planned=planned)
    return {name: value for name, value in blank.items() if name not in CHARGE_FIGURES}


_ONCE = ("general", "serious", "major", *CHARGE_FIGURES)
Row = tuple[str, int | None, str, int]


def _rows(statement: str, parameters: dict[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _by_owner(
    rows: Iterable[Row], side: str, owners: Collection[int], planned: bool
) -> dict[int, dict[str, int | None]]:
    found = {owner: blank_figures(planned=planned) for owner in owners}
    for row in rows:
        if row[0] == side and row[1] is not None:
            _count(found[row[1]], [row])
    return found


def _count(figures: dict[str, int | None], rows: Iterable[Row]) -> None:
    """Add what was counted; a moot duty is no figure, every other one is due."""
    for _side, _owner, figure, counted in rows:
        if figure in figures and figures[figure] is not None:
            figures[figure] = (figures[figure] or 0) + counted
        if figure in OWED and figures["due"] is not None:
            figures["due"] += counted
