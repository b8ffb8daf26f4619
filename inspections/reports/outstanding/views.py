"""The overview of what waits: for command alone."""

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from inspections.reports.outstanding.figures import counted_for
from inspections.reports.outstanding.tables import (
    WITH_CLOCK,
    Party,
    behind_table,
    parties_of,
    sections_of,
    whole_of,
)
from venues.scoping import is_of_command
from venues.signed_in import officer_of
from venuewatch.workflow import clock

MOST_NAMED = 3


@require_GET
def overview(request: HttpRequest) -> TemplateResponse:
    """What waits in my area, for whom, since when, and what is late?"""
    officer = officer_of(request)
    if not is_of_command(officer):
        raise Http404
    parties = parties_of(officer)
    party = _asked(parties, request.GET.get("organisation", ""))
    counted = counted_for(officer)
    behind = [] if party else behind_table(counted, parties)
    context = {
        "organisation": officer.organisation, "made_at": clock.now(), "party": party,
        "sections": sections_of(counted, party), "whole": whole_of(counted, party),
        "behind": behind, "most": [line for line in behind[:MOST_NAMED] if line.late.value],
        "groups": WITH_CLOCK,
    }  # fmt: skip
    return TemplateResponse(request, "reports/outstanding/overview.html", context)


def _asked(parties: list[Party], name: str) -> Party | None:
    """The party that was asked for; 404 for one that is not of the area (R-SCOPE-2)."""
    if not name:
        return None
    found = next((party for party in parties if party.asked == name), None)
    if found is None:
        raise Http404(name)
    return found
