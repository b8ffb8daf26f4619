"""Acts on a matter of the desk: the form of each, and doing it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inspections.tracking.intake import actions
from inspections.tracking.intake.forms import FORMS, VenueForm, form_for
from inspections.tracking.intake.models import Intake
from inspections.tracking.intake.rules import INTAKE_TABLE
from inspections.tracking.intake.views import intake_in_scope
from inspections.tracking.picking import looks, typed, with_picked
from venues.models import Officer, Venue
from venues.signed_in import officer_of
from venues.views.posting import attempt, send_again
from venuewatch.workflow.actions import demand
from venuewatch.workflow.rules import Refused
from venuewatch.workflow.timeline import last_of


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One act on a matter: its form, and doing it."""
    if name not in FORMS:
        raise Http404(name)
    intake, officer = intake_in_scope(request, number), officer_of(request)
    if request.method == "GET" or looks(request):
        demand(intake, name, officer)
        if intake.state not in INTAKE_TABLE[name].sources:
            return _act_page(request, intake, name, None, status=409)
        return _asked_page(request, intake, name)
    form = form_for(name, intake, officer, with_picked(request))
    status = _status(intake, name, form, officer)
    if status == HTTPStatus.FOUND:
        messages.success(request, _("Done: %s.") % INTAKE_TABLE[name].label)
        return _onward(request, intake)
    fresh = (
        Intake.objects.select_related("venue").get(pk=intake.pk)
        if status == HTTPStatus.CONFLICT
        else intake
    )
    return _act_page(request, fresh, name, form, status=status)


def _status(intake: Intake, name: str, form: Any, officer: Officer) -> HTTPStatus:
    """How it went; before who may, that a colleague's answer took the right to answer is said."""
    form.is_valid()
    seen = form.cleaned_data.get("seen")
    if seen is not None and seen != intake.event_seq:
        send_again(form, intake.event_seq)
        return HTTPStatus.CONFLICT
    status, row = attempt(
        intake, name, form, lambda: _DOERS[name](intake, form, officer), by=officer
    )
    if status == HTTPStatus.CONFLICT:
        send_again(form, row.event_seq)
    return status


def _asked_page(request: HttpRequest, intake: Intake, name: str) -> HttpResponse:
    """The form with what was asked for, or typed so far while a venue is looked for."""
    officer = officer_of(request)
    if not looks(request):
        asked = {key: request.GET[key] for key in ("original",) if key in request.GET}
        return _act_page(request, intake, name, form_for(name, intake, officer, **asked))
    sent = form_for(name, intake, officer, with_picked(request))
    matches = sent.found_venues() if isinstance(sent, VenueForm) else []
    again = form_for(name, intake, officer, **typed(sent))
    return _act_page(request, intake, name, again, matches=matches)


def _onward(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Back to its page; to the list where it is no longer this person's to see."""
    if Intake.objects.visible_to(officer_of(request)).filter(pk=intake.pk).exists():
        return redirect("intake:intake", intake.number)
    return redirect("intake:list")


def _act_page(
    request: HttpRequest,
    intake: Intake,
    name: str,
    form: Any,
    *,
    status: int = 200,
    matches: list[Venue] | None = None,
) -> HttpResponse:
    context = {
        "intake": intake,
        "form": form,
        "transition": INTAKE_TABLE[name],
        "changed": last_of(intake) if status == 409 else None,
        "now": intake.get_state_display(),
        "looking": matches is not None,
        "matches": matches or [],
    }
    return render(request, "intake/act.html", context, status=status)


def _plain(action: Callable[..., Intake]) -> Callable[[Intake, Any, Officer], None]:
    """An act whose form has a field for each of its arguments."""

    def do(intake: Intake, form: Any, officer: Officer) -> None:
        action(intake, by=officer, **form.cleaned_data)

    return do


def _name(intake: Intake, form: Any, officer: Officer) -> None:
    given = form.cleaned_data
    if given["venue"] is None:
        raise Refused({"venue": _("This is needed.")})
    actions.name_venue(intake, given["venue"], by=officer, seen=given["seen"])


def _dispatch(intake: Intake, form: Any, officer: Officer) -> None:
    given = form.cleaned_data
    actions.dispatch(intake, form.asks(), by=officer, remark=given["remark"], seen=given["seen"])


def _confirm(intake: Intake, form: Any, officer: Officer) -> None:
    given = form.cleaned_data
    actions.find_confirmed(
        intake, by=officer, words=given["words"], issue=form.chosen(), venue=given.get("venue"),
        seen=given["seen"],
    )  # fmt: skip


_DOERS: dict[str, Callable[[Intake, Any, Officer], None]] = {
    "name_venue": _name,
    "dispatch": _dispatch,
    "find_confirmed": _confirm,
    "find_unconfirmed": _plain(actions.find_unconfirmed),
    "return_to_desk": _plain(actions.return_to_desk),
    "feed_back": _plain(actions.feed_back),
    "merge": _plain(actions.merge),
    "log_call": _plain(actions.log_call),
}
