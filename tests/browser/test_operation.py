"""A whistle from blowing to rating: town, command and agencies, in browsers."""

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from inspections.enforcement.models import Operation, PartRating
from inspections.ledger.models import Issue, Measure
from tests.browser.fixtures import PHONE
from tests.browser.visitors import Visit
from tests.cast import Cast
from tests.enforcement import stages
from tests.rules import rule

if TYPE_CHECKING:
    from playwright.sync_api import Page


@rule("R-JOINT-1", "R-JOINT-2", "R-JOINT-3", "R-JOINT-4")
def test_a_whistle_from_blowing_to_rating(cast: Cast, visit: Visit) -> None:
    stages.gathered(cast)
    cast.open("serious")
    leader, command = visit("town-leader", viewport=PHONE), visit("command")
    blow(leader)
    convene(command, cast)
    operation = Operation.objects.get()
    room = f"/operations/{operation.number}/"
    agencies = {
        code: (visit(name, viewport=PHONE), visit(reviewer))
        for code, (name, reviewer) in stages.PEOPLE.items()
    }
    for inspector, _reviewer in agencies.values():
        inspector.goto("/")
        inspector.locator("a[href^='/operations/'].btn").first.click()
        press(inspector, "签到")
        press(inspector, "到场")
    expect(agencies["town"][0].locator(".vw-title .vw-operation-under_way")).to_be_visible()
    find(agencies["police"][1], room)
    punish(agencies["police"][1], room)
    for code in ("health", "market", "town"):
        page = agencies[code][1]
        page.goto(room)
        page.get_by_role("link", name="反馈结果").click()
        page.locator("[name=words]").fill("现场核查,未发现新问题")
        page.get_by_role("button", name="反馈结果").click()
    expect(agencies["town"][1].locator(".vw-title .vw-operation-reported")).to_be_visible()
    close(command, room)
    rate(leader, room)

    assert Operation.objects.get().state == "closed"
    assert PartRating.objects.count() == 1
    assert Measure.objects.get().issue == Issue.objects.get()


def blow(page: "Page") -> None:
    """From the venue's page, for its one issue, wanting the police."""
    page.goto("/venues/V1/")
    page.get_by_role("link", name="吹哨").click()
    page.locator("[name=why]").fill("夜间关门营业,敲门不应")
    page.get_by_label("police").check()
    page.get_by_role("button", name="吹哨").click()
    expect(page.locator(".vw-title .vw-operation-blown")).to_be_visible()


def convene(page: "Page", cast: Cast) -> None:
    """From today's list; first without market regulation, which is said and nothing lost."""
    page.goto("/")
    page.locator("a[href^='/operations/'].btn").first.click()
    page.get_by_role("link", name="召集", exact=True).click()
    page.locator("[name=place]").fill("北门")
    page.locator("[name=lead]").select_option(label="police")
    for code in ("police", "health", "town"):
        send(page, cast, code)
    page.get_by_role("button", name="召集").click()
    expect(page.locator(".vw-errors").get_by_text("市场监管还缺1人")).to_be_visible()
    send(page, cast, "market")
    page.get_by_role("button", name="召集").click()
    expect(page.locator(".vw-title .vw-operation-convened")).to_be_visible()
    expect(page.locator(".vw-clock")).to_have_count(4)


def send(page: "Page", cast: Cast, code: str) -> None:
    """An officer of an agency goes, with a certificate."""
    key = cast[stages.SQUAD[code][1]].pk
    box = page.locator(f"[name=squad][value='{key}']")
    if not box.is_visible():
        page.locator(".vw-agency").filter(has=box).locator("summary").click()
    box.check()
    page.locator(f"[name=certified][value='{key}']").check()


def press(page: "Page", words: str) -> None:
    """An act that needs nothing but the decision."""
    page.get_by_role("link", name=words, exact=True).click()
    page.get_by_role("button", name=words, exact=True).click()
    expect(page.locator(".vw-columns")).to_be_visible()


def find(page: "Page", room: str) -> None:
    """The joint inspection finds the same issue again."""
    page.goto(room)
    page.get_by_role("link", name="登记联合检查").click()
    expect(page.get_by_text("这是您单位的联合检查")).to_be_visible()
    page.locator("#itemn1").get_by_role("textbox").first.fill("12")
    page.locator("#itemb1").get_by_text("不符合").first.click()
    page.get_by_role("button", name="其余符合").click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("发现问题").first).to_be_visible()


def punish(page: "Page", room: str) -> None:
    """Its result, with a penalty on that issue."""
    page.goto(room)
    page.get_by_role("link", name="反馈结果").click()
    page.locator("[name=words]").fill("现场查实,当场处罚")
    page.locator("[name=found]").check()
    page.locator("[name=measure]").select_option("penalty")
    page.locator("[name=issues]").first.check()
    page.locator("[name=document_number]").fill("惠公罚〔2026〕3号")
    page.get_by_role("button", name="反馈结果").click()
    expect(page.locator(".vw-columns")).to_contain_text("惠公罚")


def close(page: "Page", room: str) -> None:
    """Command sees that nothing is left, and closes."""
    page.goto(room)
    press(page, "办结联合执法")
    expect(page.locator(".vw-title .vw-operation-closed")).to_be_visible()


def rate(page: "Page", room: str) -> None:
    """The town's leader rates the first agency."""
    page.goto(room)
    page.get_by_role("link", name="评价该单位").first.click()
    page.locator("[name=stars][value='5']").check()
    page.get_by_role("button", name="评价该单位").click()
    expect(page.locator(".vw-columns")).to_contain_text("5星")
