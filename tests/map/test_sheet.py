"""A community on A3 paper: its venues in scope, numbered, the worst first; no script needed."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.cast import OFFICERS, Cast
from tests.listing.test_query_counts import queries
from tests.map.ground import PLACE, put
from tests.rules import rule
from venues.map.drawing import frame_around, labels
from venues.models import Area, AreaShape, Venue

LON, LAT = PLACE
SHEET = "/map/sheet/?community=410108001001"
RING = [[113.59, 34.84], [113.61, 34.84], [113.61, 34.86], [113.59, 34.86], [113.59, 34.84]]


@rule("R-VENUE-1")
def test_numbers_lead_from_the_map_to_the_table(cast: Cast, client: Client) -> None:
    put(cast.venue, LON, LAT)
    put(cast.chess_room, LON + 0.002, LAT + 0.001, major_open=1)
    area = Area.objects.get(code="410108001001")
    Venue.objects.create(code="V9", name="Nowhere", category=cast.category, area=area)
    AreaShape.objects.create(
        area=area, outline=[[RING]], rough=[[RING]],
        west=113.59, south=34.84, east=113.61, north=34.86,
    )  # fmt: skip
    client.force_login(cast["inspector"])

    html = client.get(SHEET).content.decode()

    assert re.findall(r'<g class="mark-(\w+)">.*?<text[^>]*>(.*?)</text>', html) == [
        ("red", "1红"),
        ("green", "2绿"),
    ]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in html.split("<tr>")[2:]]
    assert [(row[0], row[1], row[3], row[5]) for row in rows] == [
        ("1红", "Chess room", "红", "1"),
        ("2绿", "Noodle house", "绿", "0"),
        ("3绿 –", "Nowhere", "绿", "0"),
    ]
    assert 'class="outline"' in html
    assert "Inspector · town" in html
    assert "<style" not in html
    assert "onclick" not in html


@rule("R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_for_those_of_the_area_with_what_they_may_see(
    cast: Cast, client: Client, name: str
) -> None:
    client.force_login(cast[name])
    page = client.get(SHEET)

    of_area = name not in ("neighbour", "neighbour-reviewer", "outsider")
    assert page.status_code == (403 if name in ("auditor", "admin") else 200 if of_area else 404)
    scope = Venue.objects.visible_to(cast[name])
    for venue in (cast.venue, cast.chess_room):
        seen = page.status_code == 200 and scope.filter(pk=venue.pk).exists()
        assert (venue.name in page.content.decode()) == seen


@pytest.mark.parametrize("code", ["", "410108001", "999999999999", "a%00b"])
def test_no_such_community(cast: Cast, client: Client, code: str) -> None:
    client.force_login(cast["command"])

    assert client.get(f"/map/sheet/?community={code}").status_code == 404


def test_the_page_offers_the_communities_of_the_own_area(cast: Cast, client: Client) -> None:
    put(cast.venue, LON, LAT)
    for name, offered in (("inspector", True), ("command", True), ("neighbour", False)):
        client.force_login(cast[name])
        assert ('value="410108001001"' in client.get("/map/").content.decode()) == offered


def test_it_costs_the_same_for_one_and_many(cast: Cast, client: Client) -> None:
    client.force_login(cast["inspector"])
    few = queries(client, SHEET)
    for number in range(20):
        Venue.objects.create(
            code=f"S{number}", name="Shop", category=cast.category, area=cast.venue.area,
            lon=LON, lat=LAT,
        )  # fmt: skip

    assert queries(client, SHEET) == few


def test_labels_give_way_to_each_other() -> None:
    places = [(50.0 + n % 3, 50.0 + n % 2) for n in range(40)]

    found = labels(places, range(1, 41))

    pairs = [(one, other) for n, one in enumerate(found) for other in found[:n]]
    assert not [pair for pair in pairs if pair[0].covers(pair[1])]
    assert [label.point for label in found] == places
    assert not found[0].is_moved


def test_a_frame_keeps_proportions_and_north_up() -> None:
    frame = frame_around([(113.6, 34.85), (113.61, 34.87)])

    west, east = frame.place((113.6, 34.85)), frame.place((113.61, 34.87))
    assert west[0] < east[0]
    assert west[1] > east[1]
    assert min(*west, *east) > 0
    # a degree of longitude is cos(34.86°) of one of latitude there
    assert frame.per_lon / frame.per_lat == pytest.approx(0.8206, abs=1e-3)


def test_paper_is_a3_across() -> None:
    css = Path(str(finders.find("venuewatch/css/map-sheet.css"))).read_text()

    assert "@page { size: A3 landscape" in css
