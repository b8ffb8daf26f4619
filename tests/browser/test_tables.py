"""Tables at a desk stay readable whatever was typed."""

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
