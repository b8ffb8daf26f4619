"""The dashboard and the wallboard: is what one answers for under control?"""

from typing import Any

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from inspections.reports.dashboard.districts import checks_by_district, heat_by_district, within
from inspections.reports.dashboard.figures import Counted, counted_for
from inspections.reports.dashboard.panels import holding, mechanisms, six
from inspections.reports.dashboard.rules import Heat
from inspections.reports.dashboard.tables import (
    checks_table,
    heat_table,
    stock_table,
    trends,
    worst_departments,
    worst_towns,
)
from venues.models import Area
from venues.scoping import is_of_command
from venues.signed_in import at_work
from venuewatch.workflow import clock


@require_GET
def dashboard(request: HttpRequest) -> TemplateResponse:
    """Six figures, where it is bad, who checks, what is unclosed, and thirty days of it all."""
    officer = at_work(request)
    counted = counted_for(officer, clock.now())
    district = _asked(counted, request.GET.get("district", ""))
    told = within(counted, district) if district else counted
    by_district = bool(counted.circle.districts) and district is None
    heat = request.GET.get("heat", "")
    heat = heat if heat in Heat.values else Heat.OVERDUE.value
    context = _shared(counted) | {
        "heat": heat_by_district(counted) if by_district else heat_table(told, heat),
        "heat_shown": heat, "heats": [] if by_district else list(Heat), "district": district,
        "checks": checks_by_district(counted) if by_district else checks_table(told),
        "by_district": by_district, "stock": stock_table(counted),
        "panels": mechanisms(counted), "holding": holding(counted), "trends": trends(counted),
        "of_command": is_of_command(officer),
    }  # fmt: skip
    return TemplateResponse(request, "reports/dashboard/dashboard.html", context)


def _asked(counted: Counted, key: str) -> Area | None:
    """The district of the city that was asked for; 404 for one that is not (R-SCOPE-2)."""
    if not key:
        return None
    found = next((each for each in counted.circle.districts if str(each.pk) == key), None)
    if found is None:
        raise Http404(key)
    return found


@require_GET
def wallboard(request: HttpRequest) -> TemplateResponse:
    """The same for a screen on the wall: no bars, always dark, made anew by itself."""
    counted = counted_for(at_work(request), clock.now())
    checks, issues, *_others = trends(counted)
    context = _shared(counted) | {
        "towns": worst_towns(counted), "departments": worst_departments(counted),
        "trends": [issues, checks],
    }  # fmt: skip
    return TemplateResponse(request, "reports/dashboard/wallboard.html", context)


def _shared(counted: Counted) -> dict[str, Any]:
    return {
        "organisation": counted.circle.own, "made_at": counted.span.now, "six": six(counted),
    }  # fmt: skip
