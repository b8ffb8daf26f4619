"""The inbox in browsers: one digest for an overdue town, the bell, reading, keys, a phone."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from inspections.duties.actions import plan_day
from inspections.reports.models import DailyReport
from inspections.tracking.escalation.actions import escalate
from inspections.tracking.escalation.models import Message
from tests.browser.fixtures import DESK, PHONE
from tests.browser.test_reports import fits
from tests.browser.visitors import Visit
from tests.cast import Cast
from tests.rules import rule
from venues.models import Venue
from venuewatch.workflow import clock

if TYPE_CHECKING:
    from playwright.sync_api import Page

MANY = 60  # more than one page of lines
WIDTHS = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def overdue(cast: Cast) -> Cast:
    """A town with many issues that fell due yesterday, told of now."""
    with clock.at(clock.now() - timedelta(days=4)):
        for number in range(MANY):
            venue = Venue.objects.create(
                code=f"M{number}", name=f"第{number}号饭店", category=cast.category, area=cast.town
            )
            cast.check(failed="A1", venue=venue)
    escalate()
    return cast


@rule("R-ISSUE-7")
@WIDTHS
def test_many_overdue_issues_are_one_message(
    overdue: Cast, visit: Visit, viewport: dict[str, int]
) -> None:
    page = visit("town-leader", viewport=viewport)
    page.goto("/")
    expect(page.locator(".vw-bell .vw-waiting")).to_contain_text("1")
    page.locator(".vw-bell").click()
    expect(page.locator(".vw-worklist li")).to_have_count(1)
    assert fits(page)
    page.get_by_role("link", name=f"({MANY})", exact=False).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(f"({MANY})")
    expect(page.locator(".vw-worklist li")).to_have_count(50)
    expect(page.locator(".vw-bell .vw-waiting")).to_have_count(0)
    assert fits(page)
    page.goto("/inbox/")
    expect(page.locator(".vw-unread")).to_have_count(0)
    message = Message.objects.get(officer=overdue["town-leader"], kind="issue")
    assert (message.lines_count, message.lines.count()) == (MANY, MANY)
    assert message.read_at is not None


@rule("R-ISSUE-7")
def test_the_keys_lead_from_the_bell_to_the_issue(overdue: Cast, visit: Visit) -> None:
    page = visit("town-leader")
    page.goto("/")
    page.locator(".vw-bell").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/")
    tab_to(page, ".vw-worklist a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/*/")
    tab_to(page, ".vw-worklist a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledger/*/")


def tab_to(page: "Page", selector: str) -> None:
    """Press Tab until the focus is on the first of these."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement === document.querySelector('{selector}')"):
            return
    raise AssertionError(f"no Tab reaches {selector}")


@rule("R-ISSUE-7", "R-REPORT-2")
@WIDTHS
def test_a_missing_report_is_a_link_to_it(
    cast: Cast, visit: Visit, viewport: dict[str, int]
) -> None:
    plan_day()
    row = DailyReport.objects.get(organisation__code="town")
    with clock.at(row.deadline + timedelta(hours=1)):
        escalate()
    page = visit("town-leader", viewport=viewport)
    page.goto("/inbox/")
    page.locator(".vw-worklist a").click()
    assert fits(page)
    page.locator(".vw-worklist a").first.click()
    page.wait_for_url(f"**/reports/{row.day}/{row.organisation_id}/{row.kind}/")
