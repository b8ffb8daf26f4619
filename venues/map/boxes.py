"""What part of the map is asked for, and the grid that gathers what lies in it. Pure."""

from dataclasses import dataclass
from math import atan, degrees, floor, isfinite, log, pi, radians, sinh, tan
from typing import Self

from django.utils.translation import gettext as _

from venuewatch.asked import whole_number

MOST_CELLS = 400
DEEPEST = 19  # zoom: a house fills the screen
_CELL = 64  # pixels of the screen to a side
_EDGE = 0.42  # of a cell, at either side: where no mark stands
_TILE = 256  # pixels to a side of the world at zoom 0
_NORTHERNMOST = 85.05  # degrees: where the square map of the world ends


class UnreadableError(ValueError):
    """What was asked cannot be read; the words are for whoever asked."""


@dataclass(frozen=True)
class Box:
    """A part of the world between two meridians and two parallels, in degrees (WGS84)."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def read(cls, text: str) -> Self:
        """The box that "west,south,east,north" names; raises UnreadableError."""
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            raise UnreadableError(
                _("The box is four numbers with commas: west, south, east, north.")
            ) from None
        within = -180 <= west < east <= 180 and -90 <= south < north <= 90
        if not within or not all(isfinite(each) for each in (west, south, east, north)):
            raise UnreadableError(
                _("The box runs from west to east and south to north, in degrees.")
            )
        edge = _NORTHERNMOST
        return cls(west, min(max(south, -edge), edge), east, min(max(north, -edge), edge))

    def wider(self, share: float) -> "Box":
        """The box with a margin of this share of its sides."""
        x, y = (self.east - self.west) * share, (self.north - self.south) * share
        return Box(self.west - x, self.south - y, self.east + x, self.north + y)


def read_zoom(text: str) -> int:
    """A zoom of the map, 0 for the world to DEEPEST; raises UnreadableError."""
    zoom = whole_number(text)
    if zoom is None or zoom > DEEPEST:
        raise UnreadableError(_("The zoom is a whole number from 0 to %s.") % DEEPEST)
    return zoom


def cells_around_the_world(box: Box, zoom: int) -> int:
    """How many cells of the grid a parallel has: about one for a finger on the screen.

    Halved until the box has no more than MOST_CELLS, so that an answer is bounded whatever is
    asked. The grid hangs on the world, not on the box: what is gathered does not change as the map
    is moved.
    """
    number: int = 2**zoom * _TILE // _CELL
    while number > 1 and _cells_in(box, number) > MOST_CELLS:
        number //= 2
    return number


def mark_in(x: int, y: int, number: int, lon: float, lat: float) -> tuple[float, float]:
    """Where a cell's mark stands for venues whose middle is there: but not near the edges.

    The marks of neighbouring cells so hardly lie on each other.
    """
    east, south = _inside(x, _east(lon) * number), _inside(y, _south(lat) * number)
    return 360 * east / number - 180, degrees(atan(sinh(pi * (1 - 2 * south / number))))


def _inside(cell: int, place: float) -> float:
    return min(max(place, cell + _EDGE), cell + 1 - _EDGE)


def _cells_in(box: Box, number: int) -> int:
    columns = floor(_east(box.east) * number) - floor(_east(box.west) * number) + 1
    rows = floor(_south(box.south) * number) - floor(_south(box.north) * number) + 1
    return columns * rows


def _east(lon: float) -> float:
    """How far east on the square map of the world, from 0 to 1."""
    return (lon + 180) / 360


def _south(lat: float) -> float:
    """How far south on the square map of the world, from 0 to 1."""
    return 0.5 - log(tan(pi / 4 + radians(lat) / 2)) / (2 * pi)
