"""The demo's venues: about six hundred made-up places inside the district."""

import random
from collections.abc import Iterator
from math import cos, pi, radians, sin, sqrt
from typing import Any

from inspections.demo.names import Maker
from venues import actions
from venues.models import Area, Category, Officer, Venue
from venues.rules import AreaKind, Post

_METRES_PER_DEGREE = 111_320
_UNLICENSED_SHARE = 0.02


def make_venues(data: dict[str, Any], district: Area, chance: random.Random, maker: Maker) -> None:
    """Every category's number of venues, spread over the towns' communities and grids."""
    command = Officer.objects.get(organisation__kind="command", post=Post.LEADER)
    grids = list(
        Area.objects.filter(kind=AreaKind.GRID, district=district)
        .select_related("parent", "town", "district")
        .order_by("code")
    )
    towns = {town["code"]: town for town in data["towns"]}
    by_code = {category.code: category for category in Category.objects.all()}
    leaders = _leaders()
    for code, count in data["venues"].items():
        for grid in chance.choices(grids, k=count):
            given = _venue(by_code[code], grid, chance, maker)
            given |= _point(towns[grid.code[:9]], data["box"], chance)
            given["town_leader"] = leaders[grid.town_id]
            actions.create_venue(given, by=command)


def all_venues() -> Iterator[Venue]:
    """The venues in a stable order."""
    return Venue.objects.select_related("category", "town", "district").order_by("code").iterator()


def _leaders() -> dict[int | None, str]:
    rows = Officer.objects.filter(post=Post.LEADER, organisation__kind="town")
    return {row.organisation.area_id: row.person.name for row in rows
            .select_related("person", "organisation") if row.organisation}  # fmt: skip


def _venue(category: Category, grid: Area, chance: random.Random, maker: Maker) -> dict[str, Any]:
    community, town = grid.parent, grid.town
    if community is None or town is None:
        raise ValueError(f"{grid.code} is no grid of a community")
    unlicensed = chance.random() < _UNLICENSED_SHARE
    return {
        "name": maker.venue(category.code, community.name),
        "category": category,
        "area": grid,
        "address": maker.address(town.name),
        "credit_code": "" if unlicensed else maker.credit_code(category.code, grid.code),
        "unlicensed": unlicensed,
        "legal_representative": maker.person(),
        "legal_phone": maker.phone(),
        "site_person": maker.person(),
        "site_phone": maker.phone(),
        "grid_leader": maker.person(),
        "capacity": chance.choice([20, 40, 60, 80, 120, 200, 300]),
    }


def _point(town: dict[str, Any], box: dict[str, float], chance: random.Random) -> dict[str, Any]:
    """A point within the town's radius and the district's box, WGS84."""
    far, turn = town["radius"] * sqrt(chance.random()), 2 * pi * chance.random()
    lon, lat = town["centre"]
    lat += far * cos(turn) / _METRES_PER_DEGREE
    lon += far * sin(turn) / (_METRES_PER_DEGREE * cos(radians(lat)))
    inside_lon = min(max(lon, box["west"] + 0.001), box["east"] - 0.001)
    inside_lat = min(max(lat, box["south"] + 0.001), box["north"] - 0.001)
    return {"lon": round(inside_lon, 6), "lat": round(inside_lat, 6), "source_crs": "wgs84"}
