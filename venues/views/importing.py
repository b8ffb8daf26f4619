"""Importing a register: choose a file, see what it would do, do it (R-VENUE-3)."""

import csv
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from venues.register.planning import CHANGED, CREATED, UNCHANGED, Import, Planner, apply
from venues.register.reading import HEADINGS, UnreadableError, read
from venues.signed_in import officer_of
from venues.views.keeping import chosen, drop
from venues.views.register import may_import

MOST_SHOWN = 500
SALT = "venues.import"


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """The three steps on one address; nothing is written before the last."""
    if not may_import(request):
        raise PermissionDenied
    if request.method == "GET":
        return _page(request)
    confirmed = bool(request.POST.get("token"))
    try:
        name, content, token = chosen(request, SALT)
        planned = Planner(read(content, name), officer_of(request)).plan()
    except UnreadableError as error:
        return _page(request, error=str(error), status=400)
    if not confirmed:
        return _page(request, planned=planned, token=token)
    if "only_whole" in request.POST and planned.problems:
        return _page(request, planned=planned, token=token, status=400)
    applied = apply(planned, by=officer_of(request))
    drop(token, SALT)
    return _page(request, planned=applied, done=True)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty file with the headings, to be filled in."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="venues.csv"'
    answer.write("\ufeff")
    csv.writer(answer).writerow(words[0] for words in HEADINGS.values())
    return answer


def _page(
    request: HttpRequest, *, planned: Import | None = None, token: str = "", error: str = "",
    done: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {"token": token, "error": error, "done": done, "planned": planned}
    if planned is not None:
        context |= {
            "created": planned.count(CREATED),
            "changed": planned.count(CHANGED),
            "unchanged": planned.count(UNCHANGED),
            "entering": [plan for plan in planned.plans if plan.outcome == CREATED][:MOST_SHOWN],
            "changing": [plan for plan in planned.plans if plan.changes][:MOST_SHOWN],
            "problems": planned.problems[:MOST_SHOWN],
            "more_problems": max(0, len(planned.problems) - MOST_SHOWN),
        }
    return render(request, "venues/import.html", context, status=status)
