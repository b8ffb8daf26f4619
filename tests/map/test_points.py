"""What the map shows of a box: counted right, bounded, and of nobody else's venues."""

from collections import Counter
from math import asinh, floor, pi, radians, tan
from typing import Any

import pytest
from django.test import Client

from tests.cast import OFFICERS, Cast
from tests.listing.test_query_counts import queries
from tests.map.ground import EAST, NORTH, PLACE, SOUTH, WEST, ask, lay_city, put
from tests.rules import rule
from venues.map.boxes import MOST_CELLS, Box
from venues.map.gathering import within
from venues.models import Venue

LON, LAT = PLACE
# Of 64 pixels each; at zoom 13 the whole city would have too many, so that they are twice as wide.
CELLS_AROUND_THE_WORLD = {9: 2**11, 11: 2**13, 13: 2**14}


def points(client: Client, **asked: Any) -> dict[str, Any]:
    answer = client.get("/map/points/", ask(**asked))
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def leader(cast: Cast, client: Client) -> Client:
    client.force_login(cast["command-leader"])
    return client


@rule("R-VENUE-1")
@pytest.mark.parametrize("zoom", [9, 11, 13])
def test_cells_are_counted_as_by_hand(cast: Cast, leader: Client, zoom: int) -> None:
    lay_city(cast, 3000)

    found = points(leader, zoom=zoom)

    def cell(lon: float, lat: float) -> tuple[int, int]:
        number = CELLS_AROUND_THE_WORLD[zoom]
        return floor((lon + 180) / 360 * number), floor(
            (0.5 - asinh(tan(radians(lat))) / (2 * pi)) * number
        )

    by_hand: dict[tuple[int, int], Counter[str]] = {}
    for venue in Venue.objects.filter(code__startswith="M").select_related("standing"):
        by_hand.setdefault(cell(*point_of(venue)), Counter())[venue.standing.colour] += 1
    several = {place: counts for place, counts in by_hand.items() if counts.total() > 1}
    told = {cell(each["lon"], each["lat"]): each for each in found["cells"]}
    assert {place: each["count"] for place, each in told.items()} == {
        place: counts.total() for place, counts in several.items()
    }
    names = ("black", "red", "yellow", "white", "green")
    for place, each in told.items():
        assert dict(zip(names, each["colours"], strict=True)) == {
            name: several[place][name] for name in names
        }
        assert each["worst"] == next(name for name in names if several[place][name])
    alone = [place for place, counts in by_hand.items() if counts.total() == 1]
    assert sorted(cell(v["lon"], v["lat"]) for v in found["venues"]) == sorted(alone)
    assert found["total"] == 3000 == sum(found["colours"].values())
    assert set(found["colours"]) == set(names)


def point_of(venue: Venue) -> tuple[float, float]:
    assert venue.point is not None
    return venue.point


@pytest.mark.parametrize(
    ("box", "zoom"),
    [(f"{WEST},{SOUTH},{EAST},{NORTH}", zoom) for zoom in (0, 8, 14, 19)]
    + [("-180,-90,180,90", 19), ("-180,-90,180,90", 0)],
)
def test_an_answer_is_bounded_whatever_is_asked(
    cast: Cast, leader: Client, box: str, zoom: int
) -> None:
    lay_city(cast, 3000)

    found = points(leader, box=box, zoom=zoom)

    assert found["total"] == 3000
    assert 0 < len(found["cells"]) + len(found["venues"]) <= MOST_CELLS
    assert sum(each["count"] for each in found["cells"]) + len(found["venues"]) == 3000


def test_the_edges_of_a_box_belong_to_it(cast: Cast, leader: Client) -> None:
    put(cast.venue, LON, LAT)

    def seen(west: float, south: float, east: float, north: float) -> int:
        total: int = points(leader, box=f"{west},{south},{east},{north}")["total"]
        return total

    on_edge = [(LON, LAT, LON + 1, LAT + 1), (LON - 1, LAT - 1, LON, LAT)]
    beside = [(LON + 0.0001, LAT, LON + 1, LAT + 1), (LON - 1, LAT - 1, LON, LAT - 0.0001)]
    assert [seen(*box) for box in on_edge] == [1, 1]
    assert [seen(*box) for box in beside] == [0, 0]


def test_few_venues_stand_alone_however_far_one_looks(cast: Cast, leader: Client) -> None:
    put(cast.venue, LON, LAT, plate_hung=True)
    put(cast.chess_room, LON, LAT)

    found = points(leader, zoom=9)

    assert found["cells"] == []
    assert [(each["code"], each["colour"]) for each in found["venues"]] == [
        ("V1", "black"),
        ("V4", "green"),
    ]


@rule("R-SCOPE-1", "R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_only_what_is_in_scope_is_counted(cast: Cast, client: Client, name: str) -> None:
    for each in (cast.venue, cast.venue_next_door, cast.venue_without_town, cast.chess_room):
        put(each, LON, LAT)
    client.force_login(cast[name])
    scope = set(Venue.objects.visible_to(cast[name]).values_list("code", flat=True))

    answer = client.get("/map/points/", ask())
    listed = client.get("/map/list/", ask())
    opened = {
        code for code in ("V1", "V2", "V3", "V4")
        if client.get(f"/map/venues/{code}/").status_code == 200
    }  # fmt: skip

    if name in ("auditor", "admin"):
        assert (answer.status_code, listed.status_code, opened) == (403, 403, set())
        return
    assert {each["code"] for each in answer.json()["venues"]} == scope == opened
    assert answer.json()["total"] == len(scope)
    names = Venue.objects.exclude(code__in=scope).values_list("name", flat=True)
    assert not [each for each in names if each in listed.content.decode()]


@pytest.mark.parametrize(
    "asked",
    [
        {"box": ""},
        {"box": "1,2,3"},
        {"box": "a,b,c,d"},
        {"box": "113,34,112,35"},
        {"box": "113,35,114,34"},
        {"box": "nan,34,114,35"},
        {"box": "-inf,34,inf,35"},
        {"box": "113,34,114,91"},
        {"zoom": ""},
        {"zoom": "-1"},
        {"zoom": "20"},
        {"zoom": "1.5"},
        {"zoom": "９"},
        {"town": "x"},
        {"colour": "purple"},
        {"category": "999999"},
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(leader: Client, asked: dict[str, Any]) -> None:
    view = {} if "box" in asked or "zoom" in asked else asked
    for path in ("points", "list", *([] if view else ["shapes"])):
        answer = leader.get(f"/map/{path}/", {**ask(), **asked})

        assert answer.status_code == 400, path
        assert answer.json()["sentence"].endswith("。")


def test_a_street_is_found_by_an_index(cast: Cast) -> None:
    lay_city(cast, 5000)
    rows = within(Venue.objects.visible_to(cast["command"]), Box(113.6, 34.85, 113.605, 34.855))

    assert "venue_point_index" in rows.explain()


def test_only_read(leader: Client) -> None:
    for path in ("", "points/", "list/", "shapes/", "sheet/", "venues/V1/"):
        assert leader.post(f"/map/{path}").status_code == 405, path


def test_it_costs_the_same_for_few_and_many(cast: Cast, leader: Client) -> None:
    put(cast.venue, LON, LAT)
    addresses = [
        f"/map/{path}?box={WEST},{SOUTH},{EAST},{NORTH}&zoom=13"
        for path in ("", "points/", "list/", "shapes/")
    ]
    few = [queries(leader, each) for each in addresses]
    lay_city(cast, 2000)

    assert [queries(leader, each) for each in addresses] == few
