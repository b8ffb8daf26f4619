"""A verdict in a phone's draft on an issue that somebody else judged before it was sent."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from inspections.checks.models import Inspection
from inspections.ledger.models import Issue, Recheck
from tests.browser.test_phone import submit
from tests.browser.test_today import ALLOWED
from tests.browser.visitors import Visit
from tests.cast import Cast
from tests.rules import rule

if TYPE_CHECKING:
    from playwright.sync_api import Page

ADDRESS = "/checks/file/V1/"
REASON = "the back door is blocked"


@pytest.fixture
def issue(cast: Cast) -> Issue:
    """A general issue reported rectified by the department; the town and it may re-check it."""
    return cast.report(cast.open(), by="dept")


@pytest.fixture
def phone(visit: Visit, issue: Issue) -> "Page":
    """The colleague's phone with a failed verdict typed, not sent."""
    page = visit("colleague", **ALLOWED)
    page.goto(ADDRESS)
    verdict = page.locator(f"#verdict{issue.pk}")
    verdict.get_by_text("未整改到位", exact=True).tap()
    verdict.locator(f"#reason-{issue.pk}").fill(REASON)
    return page


def expect_verdict(page: "Page", issue: Issue) -> None:
    """What was typed is there, and beside it what happened meanwhile and to what."""
    verdict = page.locator(f"#verdict{issue.pk}")
    expect(page.locator("[data-overtaken]")).to_contain_text("请再核对")
    expect(verdict.locator("[role=alert]")).to_contain_text("Inspector")
    expect(verdict.locator("[value=fail]")).to_be_checked()
    expect(verdict.locator(f"#reason-{issue.pk}")).to_have_value(REASON)


@rule("R-CHECK-3", "R-ISSUE-1")
def test_it_is_kept_and_told_when_the_draft_is_opened(
    cast: Cast, phone: "Page", issue: Issue
) -> None:
    cast.recheck(issue, by="inspector")

    phone.goto(ADDRESS)
    expect_verdict(phone, issue)
    phone.locator("#note").fill("I was there at noon")
    phone.reload()
    expect_verdict(phone, issue)
    phone.goto(ADDRESS)
    expect_verdict(phone, issue)

    submit(phone)
    expect(phone.locator(".vw-errors")).to_contain_text("text A1")
    expect(phone.locator(f"#verdict{issue.pk} [value=fail]")).to_be_checked()
    assert Recheck.objects.filter(issue=issue).count() == 1
    phone.locator(f"#verdict{issue.pk}").get_by_text("不作结论", exact=True).tap()
    phone.locator("#number-N1").fill("12")
    phone.get_by_role("button", name="其余符合").tap()
    submit(phone)
    expect(phone.locator("[data-filed]")).to_be_attached()
    assert Inspection.objects.latest("pk").note == "I was there at noon"


@rule("R-CHECK-3", "R-ISSUE-1")
def test_one_that_waits_again_is_told_when_it_is_sent(
    cast: Cast, phone: "Page", issue: Issue
) -> None:
    cast.report(cast.recheck(issue, passed=False, by="inspector"), by="dept")

    phone.goto(ADDRESS)
    verdict = phone.locator(f"#verdict{issue.pk}")
    expect(verdict.locator("[value=fail]")).to_be_checked()
    submit(phone)

    expect(phone.locator(".vw-errors")).to_contain_text("text A1")
    expect(verdict.locator("[role=alert]")).to_be_visible()
    expect(verdict.locator(f"#reason-{issue.pk}")).to_have_value(REASON)


@rule("R-CHECK-3")
def test_a_draft_without_a_verdict_asks_for_nothing(cast: Cast, visit: Visit, issue: Issue) -> None:
    page = visit("colleague", **ALLOWED)
    page.goto(ADDRESS)
    page.locator("#note").fill("later")
    cast.recheck(issue, by="inspector")

    page.goto(ADDRESS)

    expect(page.locator("#note")).to_have_value("later")
    expect(page.locator(f"#verdict{issue.pk}")).to_have_count(0)
    expect(page.locator("[data-overtaken]")).to_be_hidden()
    assert "judged" not in page.url
