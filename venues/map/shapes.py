"""Shapes of areas, as far as a view of the map needs them."""

from collections.abc import Mapping
from typing import Any

from venues.map.boxes import Box
from venues.models import Area, AreaShape, Officer
from venues.rules import AreaKind
from venues.scoping import own_area
from venues.territory.outlines import Polygon, cut

NEAR = 14  # the zoom from which on outlines are fine, and communities have one
_MARGIN = 0.25  # of the view, so that moving the map a little shows no edge that is none
_MOST = 400


def shapes(officer: Officer, box: Box, zoom: int) -> dict[str, Any]:
    """GeoJSON of the shapes of the officer's district that the view shows, cut to it.

    From far away it is the rough outlines of district and towns; near by the fine ones, with the
    communities'. So what is sent grows with the view and not with the district.
    """
    near = zoom >= NEAR
    kinds = [AreaKind.DISTRICT, AreaKind.TOWN, *([AreaKind.COMMUNITY] if near else [])]
    wider = box.wider(_MARGIN)
    rows = AreaShape.objects.filter(
        area__kind__in=kinds, west__lte=wider.east, east__gte=wider.west, south__lte=wider.north,
        north__gte=wider.south, **_district_of(officer),
    ).defer("rough" if near else "outline")  # fmt: skip
    shown = rows.select_related("area").order_by("area__code")[:_MOST]
    features = [
        _feature(row.area, _cut(row.outline if near else row.rough, wider)) for row in shown
    ]
    found = [each for each in features if each["geometry"]["coordinates"]]
    return {"type": "FeatureCollection", "features": found}


def _district_of(officer: Officer) -> dict[str, Any]:
    area = own_area(officer)
    if area is None:
        return {"pk__in": []}
    if area.kind == AreaKind.CITY:
        return {"area__district__parent": area}
    return {"area__district": area.district_id}


def _cut(polygons: list[Polygon], box: Box) -> list[Polygon]:
    return cut(polygons, (box.west, box.south, box.east, box.north))


def _feature(area: Area, polygons: list[Polygon]) -> Mapping[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": area.code, "name": area.name, "kind": area.kind},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }
