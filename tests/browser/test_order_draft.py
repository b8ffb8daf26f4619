"""What a phone typed about the items of an order is there again when the form is opened anew."""

from playwright.sync_api import expect

from inspections.checks.models import Inspection
from inspections.ledger.models import Issue
from tests.browser.test_phone import submit
from tests.browser.test_today import ALLOWED
from tests.browser.visitors import Visit
from tests.cast import Cast
from tests.orders.acts import issued
from tests.orders.test_checklists import MASKS
from tests.rules import rule

NOTE = "two guests without"


@rule("R-ORDER-1", "R-CHECK-2")
def test_a_draft_keeps_the_items_of_an_order(cast: Cast, visit: Visit) -> None:
    order = issued(cast, "46", items=(MASKS,))
    masks = f"order{order.pk}-1"
    phone = visit("inspector", **ALLOWED)
    phone.goto("/checks/file/V1/")
    item = phone.locator(f"#item{masks}")
    item.get_by_text("不符合", exact=True).first.tap()
    item.get_by_role("textbox").last.fill(NOTE)

    phone.goto("/")
    phone.goto("/checks/file/V1/")

    expect(item.locator("[value=fail]")).to_be_checked()
    expect(item.get_by_role("textbox").last).to_have_value(NOTE)
    phone.locator("#number-N1").fill("12")
    phone.get_by_role("button", name="其余符合").tap()
    submit(phone)
    expect(phone.get_by_text("发现问题").first).to_be_visible()
    assert Inspection.objects.count() == 1
    assert Issue.objects.get().item_text == MASKS.text
