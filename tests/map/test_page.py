"""The page of the map: the same in figures as the register, no other host unless told."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.map.ground import PLACE, ask, lay_city, put
from tests.rules import rule
from venues.models import Venue
from venuewatch.environment import Tiles

LON, LAT = PLACE
TILES = Tiles("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example", "© Surveyors")


@pytest.fixture
def city(cast: Cast, client: Client) -> Client:
    """A small city, one venue without a town and one without a point, before command's leader."""
    lay_city(cast, 300)
    put(cast.venue_without_town, LON, LAT, plate_hung=True)
    put(cast.venue_next_door, LON, LAT, general_open=1)
    client.force_login(cast["command-leader"])
    return client


def listed(client: Client, address: str) -> int:
    """How many rows the list behind an address has."""
    page: Any = client.get(address)
    assert page.status_code == 200
    count: int = page.context_data["page"].paginator.count
    return count


@rule("R-VENUE-1")
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"colour": "yellow"},
        {"town": "none"},
        {"category": "catering"},
        {"department": "market"},
        {"q": "Shop 1"},
        {"placed": "no"},
        {"colour": "black", "at": "12/34.85/113.6"},
    ],
)
def test_every_number_is_that_of_the_list_behind_it(
    city: Client, cast: Cast, asked: dict[str, str]
) -> None:
    keys = {"catering": cast.category.pk, "market": cast.department.pk}
    given = {name: keys.get(value, value) for name, value in asked.items()}
    page: Any = city.get("/map/", given)
    figures = page.context["figures"]

    rows = [*figures.towns, figures.whole]
    told = {(row.address, row.count) for row in rows}
    told |= {(cell.address, cell.count) for row in rows for cell in row.cells if cell.count}
    told |= {(figures.unplaced_address, figures.unplaced)} if figures.unplaced else set()

    assert {(address, listed(city, address)) for address, _count in told} == told
    assert figures.whole.count == sum(row.count for row in figures.towns)
    drawn = city.get("/map/points/", {**ask(), **given}).json()
    assert drawn["total"] == figures.whole.count - figures.unplaced
    html = page.content.decode()
    for address, _count in told:
        assert f'href="{address.replace("&", "&amp;")}"' in html


def test_a_filter_that_cannot_be_read_shows_nothing(city: Client) -> None:
    page: Any = city.get("/map/", {"town": "x"})

    assert page.status_code == 200
    assert page.context["figures"].whole.count == 0
    assert "vw-errors" in page.content.decode()


def test_nothing_with_a_point_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast["neighbour"])

    html = client.get("/map/").content.decode()

    assert "没有符合条件且已标注坐标的场所" in html
    assert "data-map " not in html


def test_what_a_marker_tells(city: Client, cast: Cast) -> None:
    put(cast.venue, LON, LAT, general_open=2)
    told = city.get("/map/venues/V1/").content.decode()

    for words in ("Noodle house", "黄", "Restaurants", "2个未销号问题", "/venues/V1/"):
        assert words in told
    assert "/checks/file/V1/" in told
    Venue.objects.filter(pk=cast.venue.pk).update(state="pending")
    assert "/checks/file/V1/" not in city.get("/map/venues/V1/").content.decode()


def test_without_tiles_no_other_host_is_named(city: Client) -> None:
    page = city.get("/map/")

    assert "data-tiles" not in page.content.decode()
    assert "img-src 'self' data: blob:;" in page["Content-Security-Policy"] + ";"


def test_tiles_may_come_from_their_one_host(city: Client, settings: Settings) -> None:
    settings.MAP_TILES = TILES
    page = city.get("/map/")

    html, policy = page.content.decode(), page["Content-Security-Policy"]
    assert f'data-tiles="{TILES.template}"' in html
    assert "© Surveyors" in html
    assert re.search(r"img-src 'self' data: blob: https://tiles\.example(;|$)", policy)
    assert "tiles.example" not in city.get("/venues/")["Content-Security-Policy"]


def test_the_register_finds_what_lies_in_no_town(city: Client) -> None:
    page: Any = city.get(f"/venues/?{urlencode({'town': 'none'})}")

    assert [row.code for row in page.context_data["page"]] == ["V3"]
    assert "镇办" in page.content.decode()
