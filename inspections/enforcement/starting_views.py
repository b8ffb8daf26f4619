"""How an operation comes about: the whistle of a town, the convening by command (R-JOINT-1)."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from inspections.enforcement import actions
from inspections.enforcement.forms import BlowForm, ConveneAtOnceForm, ConveneForm
from inspections.enforcement.models import Operation
from inspections.enforcement.rules import OPERATION_TABLE
from inspections.enforcement.views import operation_in_scope
from venues.models import Venue
from venues.signed_in import officer_of
from venues.views.posting import posted_new, sent_before
from venues.views.register import venue_in_scope
from venuewatch.workflow.actions import demand
from venuewatch.workflow.timeline import last_of


@never_cache  # going back must not find a form that was sent
@require_http_methods(["GET", "POST"])
def blow(request: HttpRequest, code: str) -> HttpResponse:
    """A town's leader blows the whistle."""
    venue, officer = venue_in_scope(request, code), officer_of(request)
    demand(Operation(venue=venue), "blow", officer)
    form = BlowForm(request.POST or None, venue=venue)

    def act() -> Operation:
        return actions.blow(venue, by=officer, **form.cleaned_data)

    done = _("The whistle is blown; the command now convenes.")
    status, made = posted_new(request, form, Operation, act, done)
    if made is not None:
        return redirect("operations:room", made.event_key)
    return _page(request, venue, form, "blow", status)


@never_cache
@require_http_methods(["GET", "POST"])
def convene_at_once(request: HttpRequest, code: str) -> HttpResponse:
    """Command staff convene an operation of their own."""
    venue, officer = venue_in_scope(request, code), officer_of(request)
    demand(Operation(venue=venue), "convene_at_once", officer)
    form = ConveneAtOnceForm(request.POST or None, venue=venue)

    def act() -> Operation:
        given = form.cleaned_data
        return actions.convene_at_once(
            venue, by=officer, plan=form.plan(), why=given["why"], issues=given["issues"]
        )

    status, made = posted_new(request, form, Operation, act)
    if made is not None:
        return redirect("operations:room", made.event_key)
    return _page(request, venue, form, "convene_at_once", status)


@never_cache
@require_http_methods(["GET", "POST"])
def convene(request: HttpRequest, code: str) -> HttpResponse:
    """Command staff convene the agencies on a whistle."""
    operation, officer = operation_in_scope(request, code), officer_of(request)
    demand(operation, "convene", officer)
    initial = {"kind": operation.kind, "place": operation.venue.address,
               "seen": operation.event_seq}  # fmt: skip
    form = ConveneForm(
        request.POST or None, venue=operation.venue, wanted=list(operation.wanted.all()),
        initial=initial,
    )  # fmt: skip

    is_over = operation.state not in OPERATION_TABLE["convene"].sources
    if is_over and not sent_before(request, Operation):
        typed = form if form.is_bound else None
        status = HTTPStatus.CONFLICT
        return _page(request, operation.venue, typed, "convene", status, operation=operation)

    def act() -> Operation:
        given = form.cleaned_data
        return actions.convene(operation, by=officer, plan=form.plan(), seen=given["seen"])

    status, made = posted_new(request, form, Operation, act)
    if made is not None:
        return redirect("operations:room", made.event_key)
    return _page(request, operation.venue, form, "convene", status, operation=operation)


def _page(
    request: HttpRequest, venue: Venue, form: forms.Form | None, name: str, status: int, *,
    operation: Operation | None = None,
) -> HttpResponse:  # fmt: skip
    """The form; without its button where the operation stands where the act leads nowhere."""
    transition = OPERATION_TABLE[name]
    context: dict[str, Any] = {
        "venue": venue, "form": form, "transition": transition, "operation": operation,
        "convenes": isinstance(form, ConveneForm),
    }  # fmt: skip
    if operation is not None and operation.state not in transition.sources:
        context |= {"is_over": True, "changed": last_of(operation),
                    "now": operation.get_state_display()}  # fmt: skip
    return render(request, "operations/start.html", context, status=status)
