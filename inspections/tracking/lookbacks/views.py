"""Pages of the look-backs: the list, with the share that held; one of them, and its acts."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from inspections.tracking.lookbacks import actions
from inspections.tracking.lookbacks.filters import LookBackFilter
from inspections.tracking.lookbacks.forms import FORMS
from inspections.tracking.lookbacks.holding import holding_of
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.lookbacks.tables import LookBackTable
from venues.signed_in import at_work, officer_of
from venues.views.posting import posted
from venuewatch.listing.pages import ListPage
from venuewatch.workflow import clock
from venuewatch.workflow.actions import choices, demand
from venuewatch.workflow.timeline import timeline_of

_ACTIONS: dict[str, Callable[..., LookBack]] = {
    "hold": actions.hold,
    "find_again": actions.find_again,
    "send": actions.send,
    "call_off_look_back": actions.call_off,
}


class LookBackList(ListPage):
    """The look-backs that this person may know of."""

    template_name = "look_backs/list.html"
    table_class = LookBackTable
    filterset_class = LookBackFilter
    heading = _("Look-backs")
    empty = _("No look-back matches. They follow the closing of issues and the lifting of plates.")
    file_name = "look-backs"
    list_url = "look_backs:list"
    saving_url = "look_backs:filters"
    default_order = ("owed_day", "pk")

    def rows(self) -> QuerySet[Any]:
        """Those in this person's scope."""
        rows = LookBack.objects.visible_to(at_work(self.request))
        return rows.select_related(
            "venue", "issue", "plate", "town", "department", "officer__person",
            "officer__organisation",
        )  # fmt: skip

    def extra_context(self) -> dict[str, Any]:
        """What share of what was closed still held."""
        return {"holding": holding_of(officer_of(self.request))}


@require_GET
def look_back_page(request: HttpRequest, code: str) -> HttpResponse:
    """What is to be seen, who goes by when, and what they saw."""
    look_back, officer = _in_scope(request, code), officer_of(request)
    offered = [each for each in choices(look_back, officer) if each[0].name in FORMS]
    context = {
        "look_back": look_back,
        "venue": look_back.venue,
        "is_late": look_back.is_late(timezone.localdate(clock.now())),
        "acts": [act for act, lacks in offered if not lacks],
        "waits": list(dict.fromkeys(str(lacks[0]) for _act, lacks in offered if lacks)),
        "goes": look_back.state == "sent" and look_back.officer_id == officer.pk,
        "timeline": timeline_of(look_back),
    }
    return render(request, "look_backs/look_back.html", context)


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One act on a look-back: its form, and doing it."""
    if name not in FORMS:
        raise Http404(name)
    look_back, officer = _in_scope(request, code), officer_of(request)
    demand(look_back, name, officer)
    form = FORMS[name](
        request.POST or None, look_back=look_back, initial={"seen": look_back.event_seq}
    )
    action = _ACTIONS[name]
    status = posted(request, form, lambda: action(look_back, by=officer, **form.cleaned_data))
    if status == HTTPStatus.FOUND:
        return redirect("look_backs:look_back", look_back.code)
    context = {
        "look_back": look_back,
        "venue": look_back.venue,
        "form": form,
        "label": look_back.workflow[name].label,
    }
    return render(request, "look_backs/act.html", context, status=status)


def _in_scope(request: HttpRequest, code: str) -> LookBack:
    """The look-back by its number; 404 for who may not know of it (R-SCOPE-2)."""
    rows = LookBack.objects.visible_to(officer_of(request)).select_related(
        "venue__standing", "venue__category", "venue__area__parent", "venue__town",
        "venue__district__parent", "issue", "plate", "department", "officer__person",
        "officer__organisation", "inspection", "found",
    )  # fmt: skip
    return get_object_or_404(rows, code=code)
