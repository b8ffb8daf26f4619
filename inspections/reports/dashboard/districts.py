"""A city by district: one line each, which leads to the tables of its towns and departments."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.reports.dashboard.figures import DISTRICT, Counted, summed
from inspections.reports.dashboard.links import Number, unclosed
from inspections.reports.dashboard.rules import Heat, level_of
from inspections.reports.dashboard.tables import (
    CHECK_GROUPS,
    Line,
    Table,
    check_numbers,
    heat_counts,
    states_of,
)
from inspections.reports.links import Owner
from venues.models import Area


def within(counted: Counted, district: Area) -> Counted:
    """The same figures, those of towns and departments narrowed to one district."""
    circle = counted.circle.within(district)
    owners = {*(each.pk for each in circle.towns)}, {*(each.pk for each in circle.departments)}
    duties = [row for row in counted.duties if row["owner"] in owners[row["side"] != "town"]]
    stock = [row for row in counted.stock if row[DISTRICT] == district.pk]
    return replace(counted, circle=circle, duties=duties, stock=stock)


def heat_by_district(counted: Counted) -> Table:
    """Where in the city it is bad: each measure by district, the more the deeper."""
    counts = {heat: heat_counts(counted.stock, heat, DISTRICT) for heat in Heat}
    most = {heat: max(counts[heat].values(), default=0) for heat in Heat}

    def line(district: Area) -> Line:
        numbers = [
            Number(heat.label, counts[heat][district.pk],
                   unclosed(heat, district=district.pk),
                   level=level_of(counts[heat][district.pk], most[heat]))
            for heat in Heat
        ]  # fmt: skip
        return Line(district.name, numbers, address=_page(district))

    totals = [Number(heat.label, sum(counts[heat].values()), unclosed(heat)) for heat in Heat]
    lines = [line(district) for district in counted.circle.districts]
    return Table([*lines, Line(_("total"), totals, is_total=True)])


def checks_by_district(counted: Counted) -> Table:
    """Who does the checks: due, done and missed by district, today and yesterday."""
    places = _districts_of_owners(counted)
    counts: Counter[Any] = Counter()
    for (day, side, owner, state), count in summed(
        counted.duties, "day", "side", "owner", "state"
    ).items():
        counts[places[side != "town"][owner], day, state] += count
        counts[None, day, state] += count

    def line(name: Any, key: int | None, **more: Any) -> Line:
        def of(day: date, figure: str) -> int:
            return sum(counts[key, day, state] for state in states_of(figure))

        return Line(name, check_numbers(counted, Owner(district=key), of), **more)

    lines = [line(each.name, each.pk, address=_page(each)) for each in counted.circle.districts]
    return Table([*lines, line(_("total"), None, is_total=True)], CHECK_GROUPS)


def _districts_of_owners(counted: Counted) -> tuple[dict[int, int | None], dict[int, int | None]]:
    """The districts of the towns, and of the departments."""
    towns = {each.pk: each.district_id for each in counted.circle.towns}
    return towns, {each.pk: each.area.district_id for each in counted.circle.departments}


def _page(district: Area) -> str:
    return f"?district={district.pk}"
