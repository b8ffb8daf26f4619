"""What the map shows of a part of the world: gathered by cells of a grid, in the database."""

from collections.abc import Mapping
from math import pi
from typing import Any

from django.db.models import Avg, Case, Count, F, FloatField, IntegerField, Max, Min, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Floor, Ln, Radians, Tan

from venues.map.boxes import MOST_CELLS, Box, cells_around_the_world, mark_in
from venues.map.rules import WORST_FIRST
from venues.models.venues import VenueQuerySet

FEW = 50  # venues that are shown one by one, however far away they are looked at
STREET = 18  # the zoom from which on they are, as long as an answer stays bounded
MOST_LISTED = 50
_DIGITS = 6  # a tenth of a metre


def points(rows: VenueQuerySet, box: Box, zoom: int) -> dict[str, Any]:
    """Cells with several venues, and the venues that stand alone; MOST_CELLS of both at most.

    Each cell has the place of its mark, the box of its venues, their number by colour and the
    worst of these; `total` and `colours` tell what lies in the whole box. Two queries, whatever
    lies there.
    """
    number = cells_around_the_world(box, zoom)
    cells = _cells(within(rows, box), number)
    total = sum(cell["count"] for cell in cells)
    one_by_one = total <= FEW or (zoom >= STREET and total <= MOST_CELLS)
    alone = cells if one_by_one else [cell for cell in cells if cell["count"] == 1]
    several = [] if one_by_one else [cell for cell in cells if cell["count"] > 1]
    shown = within(rows, box) if one_by_one else rows.filter(pk__in=[c["first"] for c in alone])
    return {
        "total": total,
        "colours": {str(each): sum(cell[each] for cell in cells) for each in WORST_FIRST},
        "cells": [_told(cell, number) for cell in several],
        "venues": [_venue(row) for row in shown.order_by("pk").values(*_SHOWN)],
    }


def listed(rows: VenueQuerySet, box: Box) -> VenueQuerySet:
    """The venues of a box, the worst first."""
    return worst_first(within(rows, box))


def worst_first(rows: VenueQuerySet) -> VenueQuerySet:
    """Venues by colour, the worst first, then by code."""
    ranks = [When(standing__colour=each, then=Value(rank)) for rank, each in enumerate(WORST_FIRST)]
    rank = Case(*ranks, default=Value(len(WORST_FIRST)), output_field=IntegerField())
    return rows.order_by(rank, "code")


def within(rows: VenueQuerySet, box: Box) -> VenueQuerySet:
    """The venues whose point lies in a box, its edges included."""
    return rows.filter(lon__range=(box.west, box.east), lat__range=(box.south, box.north))


_SHOWN = ("code", "name", "lon", "lat", "standing__colour")


def _cells(rows: VenueQuerySet, number: int) -> list[dict[str, Any]]:
    colours: Mapping[str, Any] = {
        str(each): Count("pk", filter=Q(standing__colour=each)) for each in WORST_FIRST
    }
    found: Any = (
        rows.order_by()
        .annotate(x=Floor(_east() * Value(float(number))), y=Floor(_south() * Value(float(number))))
        .values("x", "y")
        .annotate(
            count=Count("pk"), first=Min("pk"), middle_lon=Avg("lon"), middle_lat=Avg("lat"),
            west=Min("lon"), south=Min("lat"), east=Max("lon"), north=Max("lat"), **colours,
        )
        .order_by("y", "x")
    )  # fmt: skip
    return list(found)


def _east() -> Combinable:
    """How far east on the square map of the world, from 0 to 1."""
    return (F("lon") + Value(180.0)) / Value(360.0)


def _south() -> Combinable:
    """How far south on it; a box never reaches to where this has no end."""
    turned = Radians(F("lat"), output_field=FloatField()) / Value(2.0) + Value(pi / 4)
    return Value(0.5) - Ln(Tan(turned)) / Value(2 * pi)


def _told(cell: Mapping[str, Any], number: int) -> dict[str, Any]:
    place = int(cell["x"]), int(cell["y"])
    lon, lat = mark_in(*place, number, cell["middle_lon"], cell["middle_lat"])
    return {
        "lon": round(lon, _DIGITS),
        "lat": round(lat, _DIGITS),
        "box": [round(cell[side], _DIGITS) for side in ("west", "south", "east", "north")],
        "count": cell["count"],
        "worst": next(str(each) for each in WORST_FIRST if cell[each]),
        "colours": [cell[each] for each in WORST_FIRST],
    }


def _venue(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": row["code"], "name": row["name"], "colour": row["standing__colour"],
        "lon": round(row["lon"], _DIGITS), "lat": round(row["lat"], _DIGITS),
    }  # fmt: skip
