"""One venue: what is known of the place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from venues import actions, history, scoping
from venues.identifiers import mask
from venues.models import Venue
from venues.panels import VENUE_PANELS
from venues.rules import CONTACTS, VISITED
from venues.signed_in import officer_of
from venues.views.register import venue_in_scope
from venuewatch.workflow.actions import choices
from venuewatch.workflow.timeline import timeline_of


def venue_page(request: HttpRequest, code: str) -> HttpResponse:
    """Colour and word, regime, checks, issues, contacts masked, history, timeline."""
    venue = venue_in_scope(request, code)
    contacts = {name: mask(getattr(venue, name)) for name in CONTACTS}
    return _page(request, venue, contacts, masked=True)


@never_cache  # what is shown in clear stays in no cache
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """The same page with the contacts in clear, recorded on the officer's chain."""
    if request.method == "GET":  # its address was opened again, by a reload or another language
        return redirect("venues:venue", code)
    venue = venue_in_scope(request, code)
    contacts = actions.reveal_contact(venue, by=officer_of(request))
    return _page(request, venue, contacts, masked=False)


def _page(
    request: HttpRequest, venue: Venue, contacts: dict[str, str], *, masked: bool
) -> HttpResponse:
    officer = officer_of(request)
    context = {
        "venue": venue,
        "standing": venue.standing,
        "contacts": contacts,
        "masked": masked,
        "answering": scoping.answering(venue),
        "choices": choices(venue, officer),
        "inspects": any(each.endswith(".inspector") for each in venue.capacities(officer)),
        "is_visited": venue.state in VISITED,
        "panels": VENUE_PANELS.of(venue, officer),
        "changes": history.changes_of(venue),
        "timeline": timeline_of(venue),
    }
    return render(request, "venues/venue.html", context)
