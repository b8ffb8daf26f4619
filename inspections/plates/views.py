"""Pages of the plates: the list, a plate, its acts, and how one comes about."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from inspections.plates import actions
from inspections.plates.filters import PlateFilter
from inspections.plates.forms import FORMS, PlateForm, form_for
from inspections.plates.models import Plate
from inspections.plates.overview import conditions_of, period_of, strips_of
from inspections.plates.plate_panels import PLATE_PANELS
from inspections.plates.rules import PLATE_TABLE, SETTLED
from inspections.plates.tables import PlateTable
from venues.models import Officer
from venues.signed_in import at_work, officer_of
from venues.views.posting import attempt, send_again
from venuewatch.listing.pages import ListPage
from venuewatch.workflow.actions import choices, demand
from venuewatch.workflow.rules import Words
from venuewatch.workflow.timeline import last_of, timeline_of

Doer = Callable[[Plate, PlateForm, Officer], None]


class PlateList(ListPage):
    """The plates in the scope of whoever looks."""

    table_class = PlateTable
    filterset_class = PlateFilter
    heading = gettext_lazy("Black plates")
    empty = gettext_lazy("No plate matches. A plate is proposed on the page of its venue.")
    file_name = "plates"
    list_url = "plates:list"
    saving_url = "plates:filters"
    default_order = ("-proposed_at", "-pk")

    def rows(self) -> QuerySet[Any]:
        """The plates in this person's scope, each with how many grounds are settled."""
        rows = Plate.objects.visible_to(at_work(self.request)).annotate(
            all_grounds=Count("grounds"),
            settled_grounds=Count("grounds", filter=Q(grounds__issue__state__in=SETTLED)),
        )
        return rows.select_related("venue__category", "town", "department")


def plate_in_scope(request: HttpRequest, code: str) -> Plate:
    """The plate by its number or that of its proposal; 404 where it is not in scope."""
    rows = Plate.objects.visible_to(officer_of(request)).known_as(code)
    rows = rows.select_related(
        "venue__standing", "venue__category", "venue__area__parent", "venue__town",
        "venue__district__parent", "department", "proposer__person", "proposer__organisation",
    )  # fmt: skip
    return get_object_or_404(rows)


@require_GET
def plate_page(request: HttpRequest, code: str) -> HttpResponse:
    """Why it hangs, since when, and what is missing before it can be lifted."""
    plate, officer = plate_in_scope(request, code), officer_of(request)
    told, period = plate.judgement, period_of(plate, request.GET.get("until", ""))
    context = {
        "plate": plate,
        "venue": plate.venue,
        "conditions": conditions_of(plate, told),
        "strips": strips_of(plate, period),
        "period": period,
        "grounds": told.grounds,
        "why": list(dict.fromkeys(ground.get_kind_display() for ground in told.grounds)),
        "panels": PLATE_PANELS.of(plate, officer),
        "steps": told.steps,
        "timeline": timeline_of(plate),
        "may_print": plate.is_current and plate.number,
        **_acts(plate, officer),
    }
    return render(request, "plates/plate.html", context)


# The act that a plate in this state is there for; it is the primary button.
MAIN_ACTS = ("hang", "approve", "request_lift", "accept", "lift")


def _acts(plate: Plate, officer: Officer) -> dict[str, Any]:
    """What this person may do now, the main act first, and why a usual one is missing."""
    offered = [(act, lacks) for act, lacks in choices(plate, officer) if act.name in FORMS]
    ready = [act for act, lacks in offered if not lacks]
    ready.sort(key=lambda act: act.name not in _main_acts(plate))
    waits: list[Words] = [lacks[0] for _act, lacks in offered if lacks]
    main = ready[0] if ready and ready[0].name in _main_acts(plate) else None
    if not waits and main is None:
        waits = [_WAITS[plate.state]] if plate.state in _WAITS else []
    return {"acts": ready, "main": main, "waits": list(dict.fromkeys(map(str, waits)))}


def _main_acts(plate: Plate) -> tuple[str, ...]:
    """The notice comes first while none names every ground, then the reply while one is awaited."""
    told = plate.judgement
    if not told.told:
        return ("tell_venue", *MAIN_ACTS)
    return MAIN_ACTS if told.heard else ("record_reply", *MAIN_ACTS)


_WAITS: dict[str, Words] = {
    "proposed": gettext_lazy("Waits for the command: notice, reply, approval by the leader."),
    "approved": gettext_lazy("Waits for the command to hang it."),
    "hung": gettext_lazy("Waits for the town or the lead department to request the lifting."),
    "lift_requested": gettext_lazy(
        "Waits for the acceptance by the town and by the lead department."
    ),
    "accepted": gettext_lazy("Waits for the command's leader to decide."),
}


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One act on a plate: its form, and doing it."""
    if name not in FORMS:
        raise Http404(name)
    plate, officer = plate_in_scope(request, code), officer_of(request)
    if request.method == "GET":
        return _open(request, plate, name, officer)
    form = form_for(name, plate, officer, request.POST, request.FILES)
    status, row = attempt(plate, name, form, lambda: _DOERS[name](plate, form, officer), by=officer)
    if status != HTTPStatus.FOUND:
        return _act_page(request, row, name, form, status)
    messages.success(request, _("Done: %s.") % PLATE_TABLE[name].label)
    return redirect("plates:plate", Plate.objects.get(pk=plate.pk).code)


def _open(request: HttpRequest, plate: Plate, name: str, officer: Officer) -> HttpResponse:
    """The form, or at once that the plate stands where the act leads nowhere."""
    demand(plate, name, officer)
    if plate.state not in PLATE_TABLE[name].sources:
        return _act_page(request, plate, name, None, status=409)
    return _act_page(request, plate, name, form_for(name, plate, officer))


def _act_page(
    request: HttpRequest, plate: Plate, name: str, form: PlateForm | None, status: int = 200
) -> HttpResponse:
    if form is not None:
        form.keep_photos()
    if form is not None and status == 409:
        send_again(form, plate.event_seq)
    latest = last_of(plate) if status == 409 else None
    context = {
        "plate": plate,
        "venue": plate.venue,
        "form": form,
        "transition": PLATE_TABLE[name],
        "is_final": name in ("hang", "lift", "withdraw_plate"),
        "changed": latest,
        "now": plate.get_state_display(),
        "lacks_visit": getattr(form, "lacks_visit", False),
        "asks_position": name == "hang",
        "conditions": conditions_of(plate, plate.judgement) if name != "tell_venue" else [],
    }
    return render(request, "plates/act.html", context, status=status)


def _plain(action: Callable[..., Plate]) -> Doer:
    """An act whose form has a field for each of its arguments; its photos come as pictures."""

    def do(plate: Plate, form: PlateForm, officer: Officer) -> None:
        given = dict(form.cleaned_data)
        if "photos" in given:
            given["pictures"] = given.pop("photos")
        action(plate, by=officer, **given)

    return do


def _add(plate: Plate, form: Any, officer: Officer) -> None:
    given = form.cleaned_data
    actions.add_grounds(
        plate, form.grounds(), by=officer, document_number=given["document_number"],
        seen=given["seen"],
    )  # fmt: skip


_DOERS: dict[str, Doer] = {
    "tell_venue": _plain(actions.tell_venue),
    "record_reply": _plain(actions.record_reply),
    "approve": _plain(actions.approve),
    "refuse": _plain(actions.refuse),
    "hang": _plain(actions.hang),
    "add_ground": _add,
    "add_ground_again": _add,
    "request_lift": _plain(actions.request_lift),
    "accept": _plain(actions.accept),
    "reject": _plain(actions.reject),
    "lift": _plain(actions.lift),
    "withdraw_plate": _plain(actions.withdraw_plate),
}
