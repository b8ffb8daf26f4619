"""A venue's unclosed issues on paper, to be signed by both sides."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inspections.ledger.models import Issue
from venues import scoping
from venues.signed_in import officer_of
from venues.views.register import venue_in_scope
from venuewatch.workflow import clock


@require_GET
def unclosed(request: HttpRequest, code: str) -> HttpResponse:
    """Every unclosed issue of the venue, the earliest due first, with lines to sign on."""
    venue = venue_in_scope(request, code)
    rows = Issue.objects.filter(venue=venue).unclosed().select_related("assignee__person")
    context = {
        "venue": venue,
        "standing": venue.standing,
        "lead": scoping.lead_of(venue),
        "issues": list(rows.order_by("due", "pk")),
        "printed": clock.now(),
        "by": officer_of(request).signature,
    }
    return render(request, "ledger/print.html", context)
