"""Venues on the map of the tests: many, by one statement each for venues and standings."""

from typing import Any

from django.db import connection

from tests.cast import Cast
from tests.duties.days import stands
from venues.models import Venue

WEST, SOUTH, EAST, NORTH = 113.5, 34.8, 113.8, 35.0  # the city of the tests
CITY = f"{WEST},{SOUTH},{EAST},{NORTH}"
PLACE = (113.6, 34.85)

_VENUES = """
    INSERT INTO venues_venue (code, name, category_id, area_id, district_id, town_id, address, lon,
        lat, source_crs, credit_code, credit_code_reason, unlicensed, legal_representative,
        legal_phone, site_person, site_phone, town_leader, grid_leader, department_officer, tag,
        state, origin, created, event_seq, event_hash)
    SELECT %(prefix)s || n, 'Shop ' || n, v.category_id, v.area_id, v.district_id, v.town_id, '',
        %(west)s + (%(east)s - %(west)s) * ((n::bigint * 7919) %% 10007) / 10007.0,
        %(south)s + (%(north)s - %(south)s) * ((n::bigint * 104729) %% 10009) / 10009.0,
        v.source_crs, '', '', false, '', '', '', '', '', '', '', '', 'active', v.origin, now(), 0,
        ''
    FROM generate_series(1, %(count)s) AS n, venues_venue AS v WHERE v.id = %(like)s"""
_STANDINGS = """
    INSERT INTO venues_standing (venue_id, general_open, general_rectified, general_rechecked,
        serious_open, serious_rectified, serious_rechecked, major_open, major_rectified,
        major_rechecked, plate_hung, plate_number, regime, order_number)
    SELECT id, (n %% 7 = 0)::int, (n %% 11 = 0)::int, 0, 0, 0, 0, (n %% 501 = 0)::int, 0, 0,
        n %% 997 = 0, '', 'open', ''
    FROM (SELECT id, substr(code, 2)::int AS n FROM venues_venue
          WHERE code LIKE %(prefix)s || '%%') AS made"""


def lay_city(
    cast: Cast, count: int, *, prefix: str = "M", west: float = WEST, east: float = EAST
) -> None:
    """So many venues of the town, spread over the city, in all five colours."""
    sides: dict[str, Any] = {
        "west": west,
        "south": SOUTH,
        "east": east,
        "north": NORTH,
        "prefix": prefix,
    }
    with connection.cursor() as cursor:
        cursor.execute(_VENUES, {**sides, "count": count, "like": cast.venue.pk})
        cursor.execute(_STANDINGS, sides)
        cursor.execute("ANALYZE venues_venue, venues_standing")


def put(venue: Venue, lon: float, lat: float, **standing: object) -> Venue:
    """The venue, at this point and with such a standing."""
    Venue.objects.filter(pk=venue.pk).update(lon=lon, lat=lat)
    if standing:
        stands(venue, **standing)
    return venue


def ask(
    zoom: int = 13, box: str = f"{WEST},{SOUTH},{EAST},{NORTH}", **filters: Any
) -> dict[str, Any]:
    """What is asked of the map: the whole city, unless told otherwise."""
    return {"box": box, "zoom": zoom, **filters}
