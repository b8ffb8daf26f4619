"""From a visit in the street to the strike-off, by four people in browsers and a real worker."""

import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from inspections.ledger.models import Issue
from tests.browser.fixtures import PHONE
from tests.browser.visitors import Visit
from tests.cast import Cast
from tests.rules import rule

if TYPE_CHECKING:
    from playwright.sync_api import Page

SECONDS = 30


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photo as a phone takes it."""
    file = tmp_path / "blocked.jpg"
    Image.new("RGB", (1200, 900), "firebrick").save(file)
    return file


@rule("R-CHECK-4", "R-ISSUE-1", "R-ISSUE-4", "R-TRACK-1", "R-TRACK-4")
def test_serious_issue_is_struck_off(
    cast: Cast, visit: Visit, picture: Path, celery_worker_process: "subprocess.Popen[str]"
) -> None:
    street = visit("inspector", viewport=PHONE, has_touch=True, is_mobile=True)
    find(street, picture)
    issue = Issue.objects.get(item_code="P1")

    report(street, issue, picture)
    recheck(visit("dept", viewport=PHONE), issue)

    # The fire item is answered for by the fire brigade (R-CHECK-1); only its reviewer is asked.
    desk = visit("co-reviewer")
    desk.goto("/")
    desk.get_by_role("link", name="审核销号").click()
    desk.get_by_role("link", name="审核销号").click()
    desk.get_by_label("意见").fill("seen in the street")
    desk.get_by_role("button", name="审核销号").click()

    wait_until_struck_off(desk, issue)
    for words in ("报告整改", "复查通过", "审核销号", "系统"):
        expect(desk.locator(".vw-timeline")).to_contain_text(words)
    assert Issue.objects.get(pk=issue.pk).state == "closed"


def find(page: "Page", picture: Path) -> None:
    """File a visit: one item fails with a photo, the rest complies."""
    page.goto("/checks/file/")
    page.get_by_role("link", name="检查").first.click()
    item = page.locator("#itemp1")
    item.get_by_text("不符合", exact=True).click()
    item.get_by_label("备注").fill("boxes before the exit")
    item.get_by_label("照片").set_input_files(picture)
    page.locator("#itemn1").get_by_role("textbox").first.fill("12")
    page.get_by_role("button", name="其余符合").click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("link", name="exit clear")).to_be_visible()


def report(page: "Page", issue: Issue, picture: Path) -> None:
    """Report that the venue has mended it."""
    page.goto(f"/ledger/{issue.number}/")
    page.get_by_role("link", name="报告整改").click()
    page.get_by_label("整改措施").fill("exit cleared")
    page.get_by_label("整改责任人").fill("Wang")
    page.get_by_label("照片").set_input_files(picture)
    page.get_by_role("button", name="报告整改").click()
    expect(page.locator(".vw-state-rectified").first).to_be_visible()


def recheck(page: "Page", issue: Issue) -> None:
    """Go there again and see."""
    page.goto("/")
    page.get_by_role("link", name="复查", exact=True).first.click()
    page.locator(f"#verdict{issue.pk}").get_by_text("已整改", exact=True).click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("通过").first).to_be_visible()


def wait_until_struck_off(page: "Page", issue: Issue) -> None:
    """Look again until the worker has closed it."""
    deadline = time.monotonic() + SECONDS
    closed = page.locator(".vw-title .vw-state-closed")
    while not closed.count():
        assert time.monotonic() < deadline, f"{issue.number} is not struck off"
        page.goto(f"/ledger/{issue.number}/")
