"""Notices on a venue's page."""

from collections.abc import Mapping
from typing import Any

from inspections.tracking.notices.models import NoticeVenue
from inspections.tracking.notices.rules import PUBLISHED
from venues.models import Officer, Venue

MOST_SHOWN = 5


def notices_of(venue: Venue, officer: Officer) -> Mapping[str, Any]:
    """The latest notices that name the venue."""
    rows = NoticeVenue.objects.filter(venue=venue, notice__state__in=PUBLISHED)
    return {"notices": list(rows.select_related("notice", "issue").order_by("-pk")[:MOST_SHOWN])}
