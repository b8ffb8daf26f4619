"""Importing accounts: choose a file, see what it would do, do it; for the administrator."""

import csv
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from venues.register.accounts import HEADINGS, NEEDED, AccountPlanner, apply
from venues.register.planning import CHANGED, CREATED, UNCHANGED, Import
from venues.register.reading import UnreadableError, read
from venues.signed_in import officer_of
from venues.views.keeping import chosen, drop

SALT = "accounts.import"


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """The three steps on one address; nothing is written before the last."""
    if "template" in request.GET:
        return _template()
    if request.method == "GET":
        return _page(request)
    confirmed = bool(request.POST.get("token"))
    by = officer_of(request)
    try:
        name, content, token = chosen(request, SALT)
        planned = AccountPlanner(read(content, name, HEADINGS, NEEDED), by).plan()
    except UnreadableError as error:
        return _page(request, error=str(error), status=400)
    if not confirmed:
        return _page(request, planned=planned, token=token)
    if "only_whole" in request.POST and planned.problems:
        return _page(request, planned=planned, token=token, status=400)
    applied = apply(planned, by=by)
    drop(token, SALT)
    return _page(request, planned=applied, done=True)  # admin lets no cache keep the passwords


def _template() -> HttpResponse:
    """An empty file with the headings, to be filled in."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="accounts.csv"'
    answer.write("\ufeff")
    csv.writer(answer).writerow(words[0] for words in HEADINGS.values())
    return answer


def _page(
    request: HttpRequest, *, planned: Import | None = None, token: str = "", error: str = "",
    done: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Import accounts"),
        "token": token,
        "error": error,
        "done": done,
        "planned": planned,
    }
    if planned is not None:
        context |= {
            "created": [plan for plan in planned.plans if plan.outcome == CREATED],
            "changed": [plan for plan in planned.plans if plan.outcome == CHANGED],
            "unchanged": planned.count(UNCHANGED),
        }
    return render(request, "admin/venues/import_accounts.html", context, status=status)
