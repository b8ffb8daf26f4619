"""A day's reports in browsers: the town files zero, the department compiles, command reads."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from inspections.duties.actions import today
from inspections.reports.models import DailyReport
from tests.browser.fixtures import DESK, PHONE
from tests.browser.visitors import Visit
from tests.cast import Cast
from tests.reports.days import report
from tests.rules import rule

if TYPE_CHECKING:
    from playwright.sync_api import Page

# On time or late: the tests run at any hour.
ZERO = ".vw-title .vw-report-zero, .vw-title .vw-report-zero_late"
FILED = ".vw-title .vw-report-filed, .vw-title .vw-report-filed_late"
WIDTHS = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


def fits(page: "Page") -> bool:
    """Whether nothing of the page is wider than the screen."""
    root = "document.documentElement"
    return bool(page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"))


@rule("R-REPORT-1", "R-REPORT-2")
@WIDTHS
def test_a_town_declares_zero(cast: Cast, visit: Visit, viewport: dict[str, int]) -> None:
    row = report("next", today())
    page = visit("neighbour-reviewer", viewport=viewport)
    page.goto("/reports/")
    page.get_by_role("link", name="核对并上报").first.click()
    expect(page.get_by_text("未发现问题", exact=False).first).to_be_visible()
    page.get_by_label("备注").fill("全天降雨")
    page.get_by_role("button", name="零报告上报").click()

    expect(page.locator(".vw-errors")).to_be_visible()
    expect(page.get_by_label("备注")).to_have_value("全天降雨")
    assert not DailyReport.objects.get(pk=row.pk).filed_at
    page.get_by_label("本人确认").check()
    page.get_by_role("button", name="零报告上报").click()

    expect(page.locator(ZERO)).to_be_visible()
    expect(page.get_by_text("全天降雨").first).to_be_visible()
    assert fits(page)
    assert DailyReport.objects.get(pk=row.pk).state == "zero"


@rule("R-REPORT-1", "R-REPORT-4")
@WIDTHS
def test_a_department_compiles_its_sector(
    cast: Cast, visit: Visit, viewport: dict[str, int]
) -> None:
    cast.check(failed="A1")
    cast.check(by="dept", failed="B1")
    row = report("market", today(), "summary")
    page = visit("dept-reviewer", viewport=viewport)
    page.goto(f"/reports/{row.day}/{row.organisation_id}/summary/")
    expect(page.get_by_role("heading", name="两方排查结果不一致")).to_be_visible()
    expect(page.get_by_role("link", name="Noodle house")).to_be_visible()
    page.get_by_role("button", name="上报日报").click()

    expect(page.locator(FILED)).to_be_visible()
    assert "Noodle house" in page.locator("#report-text").input_value()
    assert fits(page)
    page.get_by_role("link", name="2", exact=True).first.click()
    expect(page.locator("#rows")).to_contain_text("Noodle house")


@rule("R-REPORT-1", "R-REPORT-3")
@WIDTHS
def test_command_reads_the_bulletin(cast: Cast, visit: Visit, viewport: dict[str, int]) -> None:
    cast.check(failed="A1")
    row = report("command", today())
    for code in ("town", "next"):
        report(code, row.day)
    page = visit("command", viewport=viewport)
    page.goto("/reports/")
    page.locator(f"a[href$='/{row.organisation_id}/bulletin/']").first.click()
    expect(page.get_by_text("未上报").first).to_be_visible()
    line = page.get_by_role("row").filter(has_text="全区合计")
    expect(line).to_contain_text("1")
    assert fits(page)
    expect(page.get_by_role("button", name="上报日报")).to_have_count(0)
    page.get_by_role("link", name="日报").first.click()
    page.get_by_role("link", name="排名通报").click()
    expect(page.get_by_role("heading", name="计算口径")).to_be_visible()
    assert fits(page)
