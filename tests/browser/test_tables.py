"""Tables at a desk: walked by keys, readable whatever was typed."""

from playwright.sync_api import expect

from inspections.ledger import actions as ledger
from tests.browser.visitors import Visit
from tests.cast import Cast


def test_a_long_text_leaves_the_other_columns_their_room(cast: Cast, visit: Visit) -> None:
    ledger.void(cast.open(), by=cast["command-leader"], reason="理由" * 3000, kind="error")
    page = visit("auditor")
    page.goto("/events/")

    recorded = page.locator("tbody tr td").first
    expect(recorded).to_be_visible()
    box = recorded.bounding_box()
    assert box is not None
    assert box["width"] > 110  # "2022年4月7日" on one line


def test_on_a_tablet_an_item_can_be_read_and_the_page_stays_as_wide(
    cast: Cast, visit: Visit
) -> None:
    cast.open()
    page = visit("command-leader", language="en", viewport={"width": 900, "height": 700})
    page.goto("/ledger/")

    box = page.locator("td.vw-text").bounding_box()
    assert box is not None
    assert box["width"] >= 168  # twelve Chinese characters
    assert page.evaluate("document.documentElement.scrollWidth") <= 900


def test_keys_walk_through_a_list_and_open_a_row(cast: Cast, visit: Visit) -> None:
    first, second = (cast.open(severity) for severity in ("general", "serious"))
    page = visit("inspector")
    page.goto("/ledger/")

    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    expect(page.locator(":focus")).to_have_text(first.number)
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=second.number)).to_be_visible()

    page.keyboard.press("/")
    page.keyboard.type("jk")
    expect(page.locator(":focus")).to_have_value("jk")
