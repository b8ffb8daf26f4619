"""A GeoJSON file of areas' shapes: what it says, or what is wrong with each feature. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from venues.coordinates import to_wgs84
from venues.rules import PointSource
from venues.territory.outlines import FEWEST, Point, Polygon, Ring, area_of
from venues.territory.reading import DistrictError, Mistake

# The names that makers of such files give to the official code.
CODE_NAMES = (
    "code", "区划代码", "行政区划代码", "代码", "编码", "adcode", "ad_code", "area_code", "xzqdm",
    "qhdm", "pac", "gb", "id",
)  # fmt: skip
MOST_POINTS = 200_000  # of one feature
_LENGTHS = (6, 9, 12)
_DIGITS = 6  # of a degree: a tenth of a metre


@dataclass(frozen=True)
class Outline:
    """The shape of the area with this code: polygons, each an outer ring and its holes (WGS84)."""

    feature: int
    code: str
    polygons: list[Polygon]


class _WrongError(ValueError):
    """Why a feature cannot be used."""


def read_shapes(text: str, source: str = PointSource.WGS84) -> tuple[list[Outline], list[Mistake]]:
    """The usable features of a GeoJSON text, and what is wrong with each of the others.

    Points are turned into WGS84 from the system `source`. Raises DistrictError where the text as
    a whole is no GeoJSON FeatureCollection in degrees.
    """
    found: dict[str, Outline] = {}
    mistakes = []
    for number, feature in enumerate(_features(text), 1):
        try:
            outline = _outline(number, feature, source)
            _is_new(outline, found)
        except _WrongError as wrong:
            mistakes.append(Mistake(0, f"feature {number}", str(wrong)))
        else:
            found[outline.code] = outline
    return list(found.values()), mistakes


def _is_new(outline: Outline, found: Mapping[str, Outline]) -> None:
    if first := found.get(outline.code):
        raise _WrongError(f"feature {first.feature} has the code {outline.code} already")


def area_code(text: str) -> str:
    """The code of an area as the portal has it: 12 digits lose the zeros of lower levels."""
    if len(text) == 12 and text.endswith("000"):
        return text[:6] if text.endswith("000000") else text[:9]
    return text


def _features(text: str) -> list[Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise DistrictError([Mistake(line, "file", "no JSON")]) from None
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        raise DistrictError([Mistake(0, "file", "no GeoJSON FeatureCollection")])
    crs = json.dumps(data.get("crs") or "CRS84")
    if not any(name in crs for name in ("CRS84", "4326", "4490")):
        raise DistrictError([Mistake(0, "crs", "longitude and latitude in degrees are expected")])
    return list(data["features"])


def _outline(number: int, feature: Any, source: str) -> Outline:
    if not isinstance(feature, dict):
        raise _WrongError("this is no feature")
    code = area_code(_code(feature.get("properties")))
    geometry: Any = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _WrongError(f"a Polygon or MultiPolygon is expected, not {kind or 'nothing'}")
    parts = geometry.get("coordinates") if kind == "MultiPolygon" else [geometry.get("coordinates")]
    polygons = [_polygon(part, source) for part in _list(parts, "polygons")]
    if not polygons:
        raise _WrongError("it has no polygon")
    if sum(len(ring) for polygon in polygons for ring in polygon) > MOST_POINTS:
        raise _WrongError(f"it has more than {MOST_POINTS} points")
    return Outline(number, code, polygons)


def _code(properties: Any) -> str:
    """The official code among a feature's properties, whatever it is called there."""
    if not isinstance(properties, Mapping):
        raise _WrongError("it has no properties, so no code")
    named = {str(name).strip().lower(): value for name, value in properties.items()}
    texts = [_digits(named[name]) for name in CODE_NAMES if name in named]
    for text in texts:
        if text.isascii() and text.isdigit() and len(text) in _LENGTHS:
            return text
    if texts:
        raise _WrongError(f"a code of 6, 9 or 12 digits is expected, not {texts[0][:40]!r}")
    raise _WrongError(f"none of its properties is a code ({', '.join(CODE_NAMES[:4])} …)")


def _digits(value: Any) -> str:
    whole = isinstance(value, float) and isfinite(value) and value == int(value)
    return str(int(value) if whole else value).strip()


def _polygon(rings: Any, source: str) -> Polygon:
    read = [_ring(ring, source) for ring in _list(rings, "rings")]
    if not read:
        raise _WrongError("a polygon has no ring")
    return read


def _ring(points: Any, source: str) -> Ring:
    ring: Ring = []
    for point in (_point(each, source) for each in _list(points, "points")):
        if not ring or ring[-1] != point:
            ring.append(point)
    if len(ring) < FEWEST:
        raise _WrongError(f"a ring has fewer than {FEWEST} different points")
    if ring[0] != ring[-1]:
        raise _WrongError("a ring does not end where it begins")
    if not area_of(ring):
        raise _WrongError("a ring has no area")
    return ring


def _point(point: Any, source: str) -> Point:
    numbers = [*_numbers(point)] if isinstance(point, list) else []
    if len(numbers) < 2:
        raise _WrongError(f"longitude and latitude are expected, not {str(point)[:40]}")
    lon, lat = numbers[:2]
    if abs(lat) > 90 >= abs(lon):
        raise _WrongError(f"{lat:g} is no latitude; longitude comes first")
    if abs(lon) > 180 or abs(lat) > 90:
        raise _WrongError(f"{lon:g}, {lat:g} is no longitude and latitude in degrees")
    lon, lat = to_wgs84(lon, lat, source)
    return round(lon, _DIGITS), round(lat, _DIGITS)


def _numbers(point: list[Any]) -> Iterator[float]:
    for each in point:
        if isinstance(each, bool) or not isinstance(each, int | float) or not isfinite(each):
            return
        yield float(each)


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise _WrongError(f"a list of {what} is expected")
    return value
