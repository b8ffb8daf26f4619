"""A tip from receipt to feedback, and a notice, in browsers: staff at a desk, others by phone."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from playwright.sync_api import expect

from inspections.ledger.models import Issue
from inspections.plates.models import Plate
from inspections.tracking.intake.models import Intake
from tests.browser.fixtures import PHONE
from tests.browser.visitors import Visit
from tests.cast import Cast
from tests.rules import rule

if TYPE_CHECKING:
    from playwright.sync_api import Page

CALLBACK = "13812345678"


@rule("R-INTAKE-1", "R-INTAKE-2", "R-INTAKE-3", "R-INTAKE-4", "R-INTAKE-6")
def test_a_tip_from_receipt_to_feedback(cast: Cast, visit: Visit) -> None:
    desk = visit("command")
    receive(desk)
    matter = Intake.objects.get()
    desk.get_by_role("link", name="派发", exact=True).click()
    desk.get_by_role("button", name="派发", exact=True).click()
    expect(desk.locator(".vw-title .vw-intake-dispatched")).to_be_visible()

    town = visit("inspector", viewport=PHONE)
    verify(town, "情况不属实")
    expect(town.get_by_text("不属实").first).to_be_visible()
    department = visit("dept", viewport=PHONE)
    confirm(department)
    issue = Issue.objects.get()
    expect(department.get_by_role("link", name=issue.number)).to_be_visible()

    answer(desk, matter)
    expect(desk.locator(".vw-title .vw-intake-closed")).to_be_visible()
    expect(desk.get_by_text(CALLBACK)).to_have_count(0)
    assert Intake.objects.get().state == "closed"
    assert (issue.source, issue.venue) == ("tip", cast.venue)


def receive(page: "Page") -> None:
    """With the venue looked for; what was typed before stays."""
    page.goto("/intake/new/")
    page.get_by_label("来源").select_option("tip")
    page.get_by_label("反映内容").fill("后门晚上锁着")
    page.get_by_label("回访联系方式").fill(CALLBACK)
    page.get_by_label("按名称、地址或编码查找场所").fill("Noodle")
    page.get_by_role("button", name="查找场所").click()
    page.get_by_label("Noodle house").check()
    expect(page.get_by_label("反映内容")).to_have_value("后门晚上锁着")
    page.get_by_role("button", name="受理登记").click()
    expect(page.locator(".vw-title .vw-intake-received")).to_be_visible()
    expect(page.get_by_text("138****5678")).to_be_visible()


def verify(page: "Page", words: str) -> None:
    """From today's list, on a phone."""
    page.goto("/")
    page.locator("a[href^='/intake/SL'].btn").click()
    page.get_by_role("link", name=words, exact=True).click()
    page.get_by_label("核查情况").fill("现场查看，后门敞开")
    page.get_by_role("button", name=words, exact=True).click()


def confirm(page: "Page") -> None:
    """It is so: a new issue; what lacks is told first, and nothing is lost."""
    page.goto("/")
    page.locator("a[href^='/intake/SL'].btn").click()
    page.get_by_role("link", name="情况属实", exact=True).click()
    page.get_by_label("核查情况").fill("夜间复核，后门上锁")
    page.get_by_role("button", name="情况属实").click()
    expect(page.get_by_text("新增问题须填写此项").first).to_be_visible()
    expect(page.get_by_label("核查情况")).to_have_value("夜间复核，后门上锁")
    page.get_by_label("新增问题：问题描述").fill("后门上锁")
    page.get_by_label("新增问题：等级").select_option("serious")
    page.get_by_role("button", name="情况属实").click()


def answer(page: "Page", matter: Intake) -> None:
    """The contact is shown, the call recorded, the answer given."""
    page.goto(f"/intake/{matter.number}/")
    page.get_by_role("button", name="查看联系方式").click()
    expect(page.get_by_text(CALLBACK)).to_be_visible()
    page.get_by_role("link", name="登记通话").click()
    page.get_by_label("已接通").check()
    page.get_by_label("通话内容或未接通原因").fill("已告知整改情况")
    page.get_by_role("button", name="登记通话").click()
    page.get_by_role("link", name="反馈", exact=True).click()
    page.get_by_label("反馈内容").fill("后门已打开，限期整改")
    page.get_by_label("反馈对象").fill("反映人")
    page.locator("[name=satisfied]").select_option(index=1)
    page.get_by_role("button", name="反馈", exact=True).click()


@rule("R-NOTICE-1")
def test_a_notice_from_its_draft_to_what_became_of_it(cast: Cast, visit: Visit) -> None:
    staff = visit("command")
    draft(staff)
    leader = visit("command-leader")
    leader.goto("/")
    leader.locator("a[href^='/notices/TG'].btn").click()
    leader.get_by_role("link", name="印发通报").click()
    leader.get_by_role("button", name="印发通报").click()
    expect(leader.locator(".vw-title .vw-notice-issued")).to_be_visible()

    town = visit("inspector", viewport=PHONE)
    town.goto(leader.url)
    expect(town.get_by_text("Noodle house").first).to_be_visible()
    expect(town.get_by_text("Tea house")).to_have_count(0)
    expect(town.locator(".vw-plate-proposed")).to_have_count(1)
    assert (Issue.objects.count(), Plate.objects.count()) == (2, 2)


def draft(page: "Page") -> None:
    """One venue is pasted, one found; a bad line is told, and nothing is lost."""
    page.goto("/notices/new/")
    page.get_by_label("文号").fill("市督〔2026〕14号")
    page.get_by_label("标题").fill("关于安全出口的通报")
    page.get_by_label("通报正文").fill("抽查发现安全出口上锁")
    page.get_by_label("场所存在的问题").fill("安全出口上锁")
    page.get_by_label("等级").select_option("serious")
    page.locator("[name=deadline]").fill(str(timezone.localdate() + timedelta(days=30)))
    page.locator("[name=venues]").fill("V9\nV2 煤气罐")
    page.locator("[name=find]").fill("Noodle")
    page.get_by_role("button", name="查找场所").click()
    page.get_by_label("Noodle house").check()
    page.get_by_role("button", name="起草通报").click()
    expect(page.locator(".vw-errors")).to_contain_text("第1行 V9")
    page.locator("[name=venues]").fill("V2 煤气罐\nV1")
    page.get_by_role("button", name="起草通报").click()
    expect(page.locator(".vw-title .vw-notice-draft")).to_be_visible()
