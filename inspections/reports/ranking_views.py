"""The page of the rankings, and its sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from inspections.duties.actions import today
from inspections.reports.overview import circle_of, day_in, reader_of
from inspections.reports.rankings import BY_KEY, MEASURES, Placed, ranked
from venues.rules import OrganisationKind
from venuewatch.listing import export
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Words

PERIODS = (7, 30)
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Group:
    """The ranking of all organisations of one kind."""

    heading: Words
    placed: list[Placed]


@require_GET
def rankings(request: HttpRequest) -> HttpResponseBase:
    """Who does well, and by which formula? (R-REPORT-3)."""
    officer = reader_of(request)
    since, until, error = _period(request)
    by = request.GET.get("by", "")
    by = by if by in BY_KEY else MEASURES[0].key
    circle = circle_of(officer)
    groups = [
        Group(heading, ranked(
            [each for each in circle if each.kind == kind], since, until, clock.now(), by))
        for kind, heading in _KINDS.items()
    ]  # fmt: skip
    if sheet := request.GET.get("export", ""):
        return export.response(sheet, f"rankings-{since}-{until}", _sheet(groups))
    context = {
        "groups": groups, "measures": MEASURES, "by": by, "since": since, "until": until,
        "error": error, "periods": PERIODS, "own": officer.organisation_id,
        "typed_since": request.GET.get("since", "") or since.isoformat(),
        "typed_until": request.GET.get("until", "") or until.isoformat(),
    }  # fmt: skip
    return render(request, "reports/rankings.html", context, status=400 if error else 200)


_KINDS: dict[str, Words] = {
    OrganisationKind.TOWN: gettext_lazy("Towns"),
    OrganisationKind.DEPARTMENT: gettext_lazy("Departments"),
}


def _period(request: HttpRequest) -> tuple[date, date, Words]:
    """From and until, both counted, as asked; else the last days up to yesterday, and why."""
    yesterday = today() - timedelta(days=1)
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isdecimal() and int(asked) in PERIODS else PERIODS[0]
    usual = (yesterday - timedelta(days=days - 1), yesterday)
    texts = request.GET.get("since", ""), request.GET.get("until", "")
    if asked or not any(texts):
        return *usual, ""
    since, until = day_in(texts[0]), day_in(texts[1])
    if since is None or until is None:
        return *usual, _("Give two days, from and until.")
    if since > until:
        return *usual, _("The period ends before it begins.")
    if until - since > LONGEST:
        return *usual, _("A period has at most a year.")
    return since, until, ""


def _sheet(groups: Iterable[Group]) -> list[list[Any]]:
    rows: list[list[Any]] = [["", _("Place"), *_headings()]]
    for group in groups:
        for each in group.placed:
            rates = [each.rates[measure.key] for measure in MEASURES]
            cells = [value for rate in rates for value in (rate.percent, rate.counted, rate.of)]
            rows.append([each.organisation.name, each.place, *cells])
    rows += [[str(measure.label), "", str(measure.formula)] for measure in MEASURES]
    return rows


def _headings() -> list[str]:
    return [
        heading
        for measure in MEASURES
        for heading in (str(measure.label), _("counted"), _("out of"))
    ]
