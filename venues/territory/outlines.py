"""Rings of points in degrees: closed and sound, made simpler, cut to a box. Pure."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import hypot

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]
FEWEST = 4  # points of a ring, the first and the last being the same
_FLAT = 1e-12  # square degrees: a hundredth of a square metre

# A side of a box: whether a point lies inside it, and where a line crosses it.
Side = tuple[Callable[[Point], bool], Callable[[Point, Point], Point]]


def area_of(ring: Sequence[Point]) -> float:
    """The area inside a closed ring, in square degrees."""
    x, y = ring[0]  # near numbers lose fewer digits
    pairs = pairwise(ring)
    return abs(sum((a - x) * (d - y) - (c - x) * (b - y) for (a, b), (c, d) in pairs)) / 2


def simpler(polygons: Sequence[Polygon], tolerance: float) -> list[Polygon]:
    """The same without points that lie within `tolerance` degrees of the line of the others.

    A hole that vanishes is left out; an outer ring that would, stays as it is.
    """
    return [_simpler(polygon, tolerance) for polygon in polygons]


def _simpler(polygon: Polygon, tolerance: float) -> Polygon:
    outer, *holes = polygon
    kept = [_thin(hole, tolerance) for hole in holes]
    return [_thin(outer, tolerance) or outer, *(hole for hole in kept if hole)]


def _thin(ring: Ring, tolerance: float) -> Ring:
    """A ring with the points that matter (Douglas and Peucker); empty where too few are left."""
    start = ring[0]
    far = max(range(len(ring)), key=lambda each: _apart(ring[each], start))
    kept, spans = {0, far, len(ring) - 1}, [(0, far), (far, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        if not between:
            continue
        worst = max(between, key=lambda each: _off(ring[each], ring[first], ring[last]))
        if _off(ring[worst], ring[first], ring[last]) > tolerance:
            kept.add(worst)
            spans += [(first, worst), (worst, last)]
    thin = [ring[each] for each in sorted(kept)]
    return thin if len(thin) >= FEWEST and area_of(thin) > _FLAT else []


def _apart(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the stretch between two others, in degrees."""
    x, y = end[0] - start[0], end[1] - start[1]
    length = x * x + y * y
    share = ((point[0] - start[0]) * x + (point[1] - start[1]) * y) / length if length else 0.0
    share = min(max(share, 0.0), 1.0)
    return _apart(point, (start[0] + share * x, start[1] + share * y))


def cut(polygons: Sequence[Polygon], box: tuple[float, float, float, float]) -> list[Polygon]:
    """What of these polygons lies in a box (west, south, east, north), closed along its edges."""
    sides = _sides(*box)
    cut_ones = [[_cut(ring, sides) for ring in polygon] for polygon in polygons]
    return [[ring for ring in polygon if ring] for polygon in cut_ones if polygon[0]]


def _cut(ring: Sequence[Point], sides: Sequence[Side]) -> Ring:
    """A ring inside all sides (Sutherland and Hodgman); empty where nothing of it is."""
    found = list(ring)[:-1]
    for inside, crossing in sides:
        pairs = list(zip([found[-1], *found[:-1]], found, strict=True)) if found else []
        found = []
        for before, point in pairs:
            if inside(point) != inside(before):
                found.append(crossing(before, point))
            if inside(point):
                found.append(point)
    return [*found, found[0]] if len(found) >= FEWEST - 1 else []


def _sides(west: float, south: float, east: float, north: float) -> list[Side]:
    def at_lon(lon: float) -> Callable[[Point, Point], Point]:
        return lambda a, b: (lon, a[1] + (b[1] - a[1]) * (lon - a[0]) / (b[0] - a[0]))

    def at_lat(lat: float) -> Callable[[Point, Point], Point]:
        return lambda a, b: (a[0] + (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1]), lat)

    return [
        (lambda point: point[0] >= west, at_lon(west)),
        (lambda point: point[0] <= east, at_lon(east)),
        (lambda point: point[1] >= south, at_lat(south)),
        (lambda point: point[1] <= north, at_lat(north)),
    ]
