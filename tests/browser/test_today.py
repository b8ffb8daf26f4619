"""My work today in a browser: the suggested round, and lists that stay fresh in place."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from inspections.duties.actions import plan_day, today
from tests.browser.fixtures import PHONE
from tests.browser.visitors import Visit
from tests.cast import Cast
from tests.duties.days import checked, stands
from tests.rules import rule
from venues.models import Venue

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = {"longitude": 113.65, "latitude": 34.76, "accuracy": 12}
HAND: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
ALLOWED = {**HAND, "geolocation": HERE, "permissions": ["geolocation"]}
# code, name and degrees north of the phone, in the order in which they are made
PLACES = (
    ("R1", "Far", 0.02),
    ("R2", "Near", 0.001),
    ("R3", "Plated", 0.05),
    ("R4", "Unplaced", None),
)
SIX_MINUTES = 6 * 60 * 1000  # ms: lists are made again after five


@pytest.fixture
def owing(cast: Cast) -> Cast:
    """Checks owed at four places: one under a plate, one that nobody has put on the map."""
    for code, name, north in PLACES:
        place = {} if north is None else {"lon": 113.65, "lat": 34.76 + north}
        venue = Venue.objects.create(
            code=code, name=name, category=cast.category, area=cast.town, **place
        )
        checked(venue, today() - timedelta(days=400))
        stands(venue, general_open=1)
    yesterday = today() - timedelta(days=1)
    plated = Venue.objects.get(code="R3")
    stands(plated, plate_hung=True, plate_since=yesterday, plate_number="HP-410108-2026-0001")
    plan_day()
    return cast


def names(page: "Page") -> list[str]:
    """The places of the round, in their order."""
    rows = page.locator("[data-stops] li[data-name]")
    found: list[str] = rows.evaluate_all("rows => rows.map(row => row.dataset.name)")
    return found


@rule("R-DUTY-3")
def test_the_round_goes_by_urgency_then_distance(owing: Cast, visit: Visit) -> None:
    phone = visit("inspector", **ALLOWED)
    phone.goto("/")

    expect(phone.locator("[data-near-says]")).to_contain_text("按紧急程度")
    assert names(phone) == ["Plated", "Far", "Near", "Unplaced"], "from the plated place on"
    assert phone.locator("[data-distance]").all_inner_texts() == [
        "· 5.6 公里",
        "· 2.2 公里",
        "· 110 米",
        "",
    ]
    expect(phone.locator(".vw-map .vw-round-stop")).to_have_text(["1", "2", "3"])
    expect(phone.locator(".vw-map path.vw-round")).to_have_count(1)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    phone.locator("[data-stops] li", has_text="Near").get_by_role("link", name="检查").tap()
    expect(phone.locator("#filing")).to_be_visible()
    assert phone.url.endswith("/checks/file/R2/")


@rule("R-DUTY-3")
def test_without_a_position_the_most_urgent_come_first(owing: Cast, visit: Visit) -> None:
    phone = visit("inspector", **HAND)
    phone.goto("/")
    phone.get_by_role("button", name="由近到远").tap()

    expect(phone.locator("[data-near-says]")).to_contain_text("无法获取位置")
    assert names(phone) == ["Plated", "Far", "Near", "Unplaced"]
    expect(phone.locator("[data-map]")).to_be_hidden()
    expect(phone.locator("[data-distance]").first).to_be_empty()


@rule("R-DUTY-3")
def test_lists_are_made_again_where_one_looks(owing: Cast, visit: Visit) -> None:
    phone = visit("inspector", **ALLOWED)
    phone.clock.install()
    phone.goto("/")
    expect(phone.locator("[data-stops] li").first).to_contain_text("Plated")
    button = phone.locator("[data-stops] li", has_text="Unplaced").get_by_role("link", name="检查")
    button.scroll_into_view_if_needed()
    button.focus()
    before = button.bounding_box()
    owing.check(venue=Venue.objects.get(code="R1"))
    owing.open("serious")
    phone.evaluate("document.body.dataset.same = 'yes'")

    phone.clock.fast_forward(SIX_MINUTES)

    expect(phone.locator("[data-stops] li")).to_have_count(3)
    expect(button).to_be_focused()
    assert before
    after = button.bounding_box()
    assert after
    assert after["y"] == pytest.approx(before["y"], abs=2), "it stays where it was"
    assert phone.evaluate("document.body.dataset.same") == "yes", "the page itself stayed"
    assert names(phone) == ["Plated", "Near", "Unplaced"]
    expect(phone.locator("[data-distance]").first).to_contain_text("公里")
    expect(phone.locator(".vw-map .vw-round-stop")).to_have_count(2)


def test_every_list_is_made_again(cast: Cast, visit: Visit) -> None:
    desk = visit("dept-reviewer")
    desk.clock.install()
    desk.goto("/")
    said = desk.locator("[data-section] [data-made]")
    assert said.count() == desk.locator("[data-section]").count()
    headings = ["待您审核", "待您审批的延期申请"]
    for heading in headings:
        expect(desk.locator(f"[data-section='{heading}'] a.btn")).to_have_count(0)
    cast.rechecked("serious")
    cast.ask_extension(cast.open("general"))

    desk.clock.fast_forward(SIX_MINUTES)

    for heading in headings:
        expect(desk.locator(f"[data-section='{heading}'] a.btn")).to_have_count(1)
    expect(desk.locator(".vw-rail .vw-waiting").last).to_be_visible()


def test_an_ended_session_is_told_and_nothing_is_swapped(owing: Cast, visit: Visit) -> None:
    phone = visit("inspector", **HAND)
    phone.clock.install()
    phone.goto("/")
    Session.objects.all().delete()

    phone.clock.fast_forward(SIX_MINUTES)

    says = phone.locator("[data-fresh-says]")
    expect(says).to_contain_text("已退出登录")
    expect(phone.locator("[data-stops] li")).to_have_count(4)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.clock.fast_forward(SIX_MINUTES)
    assert asked == [], "it has stopped"
    says.get_by_role("link", name="登录").tap()
    expect(phone.locator("[name=username]")).to_be_visible()


def test_a_server_that_does_not_answer_is_told(owing: Cast, visit: Visit) -> None:
    phone = visit("inspector", **HAND)
    phone.clock.install()
    phone.goto("/")
    expect(phone.locator("[data-near]")).to_be_visible()
    phone.route("**/*", lambda route: route.fulfill(status=503, body="busy"))

    phone.clock.fast_forward(SIX_MINUTES)

    says = phone.locator("[data-fresh-says]")
    expect(says).to_contain_text("未能刷新")
    phone.unroute("**/*")
    phone.clock.fast_forward(SIX_MINUTES)
    expect(says).to_be_hidden()
