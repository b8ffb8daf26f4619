"""Dashboard and wallboard in browsers: drawn, fresh by itself, never an error on the wall."""

from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.fixtures import DESK, PHONE
from tests.browser.test_reports import fits
from tests.browser.visitors import Visit
from tests.cast import Cast
from tests.reports.days import planned
from tests.rules import rule
from venues.models import Area, Organisation, Venue
from venuewatch.workflow import clock

if TYPE_CHECKING:
    from playwright.sync_api import Page

WALL = {"width": 1920, "height": 1080}
TWO_MINUTES = 120_000  # ms
UNCLOSED = ".vw-six li:nth-child(2) .vw-six-value"


def drawn(page: "Page") -> int:
    """How many charts have something other than their background in their middle."""
    return int(
        page.evaluate("""() => [...document.querySelectorAll("[data-chart] canvas")].filter(
        (canvas) => new Set(new Uint32Array(canvas.getContext("2d").getImageData(
            0, 0, canvas.width, canvas.height).data.buffer)).size > 10).length""")
    )


@rule("R-REPORT-1")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_figures_charts_and_their_lists(
    cast: Cast, visit: Visit, viewport: dict[str, int], language: str
) -> None:
    planned(clock.now().date())
    cast.open("serious")
    page = visit("command", viewport=viewport, language=language)
    page.goto("/dashboard/")
    expect(page.locator(UNCLOSED)).to_have_text("1")
    expect(page.locator("[data-chart][data-drawn]")).to_have_count(4)
    assert drawn(page) == 4
    assert fits(page)

    numbers = page.locator("[data-section=trends] details").first
    expect(numbers.get_by_role("table")).to_be_hidden()
    numbers.locator("summary").click()
    expect(numbers.get_by_role("table").locator("tbody tr")).to_have_count(30)
    assert fits(page)
    page.locator("[data-section=stock] td a").first.click()
    expect(page.locator("#rows")).to_contain_text("Noodle house")


def test_without_scripts_the_tables_say_it_all(cast: Cast, visit: Visit) -> None:
    cast.open()
    page = visit("command", java_script_enabled=False)
    page.goto("/dashboard/?heat=unclosed")
    expect(page.locator("[data-section=heat] td.vw-heat-4")).to_have_text("1")
    expect(page.locator("[data-chart]").first).to_be_hidden()
    expect(page.locator("[data-section=trends] tbody tr")).to_have_count(4 * 30)


def test_the_dashboard_refreshes_itself_and_draws_again(cast: Cast, visit: Visit) -> None:
    page = visit("command")
    page.clock.install()
    page.goto("/dashboard/")
    expect(page.locator(UNCLOSED)).to_have_text("0")
    page.evaluate("document.body.dataset.same = 'yes'")
    cast.open()

    page.clock.fast_forward(TWO_MINUTES + 30_000)

    expect(page.locator(UNCLOSED)).to_have_text("1")
    assert page.evaluate("document.body.dataset.same") == "yes", "the page itself stayed"
    expect(page.locator("[data-chart][data-drawn]")).to_have_count(4)


def crowded(cast: Cast) -> None:
    """Ten towns and ten departments, each with an issue."""
    for place in range(10):
        town = Area.objects.create(
            code=f"4101081{place:02d}", name=f"第{place}街道办事处", kind="town",
            parent=cast.district,
        )  # fmt: skip
        name = f"部门{place}"
        Organisation.objects.create(
            code=name, name=name, short=name, kind="department", area=cast.district
        )
        venue = Venue.objects.create(code=f"T{place}", name="店", category=cast.category, area=town)
        cast.check(by="command", venue=venue, failed="A1")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_wall_shows_everything_without_scrolling(
    cast: Cast, visit: Visit, language: str
) -> None:
    crowded(cast)
    page = visit("command", viewport=WALL, language=language)
    page.goto("/dashboard/wallboard/")
    expect(page.locator("[data-chart][data-drawn]")).to_have_count(2)
    expect(page.locator(".vw-worst").first.locator("tbody tr")).to_have_count(8)

    root = page.evaluate("""() => [document.documentElement.scrollHeight,
        document.documentElement.scrollWidth, document.body.scrollHeight,
        document.documentElement.dataset.bsTheme]""")
    assert root == [1080, 1920, 1080, "dark"]
    lowest = page.evaluate("""() => Math.max(...[...document.querySelectorAll(
        ".vw-worst tr, .vw-worst a, [data-chart], .vw-six a")].map(
        (each) => each.getBoundingClientRect().bottom))""")
    assert lowest <= 1080
    smallest = page.evaluate("""() => Math.min(...[...document.querySelectorAll(
        ".vw-six *, .vw-worst td, .vw-worst th, [data-chart], header *")].map(
        (each) => parseFloat(getComputedStyle(each).fontSize)))""")
    assert smallest >= 24, "readable from four metres"
    expect(page.locator(".vw-rail")).to_have_count(0)


@pytest.fixture
def wall(cast: Cast, visit: Visit) -> "Page":
    """A wall that has hung for a while."""
    cast.open()
    page = visit("command", viewport=WALL)
    page.clock.install()
    page.goto("/dashboard/wallboard/")
    expect(page.locator(UNCLOSED)).to_have_text("1")
    return page


def test_the_wall_refreshes_itself(cast: Cast, wall: "Page") -> None:
    cast.open("serious")
    wall.clock.fast_forward(TWO_MINUTES)

    expect(wall.locator(UNCLOSED)).to_have_text("2")
    expect(wall.locator("[data-made]")).to_contain_text("刷新")
    expect(wall.locator("[data-chart][data-drawn]")).to_have_count(2)


def test_a_wall_that_is_signed_out_says_so(cast: Cast, wall: "Page") -> None:
    Session.objects.all().delete()
    wall.clock.fast_forward(TWO_MINUTES)

    expect(wall.locator("[data-fresh-says]")).to_contain_text("已退出登录")
    expect(wall.get_by_role("link", name="登录")).to_be_visible()
    expect(wall.locator(UNCLOSED)).to_have_text("1")


def test_a_server_that_is_away_leaves_the_figures_on_the_wall(cast: Cast, wall: "Page") -> None:
    wall.route("**/wallboard/", lambda route: route.fulfill(status=500, body="broken"))
    wall.clock.fast_forward(TWO_MINUTES)
    expect(wall.locator("[data-fresh-says]")).to_contain_text("未能刷新")
    expect(wall.locator(UNCLOSED)).to_have_text("1")

    wall.unroute("**/wallboard/")
    wall.clock.fast_forward(TWO_MINUTES)
    expect(wall.locator("[data-fresh-says]")).to_be_hidden()
