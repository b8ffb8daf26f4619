"""A small map on paper: points and an outline as millimetres, labels that do not cover each other.

Pure; what is drawn is SVG, in a frame of WIDE by HIGH millimetres.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin

from venues.territory.outlines import Point, Polygon

WIDE, HIGH = 236.0, 252.0  # millimetres
LABEL_HIGH = 5.0
_MARGIN = 10.0
_DIGIT_WIDE, _LETTER_WIDE = 2.0, 4.0
_GAP = 0.6
_METRES_PER_DEGREE = 111_320
_NARROWEST = 200  # metres that a map shows at least, so that one venue has something around it
_STEPS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
_LONGEST_BAR = 60.0
_TURNS = 12
_RINGS = 30


@dataclass(frozen=True)
class Label:
    """A number with its letter: the corner of its box, its width, and the true place beside it."""

    x: float
    y: float
    wide: float
    point: Point

    @property
    def middle(self) -> Point:
        """The middle of its box."""
        return self.x + self.wide / 2, self.y + LABEL_HIGH / 2

    @property
    def is_moved(self) -> bool:
        """Whether it had to give way, so that a line leads to its place."""
        x, y = self.middle
        return hypot(x - self.point[0], y - self.point[1]) > 0.1

    def covers(self, other: "Label") -> bool:
        """Whether two labels lie on each other."""
        return (
            abs(self.middle[0] - other.middle[0]) < (self.wide + other.wide) / 2 + _GAP
            and abs(self.middle[1] - other.middle[1]) < LABEL_HIGH + _GAP
        )


@dataclass(frozen=True)
class Frame:
    """How degrees become millimetres: the north-western corner, and millimetres per degree."""

    west: float
    north: float
    per_lon: float
    per_lat: float
    left: float
    top: float

    def place(self, point: Sequence[float]) -> Point:
        """Where a point (longitude, latitude) lies on the paper."""
        x = self.left + (point[0] - self.west) * self.per_lon
        return round(x, 2), round(self.top + (self.north - point[1]) * self.per_lat, 2)

    @property
    def metres_per_millimetre(self) -> float:
        """The scale."""
        return _METRES_PER_DEGREE / self.per_lat


def frame_around(points: Iterable[Sequence[float]]) -> Frame:
    """The frame in which these points lie, in true proportions; one at least is needed."""
    every = list(points)
    lons, lats = [each[0] for each in every], [each[1] for each in every]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    narrow = cos(radians(lat))
    least = _NARROWEST / _METRES_PER_DEGREE
    wide = max((max(lons) - min(lons)) * narrow, least)
    high = max(max(lats) - min(lats), least)
    scale = min((WIDE - 2 * _MARGIN) / wide, (HIGH - 2 * _MARGIN) / high)
    return Frame(lon, lat, scale * narrow, scale, WIDE / 2, HIGH / 2)


def labels(places: Sequence[Point], numbers: Sequence[int]) -> list[Label]:
    """Labels for a number and a letter each, as near to its place as the earlier ones let it.

    Where a neighbourhood is so full that nothing is free, a label lies on others.
    """
    found: list[Label] = []
    for place, number in zip(places, numbers, strict=True):
        wide = _DIGIT_WIDE * len(str(number)) + _LETTER_WIDE + 1.5
        tried = [_label(place, at, wide) for at in _around(place)]
        free = (each for each in tried if not any(each.covers(other) for other in found))
        found.append(next(free, tried[0]))
    return found


def _around(place: Point) -> Iterator[Point]:
    """The place itself, then rings of places around it."""
    yield place
    for ring in range(1, _RINGS + 1):
        for turn in range(_TURNS):
            angle = 2 * pi * (turn + ring % 2 / 2) / _TURNS
            yield place[0] + ring * 4 * cos(angle), place[1] + ring * 3 * sin(angle)


def _label(place: Point, at: Point, wide: float) -> Label:
    x = min(max(at[0] - wide / 2, 1), WIDE - wide - 1)
    y = min(max(at[1] - LABEL_HIGH / 2, 1), HIGH - LABEL_HIGH - 1)
    return Label(round(x, 2), round(y, 2), wide, place)


def path(frame: Frame, polygons: Iterable[Polygon]) -> str:
    """An outline as the data of an SVG path."""
    rings = [ring for polygon in polygons for ring in polygon]
    return " ".join("M" + "L".join("{},{}".format(*frame.place(p)) for p in r) + "Z" for r in rings)


def bar(frame: Frame) -> tuple[int, float]:
    """A round number of metres for the scale, and how many millimetres it is long."""
    metres_per = frame.metres_per_millimetre
    fitting = [step for step in _STEPS if step / metres_per <= _LONGEST_BAR]
    metres = fitting[-1] if fitting else _STEPS[0]
    return metres, round(metres / metres_per, 2)
