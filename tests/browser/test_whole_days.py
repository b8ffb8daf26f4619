"""A whole day: a town's inspector on a phone, a department's reviewer at a desk."""

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from inspections.checks.models import Inspection
from inspections.duties.actions import plan_day, today
from inspections.duties.models import Duty
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.reports.models import DailyReport
from tests.browser.test_phone import sign_in
from tests.browser.test_strike_off import report, wait_until_struck_off
from tests.browser.test_today import ALLOWED, HAND, names
from tests.browser.visitors import Visit
from tests.cast import PASSWORD, Cast
from tests.duties.days import checked, stands
from tests.pictures import picture
from tests.rules import rule
from venues.models import Venue
from venuewatch.workflow import clock

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo as a phone takes it."""
    file = tmp_path / "exit.jpg"
    file.write_bytes(picture(size=(1200, 900)))
    return file


# The inspector's day


@pytest.fixture
def before_work(cast: Cast) -> Cast:
    """The town owes two checks; at the noodle house an exit sign is missing since three days."""
    with clock.at(clock.now() - timedelta(days=3)):
        cast.open("serious")
    stall = Venue.objects.create(
        code="V5", name="Tea stall", category=cast.category, area=cast.town, lon=113.65, lat=34.761
    )
    Venue.objects.filter(code="V1").update(lon=113.65, lat=34.77)
    checked(stall, today() - timedelta(days=400))
    stands(stall, general_open=1)
    plan_day()
    return cast


@rule("R-DUTY-2", "R-DUTY-3", "R-CHECK-2", "R-CHECK-4", "R-ISSUE-4", "R-REPORT-1")
def test_a_town_inspectors_day_on_a_phone(before_work: Cast, visit: Visit, photo: Path) -> None:
    phone = visit("inspector", **ALLOWED)
    phone.context.clear_cookies()
    phone.goto("/")
    sign_in(phone, "inspector")
    expect(phone.locator(".vw-round-stop")).to_have_count(2)
    assert stops(phone) == ["Tea stall", "Noodle house"], "the nearer first"
    expect(phone.locator(".vw-tallied")).to_contain_text("待排查 2")

    go(phone, "Tea stall")
    file(phone)
    assert stops(phone) == ["Noodle house"]
    go(phone, "Noodle house")
    fail(phone, "p1", "boxes before the exit", photo)
    file(phone)
    expect(phone.locator("[data-stops]")).to_contain_text("今天没有")
    assert states() == {"V1": "done", "V5": "done"}

    report(phone, Issue.objects.get(item_code="B1"), photo)
    phone.goto("/duties/")
    expect(phone.locator(".vw-duty-done")).to_have_count(2)

    submit_report(visit("town-reviewer", **HAND), "镇办日报")
    told = DailyReport.objects.get(organisation__code="town", day=today())
    assert told.state == "filed"
    assert sorted(Inspection.objects.filter(business_day=today()).values_list("outcome")) == [
        ("clean",), ("issues",),
    ]  # fmt: skip


def stops(page: "Page") -> list[str]:
    """The places that are left to go to."""
    page.goto("/")
    return names(page)


def states() -> dict[str, str]:
    """Code of the venue → state of the town's duty there today."""
    rows = Duty.objects.filter(side="town", day=today(), venue__code__in=["V1", "V5"])
    return dict(rows.order_by("pk").values_list("venue__code", "state"))


def go(page: "Page", name: str) -> None:
    """One tap from the round to the form."""
    page.locator("[data-stops] li", has_text=name).locator("a.btn").tap()
    expect(page.locator("#filing")).to_be_visible()


def fail(page: "Page", code: str, note: str, photo: Path) -> None:
    """An item does not comply."""
    item = page.locator(f"#item{code}")
    item.get_by_text("不符合", exact=True).tap()
    item.get_by_label("备注").fill(note)
    item.locator("[data-files]").set_input_files(photo)
    expect(item.locator(".vw-thumbs img")).to_be_visible()


def file(page: "Page") -> None:
    """The rest complies; file it and go back to what is left."""
    page.locator("#number-N1").fill("12")
    page.get_by_role("button", name="其余符合").tap()
    page.get_by_role("button", name="提交").tap()
    expect(page.locator("[data-filed]")).to_be_attached()
    page.goto("/")


def submit_report(page: "Page", kind: str) -> None:
    """From today's page to the report, and submit it as it stands."""
    page.goto("/")
    page.locator("[data-section='待上报的日报'] li", has_text=kind).locator("a.btn").click()
    page.get_by_label("备注").fill("as seen today")
    page.get_by_role("button", name="上报日报").click()
    expect(page.get_by_text("as seen today").first).to_be_visible()


# The reviewer's day


@pytest.fixture
def on_the_desk(cast: Cast) -> dict[str, Issue]:
    """What waits in the morning: a sign-off, an extension, a hand-over, a re-check."""
    signed = cast.rechecked("serious")
    asked = cast.ask_extension(cast.open("general"))
    cast.check(failed="P1", pictures=[cast.photo(item_code="P1")])
    handed = Issue.objects.get(item_code="P1")
    handed = ledger.hand_over(
        handed, by=cast["co-reviewer"], to=cast.department, reason="no fire exit at all"
    )
    cast.check(venue=cast.venue_next_door, failed="A1", by="dept")
    judged = cast.report(Issue.objects.get(venue=cast.venue_next_door), by="neighbour")
    plan_day()
    return {"signed": signed, "asked": asked, "handed": handed, "judged": judged}


@rule("R-ISSUE-1", "R-ISSUE-3", "R-ISSUE-7", "R-DUTY-3", "R-REPORT-1", "R-TRACK-1")
def test_a_department_reviewers_day_at_a_desk(
    on_the_desk: dict[str, Issue], visit: Visit, celery_worker_process: "subprocess.Popen[str]"
) -> None:
    desk = visit("dept-reviewer")
    desk.context.clear_cookies()
    desk.goto("/")
    desk.locator("[name=username]").fill("dept-reviewer")
    desk.locator("[name=password]").fill(PASSWORD)
    desk.locator(".vw-sign-in .btn-primary").click()
    expect(desk.locator(".vw-rail li", has_text="问题台账").locator(".vw-waiting")).to_have_text(
        "4"
    )

    open_first(desk, "待您审核")
    act(desk, "审核销号", "意见", "seen on the photos")
    open_first(desk, "待您审批的延期申请")
    act(desk, "同意延期", "意见", "until the parts are there")
    open_first(desk, "待您处理的转办")
    act(desk, "退回转办", "理由", "fire exits are theirs")
    desk.goto("/")
    recheck(desk, on_the_desk["judged"])

    for name in ("signed", "judged"):
        wait_until_struck_off(desk, on_the_desk[name])
    desk.goto("/")
    expect(desk.locator("[data-section='待您审核'] a.btn")).to_have_count(0)
    submit_report(desk, "部门日报")
    submit_report(desk, "行业汇总")
    now = {name: Issue.objects.get(pk=each.pk) for name, each in on_the_desk.items()}
    assert {name: each.state for name, each in now.items()} == {
        "signed": "closed", "asked": "open", "handed": "open", "judged": "closed",
    }  # fmt: skip
    assert now["asked"].due > now["asked"].first_due
    assert now["handed"].evidence.hand_overs[-1].state == "refused"
    told = DailyReport.objects.filter(organisation__code="market", day=today())
    assert {each.state for each in told} == {"filed"}


def open_first(page: "Page", heading: str) -> None:
    """From today's page to the first of a section."""
    page.goto("/")
    page.locator(f"[data-section='{heading}'] a.btn").first.click()


def act(page: "Page", words: str, field: str, told: str) -> None:
    """Take an act that the issue's page offers."""
    page.get_by_role("link", name=words).first.click()
    page.get_by_label(field).fill(told)
    page.get_by_role("button", name=words).click()
    expect(page.locator(".vw-timeline")).to_contain_text(told)


def recheck(page: "Page", issue: Issue) -> None:
    """Go there and see: it is fixed."""
    page.locator("[data-stops] li", has_text="Tea house").get_by_role("link", name="复查").click()
    page.locator(f"#verdict{issue.pk}").get_by_text("已整改", exact=True).click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("通过").first).to_be_visible()
