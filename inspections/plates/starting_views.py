"""How a plate comes about: command staff propose it, reviewers suggest it (R-PLATE-1)."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from inspections.plates import actions
from inspections.plates.forms import ProposeForm, SuggestForm, WhyForm
from inspections.plates.models import Plate, PlateSuggestion
from inspections.plates.rules import PLATE_TABLE, SUGGESTION_TABLE
from venues.models import Venue
from venues.signed_in import officer_of
from venues.views.posting import posted, posted_new
from venues.views.register import venue_in_scope
from venuewatch.workflow.actions import demand
from venuewatch.workflow.rules import Words


@never_cache  # going back must not find a form that was sent
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Command staff propose a plate, maybe on a suggestion."""
    venue, officer = venue_in_scope(request, code), officer_of(request)
    demand(Plate(venue=venue), "propose", officer)
    suggestion = PlateSuggestion.objects.waiting_for(officer).filter(venue=venue).first()
    initial = {"facts": suggestion.reason if suggestion else ""}
    form = ProposeForm(request.POST or None, venue=venue, initial=initial)

    def act() -> Plate:
        given = form.cleaned_data
        return actions.propose(
            venue, form.grounds(), by=officer, facts=given["facts"],
            document_number=given["document_number"], suggestion=suggestion,
        )  # fmt: skip

    status, made = posted_new(request, form, Plate, act)
    if made is not None:
        return redirect("plates:plate", made.proposal)
    label = PLATE_TABLE["propose"].label
    return _page(request, venue, form, label, suggestion=suggestion, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest, code: str) -> HttpResponse:
    """A town or department reviewer suggests a plate to the command."""
    venue, officer = venue_in_scope(request, code), officer_of(request)
    demand(PlateSuggestion(venue=venue), "suggest_plate", officer)
    form = SuggestForm(request.POST or None)

    def act() -> PlateSuggestion:
        return actions.suggest(venue, by=officer, reason=form.cleaned_data["reason"])

    done = _("The command now decides about your suggestion.")
    status, made = posted_new(request, form, PlateSuggestion, act, done)
    if made is not None:
        return redirect("venues:venue", venue.code)
    return _page(request, venue, form, SUGGESTION_TABLE["suggest_plate"].label, status=status)


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Command staff take a suggestion not over, with a reason."""
    officer = officer_of(request)
    rows = PlateSuggestion.objects.filter(venue__in=Venue.objects.visible_to(officer))
    suggestion = get_object_or_404(
        rows.select_related("venue__standing", "officer__person", "officer__organisation"),
        number=number,
    )
    demand(suggestion, "decline_suggestion", officer)
    form = WhyForm(request.POST or None, initial={"seen": suggestion.event_seq})

    def act() -> Any:
        actions.decline_suggestion(suggestion, by=officer, **form.cleaned_data)

    status = posted(request, form, act)
    if status == HTTPStatus.FOUND:
        return redirect("venues:venue", suggestion.venue.code)
    label = SUGGESTION_TABLE["decline_suggestion"].label
    return _page(request, suggestion.venue, form, label, suggestion=suggestion, status=status)


def _page(
    request: HttpRequest, venue: Venue, form: forms.Form, label: Words, *,
    suggestion: PlateSuggestion | None = None, status: int,
) -> HttpResponse:  # fmt: skip
    context = {
        "venue": venue, "form": form, "label": label, "suggestion": suggestion,
    }  # fmt: skip
    return render(request, "plates/start.html", context, status=status)
