"""What a notice's page tells: per venue in scope, what became of it."""

from collections import defaultdict
from dataclasses import dataclass

from inspections.ledger.models import Issue
from inspections.plates.models import Plate, PlateGround
from inspections.plates.rules import SETTLED
from inspections.tracking.notices.models import Notice
from venues.models import Officer, Venue


@dataclass(frozen=True)
class Line:
    """A venue that is named, its issue, and the plates for which that is a ground."""

    venue: Venue
    found: str
    issue: Issue | None
    plates: list[Plate]

    @property
    def is_settled(self) -> bool:
        """Whether its issue is struck off or void."""
        return self.issue is not None and self.issue.state in SETTLED


def lines_of(notice: Notice, officer: Officer) -> list[Line]:
    """The venues in the officer's scope that the notice names, in the order of their codes."""
    rows = notice.venues.filter(venue__in=Venue.objects.visible_to(officer))
    rows = rows.select_related("venue__town", "venue__standing", "issue").order_by("venue__code")
    plates = defaultdict(list)
    grounds = PlateGround.objects.filter(issue__notice_venue__notice=notice)
    for ground in grounds.select_related("plate").order_by("pk"):
        plates[ground.issue_id].append(ground.plate)
    return [
        Line(row.venue, row.found or notice.found, row.issue, plates[row.issue_id or 0])
        for row in rows
    ]
