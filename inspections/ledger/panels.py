"""The ledger on a venue's page."""

from collections.abc import Mapping
from typing import Any

from inspections.ledger.models import Issue
from venues.models import Officer, Venue

MOST_SHOWN = 50


def issues_of(venue: Venue, officer: Officer) -> Mapping[str, Any]:
    """The unclosed issues of a venue, the earliest due first."""
    rows = Issue.objects.filter(venue=venue).unclosed().order_by("due", "pk")
    return {"issues": list(rows[:MOST_SHOWN]), "venue": venue}
