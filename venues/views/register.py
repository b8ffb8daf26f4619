"""The register: its list, and creating, editing and moving venues."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from venues import actions
from venues.filters import VenueFilter
from venues.forms import ReasonForm, TownForm, VenueForm
from venues.history import changes_of
from venues.models import Venue
from venues.rules import OrganisationKind, posts_up_to
from venues.scoping import is_of_command
from venues.signed_in import at_work, officer_of
from venues.tables import VenueTable
from venues.views.posting import posted
from venuewatch.asked import event_seen
from venuewatch.listing.pages import ListPage
from venuewatch.workflow.actions import demand, may
from venuewatch.workflow.rules import NotAllowed, Refused, Stale
from venuewatch.workflow.timeline import last_of

MOST_TOLD = 5  # of the latest changes, to whoever was overtaken by one
OVERTAKEN = gettext_lazy(
    "Somebody changed this venue meanwhile. What you typed is kept; saved again, it takes the"
    " place of their change."
)
MOVES = {"confirm": actions.confirm, "resume": actions.resume}
MOVES_WITH_REASON = {"pause": actions.pause, "end": actions.end}


def venue_in_scope(request: HttpRequest, code: str) -> Venue:
    """The venue, or 404 where it is not in scope (R-SCOPE-2)."""
    rows = Venue.objects.visible_to(officer_of(request)).select_related(
        "category", "area", "town", "district__parent", "standing"
    )
    return get_object_or_404(rows, code=code)


class RegisterList(ListPage):
    """All venues in scope."""

    template_name = "venues/register.html"
    table_class = VenueTable
    filterset_class = VenueFilter
    heading = gettext_lazy("Venues")
    empty = gettext_lazy("No venue matches. Venues appear here once they are on the register.")
    file_name = "venues"
    list_url = "venues:register"
    saving_url = "venues:filters"
    default_order = ("code",)

    def rows(self) -> QuerySet[Any]:
        """The venues in this person's scope."""
        return Venue.objects.visible_to(at_work(self.request)).select_related(
            "standing", "category", "town", "area"
        )

    def extra_context(self) -> dict[str, Any]:
        """Whether this person may put venues on the register."""
        return {"may_create": may_create(self.request), "may_import": may_import(self.request)}


def may_create(request: HttpRequest) -> bool:
    """Towns and command put venues on the register."""
    officer = officer_of(request)
    kinds = (OrganisationKind.TOWN, OrganisationKind.COMMAND)
    organisation = officer.organisation
    return bool(organisation and organisation.kind in kinds and posts_up_to(officer.post))


def may_import(request: HttpRequest) -> bool:
    """Only command imports a register."""
    return is_of_command(officer_of(request)) and may_create(request)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Put a venue on the register; an inspector's is pending until the town confirms it."""
    if not may_create(request):
        raise NotAllowed(_("Venues are put on the register by towns and command."))
    form = VenueForm(request.POST or None, officer=officer_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            venue = actions.create_venue(form.given(), by=officer_of(request))
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("%s is on the register.") % venue.name)
            return redirect("venues:venue", venue.code)
    return _form_page(request, form, None, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a venue; what was typed stays when it changed meanwhile."""
    venue = venue_in_scope(request, code)
    if not may(venue, "edit", officer_of(request)):
        raise NotAllowed(_("Venues are put on the register by towns and command."))
    form = VenueForm(request.POST or None, instance=venue, officer=officer_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            seen = event_seen(request.POST.get("seen", ""))
            actions.edit_venue(venue, form.given(), by=officer_of(request), seen=seen)
        except Refused as refusal:
            form.add_refusal(refusal)
        except Stale as stale:
            form.add_error(None, OVERTAKEN)
            return _form_page(request, form, stale.row, status=409)
        else:
            messages.success(request, _("Saved."))
            return redirect("venues:venue", venue.code)
    return _form_page(request, form, venue, status=400 if form.errors else 200)


@require_POST
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Confirm or resume a venue at once; pause and end ask for a reason first."""
    venue, officer = venue_in_scope(request, code), officer_of(request)
    demand(venue, name, officer)
    if name in MOVES:
        MOVES[name](venue, by=officer)
        return redirect("venues:venue", code)
    asked = request.POST if "reason" in request.POST else None
    form = ReasonForm(asked, initial={"seen": venue.event_seq})
    if not form.is_valid():
        return _reason_page(request, venue, name, form, status=400 if form.is_bound else 200)
    try:
        MOVES_WITH_REASON[name](venue, by=officer, **form.cleaned_data)
    except Refused as refusal:
        form.add_refusal(refusal)
        return _reason_page(request, venue, name, form, status=400)
    except Stale as stale:
        form.data = {**dict(form.data.items()), "seen": stale.row.event_seq}
        return _reason_page(request, stale.row, name, form, status=409)
    return redirect("venues:venue", code)


def _reason_page(
    request: HttpRequest, venue: Venue, name: str, form: ReasonForm, status: int
) -> HttpResponse:
    label = venue.workflow[name].label
    changed = last_of(venue) if status == 409 else None
    context = {"venue": venue, "form": form, "label": label, "changed": changed}
    return render(request, "venues/reason.html", context, status=status)


@require_http_methods(["GET", "POST"])
def assign_town(request: HttpRequest, code: str) -> HttpResponse:
    """Command puts a venue into a town of its own area, or moves it to another."""
    venue, officer = venue_in_scope(request, code), officer_of(request)
    if not may(venue, "assign_town", officer):
        raise NotAllowed(_("Towns are assigned by command."))
    initial = {"seen": venue.event_seq, "area": venue.area if venue.town else ""}
    form = TownForm(request.POST or None, initial=initial, officer=officer)

    def act() -> Venue:
        given = form.cleaned_data
        return actions.assign_town(venue, given["area"], by=officer, seen=given["seen"])

    status = posted(request, form, act)
    if status == HTTPStatus.FOUND:
        return redirect("venues:venue", code)
    context = {"venue": venue, "form": form, "label": venue.workflow["assign_town"].label}
    return render(request, "venues/reason.html", context, status=status)


def _form_page(
    request: HttpRequest, form: VenueForm, venue: Venue | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "venue": venue,
        "seen": venue.event_seq if venue else "",
        "changed": changes_of(venue)[:MOST_TOLD] if venue and status == 409 else [],
    }
    return render(request, "venues/form.html", context, status=status)
