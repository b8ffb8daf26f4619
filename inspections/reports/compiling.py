"""What a report says of its day: the content that is shown live, and frozen on submission."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from inspections.reports.arrivals import arrived_since
from inspections.reports.disagreements import disagreements
from inspections.reports.figures import DayFigures, Scope, day_figures, sector_figures
from inspections.reports.models import DailyReport, told_days
from inspections.reports.rules import (
    OWN_KINDS,
    Figures,
    ReportKind,
    Standing,
    standing_of,
    sum_figures,
)
from venues.models import Area, Organisation
from venues.rules import AreaKind, OrganisationKind

# How far back a day may be whose late arrivals are still looked for.
LOOKED_BACK = timedelta(days=31)


def content_of(report: DailyReport, as_of: datetime) -> dict[str, Any]:
    """What a report says as of a moment, in words and numbers that can be read without it."""
    organisation = report.organisation
    content = {
        "kind": report.kind, "day": report.day.isoformat(), "organisation": organisation.name,
        "added": _added(report),
    }  # fmt: skip
    return content | _COMPILERS[report.kind](organisation, report.day, as_of)


def districts_of(area: Area) -> list[int]:
    """The districts that a command answers for."""
    if area.kind != AreaKind.CITY:
        return [area.district_id or area.pk]
    inside = Area.objects.filter(kind=AreaKind.DISTRICT, parent=area).order_by("pk")
    return list(inside.values_list("pk", flat=True))


def reporting(districts: Iterable[int]) -> list[Organisation]:
    """The towns and departments of some districts, towns first, in the order of their codes."""
    kinds = (OrganisationKind.TOWN, OrganisationKind.DEPARTMENT)
    rows = Organisation.objects.filter(area__district__in=districts, kind__in=kinds)
    found = list(rows.select_related("area").order_by("area__code", "pk"))
    return sorted(found, key=lambda each: each.kind != OrganisationKind.TOWN)


def scope_of(organisations: Iterable[Organisation], districts: Iterable[int] = ()) -> Scope:
    """The scope of the figures of these towns and departments, with districts as a whole."""
    rows = list(organisations)
    return Scope(
        towns=[each.area_id for each in rows if each.kind == OrganisationKind.TOWN],
        departments=[each.pk for each in rows if each.kind == OrganisationKind.DEPARTMENT],
        districts=list(districts),
    )


def figures_of(organisation: Organisation, counted: DayFigures) -> dict[str, int | None]:
    """What was counted for one town or department."""
    if organisation.kind == OrganisationKind.TOWN:
        return counted.towns[organisation.area_id]
    return counted.departments[organisation.pk]


def standings(
    organisations: Iterable[Organisation], day: date, now: datetime
) -> dict[int, Standing | None]:
    """How the own report of each organisation stands on a day; None where none is awaited."""
    rows = DailyReport.objects.filter(organisation__in=organisations, day=day, kind__in=OWN_KINDS)
    found = {
        row.organisation_id: Standing(standing_of(row.state, row.deadline, row.filed_at, now))
        for row in rows.order_by("pk")
    }
    return {each.pk: found.get(each.pk) for each in organisations}


def _own(organisation: Organisation, day: date, as_of: datetime) -> dict[str, Any]:
    counted = day_figures(scope_of([organisation]), day, as_of)
    return {"planned": counted.planned, "own": figures_of(organisation, counted)}


def _summary(organisation: Organisation, day: date, as_of: datetime) -> dict[str, Any]:
    sector = sector_figures(organisation.pk, day, as_of)
    names = dict(
        Area.objects.filter(pk__in=[town for town in sector.towns if town])
        .order_by("code")
        .values_list("pk", "name")
    )
    ordered = [*names, *([None] if None in sector.towns else [])]
    sides = [
        {"name": names[town] if town else "", "town": town, "sides": sector.towns[town]}
        for town in ordered
    ]
    return {
        "planned": sector.planned, "own": sector.whole, "towns": sides,
        "disagreements": disagreements(organisation.pk, day),
    }  # fmt: skip


def _bulletin(organisation: Organisation, day: date, as_of: datetime) -> dict[str, Any]:
    districts = districts_of(organisation.area)
    own = reporting(districts)
    counted = day_figures(scope_of(own, districts), day, as_of)
    reports = standings(own, day, as_of)
    lines = [_line(each, reports[each.pk], figures_of(each, counted)) for each in own]
    groups = {
        name: [line for line in lines if line["kind"] == kind]
        for name, kind in (("towns", ReportKind.TOWN), ("departments", ReportKind.DEPARTMENT))
    }
    totals = {
        name: sum_figures([line["figures"] for line in group], planned=counted.planned)
        for name, group in groups.items()
    }
    return {
        "planned": counted.planned, "own": counted.whole, **groups, "totals": totals,
        "not_reported": [line["name"] for line in lines if not line["reported"]],
    }  # fmt: skip


def _line(
    organisation: Organisation, standing: Standing | None, figures: Figures
) -> dict[str, Any]:
    reported = standing is not None and standing not in (Standing.MISSING, Standing.AWAITED)
    return {
        "name": organisation.name, "kind": organisation.kind, "organisation": organisation.pk,
        "town": organisation.area_id, "standing": standing.value if standing else "",
        "reported": reported, "figures": figures,
    }  # fmt: skip


def arrived_after(report: DailyReport, as_of: datetime) -> list[dict[str, Any]]:
    """What came in for a report's own day after its figures were frozen, as of now (R-REPORT-1).

    Its figures stay; the next report lists it, or a correction counts it.
    """
    return _arrivals(report, [(report.day, as_of)])


def _added(report: DailyReport) -> list[dict[str, Any]]:
    told = told_days(report.organisation_id, report.kind, report.day - LOOKED_BACK)
    return _arrivals(report, [(day, since) for day, since in told if day != report.day])


def _arrivals(report: DailyReport, told: list[tuple[date, datetime]]) -> list[dict[str, Any]]:
    organisation = report.organisation
    town = report.kind == ReportKind.TOWN
    owner = organisation.area_id if town else organisation.pk
    bulletin = report.kind == ReportKind.BULLETIN
    districts = districts_of(organisation.area) if bulletin else []
    return arrived_since(report.kind, owner, districts, told)


_COMPILERS: dict[str, Callable[[Organisation, date, datetime], dict[str, Any]]] = {
    ReportKind.TOWN: _own,
    ReportKind.DEPARTMENT: _own,
    ReportKind.SUMMARY: _summary,
    ReportKind.BULLETIN: _bulletin,
}
