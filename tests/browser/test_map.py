"""The map in a browser: a city of 25,000 venues is drawn at once, and a street costs little."""

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.browser.fixtures import PHONE
from tests.browser.visitors import Visit
from tests.cast import Cast, jpeg
from tests.map.ground import EAST, NORTH, PLACE, SOUTH, WEST, lay_city, put
from tests.rules import rule
from venues.models import AreaShape
from venuewatch.environment import Tiles

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response
    from pytest_django.fixtures import Settings
    from pytest_django.live_server_helper import LiveServer

CITY = 25_000
MOST_SECONDS = 2.0
# 17/lat/lon: some streets in the middle of the city
STREETS = f"/map/?at=17/{(SOUTH + NORTH) / 2}/{(WEST + EAST) / 2}"
MOST_BYTES = 20_000
LON, LAT = PLACE
PICTURE = jpeg()


def drawn(page: "Page") -> int:
    """How many venues the marks on the map stand for, once they are drawn."""
    page.wait_for_selector("[data-map][data-drawn]", state="attached")
    words: list[str] = page.locator(".vw-mark").all_inner_texts()
    return sum(int(text.split()[0]) if " " in text else 1 for text in words)


def sent(page: "Page", address: str) -> int:
    """How many bytes the server answers with to draw this view, page and files aside."""
    answers: list[Response] = []

    def keep(answer: "Response") -> None:
        if any(f"/map/{part}/" in answer.url for part in ("points", "list", "shapes")):
            answers.append(answer)

    page.on("response", keep)
    page.goto(address)
    page.wait_for_selector("[data-map][data-drawn]", state="attached")
    page.remove_listener("response", keep)
    assert len(answers) == 3
    return sum(len(answer.body()) for answer in answers)


def test_a_whole_city_is_drawn_in_under_two_seconds(cast: Cast, visit: Visit) -> None:
    """From the click on the address to the last mark; the browser has been here before."""
    lay_city(cast, CITY)
    for name in ("command-leader", "dept"):
        page = visit(name)
        page.goto("/map/")
        assert drawn(page) == CITY
        took = [seconds_to_draw(page) for _ in range(3)]

        assert min(took) < MOST_SECONDS, (name, took)
        assert page.locator(".vw-mark").count() <= 400


def seconds_to_draw(page: "Page") -> float:
    """How long the map takes, by the browser's own clock, from its navigation on."""
    page.goto("/map/")
    page.wait_for_selector("[data-map][data-drawn]", state="attached")
    milliseconds: float = page.evaluate("Number(document.querySelector('[data-map]').dataset.took)")
    return milliseconds / 1000


def test_a_street_costs_the_same_in_a_town_and_in_a_city(cast: Cast, visit: Visit) -> None:
    """As many venues in the street, twelve times as many around it: not a byte more."""
    lay_city(cast, 2000)
    page = visit("command-leader")
    town = sent(page, STREETS)
    in_street = drawn(page)
    assert in_street < 20

    lay_more(cast)
    city = sent(page, STREETS)

    assert drawn(page) == in_street
    assert town == city < MOST_BYTES
    whole = sent(page, "/map/")
    assert whole < 100_000, "however large the city"


def lay_more(cast: Cast) -> None:
    """Another 23,000 venues, all of them beyond what the street's view shows."""
    lay_city(cast, 23_000, prefix="N", west=EAST, east=EAST + 0.3)


def test_a_cell_opens_by_key_and_back_leads_back(cast: Cast, visit: Visit) -> None:
    lay_city(cast, 600)
    page = visit("command-leader", language="en")
    page.goto("/map/?colour=yellow&state=active")
    yellow = drawn(page)
    assert 0 < yellow < 600

    page.locator(".vw-mark-cell").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**at=*")
    expect(page.locator("[data-map-says]")).not_to_have_text(f"Venues in view: {yellow}")
    assert "colour=yellow" in page.url
    assert page.evaluate("document.querySelector('[data-map]').contains(document.activeElement)")
    shared = page.url
    inside = page.locator("[data-map-says]").inner_text()

    page.go_back()
    expect(page.locator("[data-map-says]")).to_have_text(f"Venues in view: {yellow}")
    page.goto(shared)
    expect(page.locator("[data-map-says]")).to_have_text(inside)


@rule("R-VENUE-1")
def test_a_marker_tells_of_its_venue_and_gives_the_focus_back(cast: Cast, visit: Visit) -> None:
    put(cast.venue, LON, LAT, general_open=1)
    put(cast.chess_room, LON, LAT)
    page = visit("inspector", viewport=PHONE)
    page.goto("/map/")

    marker = page.get_by_role("button", name="Noodle house，黄")
    expect(marker).to_have_text("黄")
    beside = page.get_by_role("button", name="Chess room，绿")
    assert marker.bounding_box() != beside.bounding_box(), "at the very same point"
    marker.focus()
    page.keyboard.press("Enter")
    name = page.locator(".vw-popup").get_by_role("link", name="Noodle house")
    expect(name).to_be_focused()
    expect(page.locator(".vw-popup")).to_contain_text("1个未销号问题")
    page.keyboard.press("Escape")
    expect(page.locator(".vw-popup")).to_have_count(0)
    expect(marker).to_be_focused()

    marker.click()
    page.locator(".vw-popup").get_by_role("link", name="填报检查").click()
    expect(page.locator("#filing")).to_be_visible()


def test_a_phone_holds_it_and_its_list(cast: Cast, visit: Visit) -> None:
    lay_city(cast, 200)
    page = visit("inspector", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/map/")
    drawn(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("[data-listed] li").count() == 50
    first = page.locator("[data-listed] li").first
    expect(first.locator(".vw-badge")).to_have_text("黄")
    sizes: list[Any] = page.locator(".vw-mark, .vw-map .leaflet-bar a").evaluate_all(
        "all => all.map(each => [each.offsetWidth, each.offsetHeight])"
    )
    assert min(side for size in sizes for side in size) >= 44


def test_without_scripts_there_is_the_table(cast: Cast, visit: Visit) -> None:
    put(cast.venue, LON, LAT, general_open=1)
    page = visit("inspector", java_script_enabled=False)
    page.goto("/map/")

    expect(page.locator("[data-map]")).to_be_hidden()
    row = page.get_by_role("row", name="Town")
    row.locator("[data-label='黄'] a").click()
    expect(page.get_by_role("link", name="Noodle house")).to_be_visible()
    page.goto("/map/")
    page.get_by_label("打印社区分布图（A3）").select_option("410108001001")
    page.get_by_role("button", name="打印版").click()
    expect(page.locator("svg .mark-yellow text")).to_have_text("1黄")


def test_shapes_lie_under_the_marks(cast: Cast, visit: Visit) -> None:
    put(cast.venue, LON, LAT)
    ring = [[113.5, 34.8], [113.7, 34.8], [113.7, 34.9], [113.5, 34.9], [113.5, 34.8]]
    for area in (cast.district, cast.town):
        AreaShape.objects.create(
            area=area, outline=[[ring]], rough=[[ring]], west=113.5, south=34.8, east=113.7,
            north=34.9,
        )  # fmt: skip
    page = visit("inspector")
    page.goto("/map/?at=12/34.85/113.6")
    drawn(page)

    expect(page.locator("path.vw-shape-town")).to_have_count(1)
    expect(page.locator("path.vw-shape-district")).to_have_count(1)
    expect(page.locator(".vw-shape-name")).to_have_text(["Town"])


def test_no_other_host_is_asked_but_that_of_the_tiles(
    cast: Cast, visit: Visit, live_server: "LiveServer", settings: "Settings"
) -> None:
    put(cast.venue, LON, LAT)
    page, asked = visit("inspector"), list[str]()
    page.route("https://tiles.example/**", lambda route: route.fulfill(body=PICTURE))
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/map/")
    drawn(page)
    assert not [url for url in asked if not url.startswith((live_server.url, "data:"))]

    settings.MAP_TILES = Tiles(
        "https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example", "© Surveyors <b>"
    )
    page.reload()
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    expect(page.get_by_text("© Surveyors <b>")).to_be_visible()
    others = {url for url in asked if not url.startswith((live_server.url, "data:"))}
    assert others
    assert all(url.startswith("https://tiles.example/") for url in others)


def test_what_cannot_be_asked_is_said(cast: Cast, visit: Visit) -> None:
    put(cast.venue, LON, LAT)
    page = visit("inspector")
    page.goto("/map/")
    drawn(page)
    page.evaluate("history.replaceState(null, '', '?town=x')")
    page.locator(".leaflet-control-zoom-out").click()

    expect(page.locator("[data-map-says]")).to_have_text("以下筛选条件无法识别：镇办。")
