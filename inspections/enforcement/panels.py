"""Joint enforcement on a venue's page."""

from collections.abc import Mapping
from typing import Any

from inspections.enforcement.models import Operation
from inspections.enforcement.rules import CURRENT
from venues.models import Officer, Venue
from venuewatch.workflow.actions import may

MOST_SHOWN = 5


def operations_of(venue: Venue, officer: Officer) -> Mapping[str, Any]:
    """The venue's latest operations, and what this person may start."""
    operations = list(Operation.objects.filter(venue=venue).order_by("-pk")[:MOST_SHOWN])
    free = not any(each.state in CURRENT for each in operations)
    own = Operation(venue=venue)
    return {
        "venue": venue,
        "operations": operations,
        "may_blow": free and may(own, "blow", officer),
        "may_convene": free and may(own, "convene_at_once", officer),
    }
