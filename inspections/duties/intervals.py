"""How often each category is checked: in a district's settings, and a page to set it (R-DUTY-1)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inspections.duties.actions import set_intervals, usual_interval
from inspections.duties.forms import IntervalsForm
from inspections.duties.models import CheckInterval
from inspections.duties.rules import INTERVALS
from venues.models import Area, Category, Officer
from venues.signed_in import officer_of
from venues.views.posting import posted
from venues.views.settings import district_read_by
from venuewatch.workflow.actions import may
from venuewatch.workflow.timeline import latest_of, timeline_of


def intervals_of(district: Area, officer: Officer) -> Mapping[str, Any]:
    """Every category with its days between checks and their latest change."""
    known = CheckInterval.objects.filter(district=district).select_related("category")
    rows = {row.category_id: row for row in known}
    latest = latest_of(CheckInterval, [row.pk for row in rows.values()])
    categories = Category.objects.order_by("position", "code")
    intervals = [rows.get(each.pk) or usual_interval(each, district) for each in categories]
    return {
        "district": district,
        "intervals": [{"row": row, "changed": latest.get(row.pk or 0)} for row in intervals],
    }


@require_http_methods(["GET", "POST"])
def intervals_page(request: HttpRequest, district: str, category: str) -> HttpResponse:
    """The days between checks of one category: their form for leaders, and their history."""
    officer = officer_of(request)
    area = district_read_by(officer, district)
    of = get_object_or_404(Category, code=category)
    row = CheckInterval.objects.filter(category=of, district=area).first()
    row = row or usual_interval(of, area)
    now = {name: getattr(row, name) for name in INTERVALS}
    form = IntervalsForm(request.POST or None, initial={**now, "seen": row.event_seq})

    def act() -> CheckInterval:
        given = form.cleaned_data
        return set_intervals(of, area, given, by=officer, reason=given["reason"],
                             seen=given["seen"])  # fmt: skip

    status = posted(request, form, act)
    if status == HTTPStatus.FOUND:
        return redirect("settings:district", area.code)
    context = {"heading": _("%s: days between checks") % of.name, "about": _about(now),
               "form": form, "district": area, "changes": may(row, "set_intervals", officer),
               "timeline": timeline_of(row)}  # fmt: skip
    return render(request, "settings/change.html", context, status=status)


def _about(now: Mapping[str, int]) -> str:
    return (
        _(
            "Now towns check every %(town_routine)d days, problem venues every"
            " %(town_problem)d; departments every %(sector_routine)d, problem venues every"
            " %(sector_problem)d. A change applies to today's duties at once."
        )
        % now
    )
