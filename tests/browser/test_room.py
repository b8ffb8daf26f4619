"""The operation room in browsers: it stays fresh by itself; a phone tells where it is."""

from playwright.sync_api import expect

from inspections.enforcement import actions as joint
from inspections.enforcement.models import PartStep
from tests.browser.fixtures import PHONE
from tests.browser.visitors import Visit
from tests.cast import Cast
from tests.enforcement import stages
from tests.rules import rule

ONE_MINUTE = 60_000  # ms


@rule("R-JOINT-1")
def test_the_room_refreshes_itself(cast: Cast, visit: Visit) -> None:
    """Somebody else signs in; command sees it without touching anything."""
    operation = stages.convened_now(cast)
    desk = visit("command")
    desk.clock.install()
    desk.goto(f"/operations/{operation.number}/")
    column = desk.locator(".vw-columns .card", has_text="police")
    expect(column.locator(".vw-part-invited")).to_be_visible()
    desk.evaluate("document.body.dataset.same = 'yes'")
    joint.sign_in(stages.part_of(operation, "police"), by=cast["police"])

    desk.clock.fast_forward(ONE_MINUTE)

    expect(column.locator(".vw-part-signed_in")).to_be_visible()
    expect(desk.locator(".vw-title .vw-operation-under_way")).to_be_visible()
    assert desk.evaluate("document.body.dataset.same") == "yes", "the page itself stayed"
    expect(desk.locator("[data-fresh-says]")).to_be_hidden()


@rule("R-JOINT-1")
def test_a_refused_position_hinders_no_sign_in(cast: Cast, visit: Visit) -> None:
    operation = stages.convened_now(cast)
    phone = visit("police", viewport=PHONE)
    phone.goto(f"/operations/{operation.number}/")
    phone.get_by_role("link", name="签到", exact=True).click()
    expect(phone.locator("[data-position]")).to_contain_text("没有位置也可以")
    phone.get_by_role("button", name="签到", exact=True).click()
    expect(phone.locator(".vw-columns")).to_be_visible()

    assert PartStep.objects.get(kind="sign_in").lon is None


@rule("R-JOINT-1")
def test_the_phone_tells_where_it_is(cast: Cast, visit: Visit) -> None:
    operation = stages.convened_now(cast)
    here = {"longitude": 113.65, "latitude": 34.76, "accuracy": 12}
    phone = visit("police", viewport=PHONE, geolocation=here, permissions=["geolocation"])
    phone.goto(f"/operations/{operation.number}/")
    phone.get_by_role("link", name="签到", exact=True).click()
    expect(phone.locator("[data-position]")).to_be_visible()
    phone.get_by_role("button", name="签到", exact=True).click()
    expect(phone.locator(".vw-columns")).to_be_visible()

    step = PartStep.objects.get(kind="sign_in")
    assert (step.lon, step.lat) == (113.65, 34.76)
