"""Plates on a venue's page."""

from collections.abc import Mapping
from typing import Any

from inspections.plates.models import Plate, PlateSuggestion
from inspections.plates.rules import SuggestionState
from venues.models import Officer, Venue
from venuewatch.workflow.actions import may

MOST_SHOWN = 5


def plates_of(venue: Venue, officer: Officer) -> Mapping[str, Any]:
    """The venue's plates, the current one first, what waits, and what this person may start."""
    plates = list(Plate.objects.filter(venue=venue).order_by("-pk")[:MOST_SHOWN])
    rows = PlateSuggestion.objects.filter(venue=venue, state=SuggestionState.WAITING)
    waiting = rows.select_related("officer__person", "officer__organisation").first()
    free = bool(venue.standing.unclosed) and not any(each.is_current for each in plates)
    own = Plate(venue=venue)
    return {
        "venue": venue,
        "plates": plates,
        "suggestion": waiting,
        "may_decline": waiting is not None and may(waiting, "decline_suggestion", officer),
        "may_propose": free and may(own, "propose", officer),
        "may_suggest": free and not waiting
        and may(PlateSuggestion(venue=venue), "suggest_plate", officer),
    }  # fmt: skip
