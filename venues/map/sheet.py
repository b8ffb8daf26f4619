"""A community on A3 paper: its venues numbered on a map, and in a table beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from venues.map.drawing import Label, bar, frame_around, labels, path
from venues.map.gathering import worst_first
from venues.map.rules import LETTERS
from venues.models import Area, AreaShape, Officer, Venue
from venues.models.venues import VenueQuerySet
from venues.rules import AreaKind, VenueStatus
from venues.scoping import own_area
from venuewatch.workflow.rules import Words

MOST_SHOWN = 400  # venues; with more, numbers could not be told apart


@dataclass(frozen=True)
class Mark:
    """One venue of the sheet: its number and letter, and its label where it has a point."""

    number: int
    letter: Words
    venue: Venue
    label: Label | None


@dataclass(frozen=True)
class Sheet:
    """What is drawn: the venues in their order, the outline as a path, and the scale."""

    marks: Sequence[Mark]
    count: int
    outline: str
    bar_metres: int
    bar_long: float


def communities_of(officer: Officer, town: Area | None = None) -> QuerySet[Area]:
    """The communities of the officer's area, or of a town of it, town by town."""
    area = own_area(officer)
    if area is None:
        return Area.objects.none()
    inside = Q(district__parent=area) if area.kind == AreaKind.CITY else (
        Q(district=area) | Q(town=area)
    )  # fmt: skip
    rows = Area.objects.filter(inside, kind=AreaKind.COMMUNITY)
    return (rows.filter(town=town) if town else rows).select_related("town").order_by("code")


def sheet_of(community: Area, officer: Officer) -> Sheet:
    """The sheet of a community, with the venues of the officer's scope that have not ended.

    The worst come first; of more than MOST_SHOWN the others are only counted.
    """
    rows = worst_first(_venues_in(community, officer)).select_related("standing", "category")
    venues = list(rows[: MOST_SHOWN + 1])
    count = len(venues) if len(venues) <= MOST_SHOWN else rows.count()
    shape = AreaShape.objects.filter(area=community).first()
    return _drawn(venues[:MOST_SHOWN], count, shape.outline if shape else [])


def _venues_in(community: Area, officer: Officer) -> VenueQuerySet:
    lies = Q(area=community) | Q(area__parent=community)
    return Venue.objects.visible_to(officer).filter(lies).exclude(state=VenueStatus.ENDED)


def _drawn(venues: Sequence[Venue], count: int, outline: Any) -> Sheet:
    points = {number: venue.point for number, venue in enumerate(venues, 1) if venue.point}
    corners = [*points.values(), *(point for polygon in outline for point in polygon[0])]
    if not corners:
        return Sheet(_marks(venues, {}), count, "", 0, 0)
    frame = frame_around(corners)
    drawn = labels([frame.place(point) for point in points.values()], list(points))
    marks = _marks(venues, dict(zip(points, drawn, strict=True)))
    return Sheet(marks, count, path(frame, outline), *bar(frame))


def _marks(venues: Sequence[Venue], drawn: Mapping[int, Label]) -> list[Mark]:
    return [
        Mark(number, LETTERS[venue.standing.colour], venue, drawn.get(number))
        for number, venue in enumerate(venues, 1)
    ]
