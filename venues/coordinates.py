"""Points in the three coordinate systems used in China, and distances. Pure; lon before lat.

Stored points are WGS84; GCJ-02 and BD-09 are what public map services show.
"""

from collections.abc import Callable
from math import asin, atan2, cos, hypot, pi, radians, sin, sqrt

from venues.rules import PointSource

Point = tuple[float, float]

_EARTH_AXIS = 6378245.0  # metres, of the ellipsoid that GCJ-02 is defined on
_ECCENTRICITY = 0.00669342162296594323
_EARTH_RADIUS = 6371008.8  # metres, mean
_BAIDU_TURN = pi * 3000.0 / 180.0
_ROUNDS = 8


def to_wgs84(lon: float, lat: float, source: str) -> Point:
    """A point of the given system as WGS84, in degrees; raises ValueError for another system."""
    if source == PointSource.WGS84:
        return lon, lat
    if source == PointSource.GCJ02:
        return _invert(_gcj02_of, (lon, lat))
    if source == PointSource.BD09:
        return _invert(_gcj02_of, _invert(_bd09_of, (lon, lat)))
    raise ValueError(source)


def from_wgs84(lon: float, lat: float, target: str) -> Point:
    """A WGS84 point in the given system, in degrees; raises ValueError for another system."""
    if target == PointSource.WGS84:
        return lon, lat
    if target == PointSource.GCJ02:
        return _gcj02_of((lon, lat))
    if target == PointSource.BD09:
        return _bd09_of(_gcj02_of((lon, lat)))
    raise ValueError(target)


def distance(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Metres between two WGS84 points, over the sphere."""
    half_lat, half_lon = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(half_lon) ** 2
    return 2 * _EARTH_RADIUS * asin(sqrt(chord))


def _gcj02_of(point: Point) -> Point:
    lon, lat = point
    x, y = lon - 105.0, lat - 35.0
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    bend = 1 - _ECCENTRICITY * sin(radians(lat)) ** 2
    lat += north * 180 / ((_EARTH_AXIS * (1 - _ECCENTRICITY)) / (bend * sqrt(bend)) * pi)
    lon += east * 180 / (_EARTH_AXIS / sqrt(bend) * cos(radians(point[1])) * pi)
    return lon, lat


def _bd09_of(point: Point) -> Point:
    x, y = point
    far = hypot(x, y) + 0.00002 * sin(y * _BAIDU_TURN)
    turn = atan2(y, x) + 0.000003 * cos(x * _BAIDU_TURN)
    return far * cos(turn) + 0.0065, far * sin(turn) + 0.006


def _invert(shift: Callable[[Point], Point], point: Point) -> Point:
    """The point that a small shift takes to this one, by fixed-point iteration."""
    guess = point
    for _ in range(_ROUNDS):
        shifted = shift(guess)
        guess = (guess[0] + point[0] - shifted[0], guess[1] + point[1] - shifted[1])
    return guess
