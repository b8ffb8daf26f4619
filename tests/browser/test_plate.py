"""Command hangs a plate and lifts it, with both sides checking in between, in browsers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from inspections.plates.models import Plate
from tests.browser.fixtures import PHONE
from tests.browser.visitors import Visit
from tests.cast import Cast
from tests.plates import stages
from tests.rules import rule
from venues.models import SchemeValue, Standing

if TYPE_CHECKING:
    from playwright.sync_api import Page

TODAY = timezone.localdate()


@contextmanager
def on(days_ago: int) -> Iterator[None]:
    """It is noon of that day, for the server as well."""
    noon = datetime.combine(TODAY - timedelta(days=days_ago), time(12))
    with time_machine.travel(timezone.make_aware(noon)):
        yield


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photo as a phone takes it."""
    file = tmp_path / "plate.jpg"
    Image.new("RGB", (900, 1200), "black").save(file)
    return file


@rule("R-PLATE-1", "R-PLATE-2", "R-PLATE-3", "R-PLATE-4", "R-PLATE-5")
def test_command_hangs_and_lifts_a_plate(cast: Cast, visit: Visit, picture: Path) -> None:
    SchemeValue.objects.create(area=cast.district, key="plate_clean_days", value=1)
    with on(4):
        cast.open("serious")
        desk, leader = visit("command"), visit("command-leader")
        propose(desk)
        tell_and_hear(desk)
        press(leader, "批准挂牌")
        expect(leader.locator(".vw-title")).to_contain_text("HP-410108-")
        hang(desk, picture)
    plate = Plate.objects.get()
    assert Standing.objects.get(pk=cast.venue.pk).colour == "black"

    with on(3):
        stages.settle(cast, plate)
        for name, viewport in (("inspector", PHONE), ("dept", PHONE)):
            check(visit(name, viewport=viewport))
    with on(2):
        town, department = visit("town-reviewer"), visit("dept-reviewer")
        open_plate(town, plate)
        press(town, "申请摘牌")
        for page in (town, department):
            check(page)
            accept(page, plate, picture)
        leader = visit("command-leader")
        open_plate(leader, plate)
        leader.get_by_role("link", name="摘牌", exact=True).click()
        leader.get_by_label("摘牌后原挂牌处照片").set_input_files(picture)
        leader.get_by_role("button", name="摘牌", exact=True).click()
        expect(leader.locator(".vw-title .vw-plate-lifted")).to_be_visible()

    expect(leader.locator(".vw-conditions .vw-done")).to_have_count(5)
    assert Plate.objects.get().state == "lifted"
    assert not Standing.objects.get(pk=cast.venue.pk).plate_hung


def propose(page: "Page") -> None:
    """On the venue's page, for its one issue."""
    page.goto("/venues/V1/")
    page.get_by_role("link", name="提请挂黑牌").click()
    page.get_by_label("text B1").check()
    page.locator("[name=kind]").select_option("not_thorough")
    page.locator("[name=facts]").fill("督促三次仍未整改")
    page.get_by_role("button", name="提请挂黑牌").click()
    expect(page.locator(".vw-title .vw-plate-proposed")).to_be_visible()


def tell_and_hear(page: "Page") -> None:
    """Tell the venue what it may reply to, and record that."""
    address = page.url
    page.get_by_role("link", name="告知场所").click()
    page.get_by_role("button", name="告知场所").click()
    page.get_by_role("link", name="登记陈述申辩").click()
    page.get_by_label("场所陈述申辩内容").fill("无异议")
    page.get_by_role("button", name="登记陈述申辩").click()
    assert page.url == address


def press(page: "Page", words: str) -> None:
    """An act that needs nothing but the decision."""
    if not page.url.endswith("/") or "/plates/" not in page.url:
        page.goto("/")
        page.locator("a[href^='/plates/'].btn").first.click()
    page.get_by_role("link", name=words, exact=True).click()
    page.get_by_role("button", name=words, exact=True).click()


def hang(page: "Page", picture: Path) -> None:
    """From today's list; the position is typed, for this browser knows none."""
    page.goto("/")
    page.locator("a[href^='/plates/'].btn").first.click()
    page.get_by_role("link", name="挂牌", exact=True).click()
    page.get_by_label("挂牌位置").fill("正门右侧")
    page.get_by_label("照片").set_input_files(picture)
    page.get_by_label("经度").fill("113.6")
    page.get_by_label("纬度").fill("34.8")
    page.get_by_role("button", name="挂牌", exact=True).click()
    expect(page.locator(".vw-title .vw-plate-hung")).to_be_visible()


def check(page: "Page") -> None:
    """File a check at which everything complies; the form tells of the plate."""
    page.goto("/checks/file/V1/")
    expect(page.locator(".vw-plate-hangs")).to_be_visible()
    page.locator("#itemn1").get_by_role("textbox").first.fill("12")
    page.get_by_role("button", name="其余符合").click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("无问题").first).to_be_visible()


def open_plate(page: "Page", plate: Plate) -> None:
    page.goto(f"/plates/{plate.number}/")


def accept(page: "Page", plate: Plate, picture: Path) -> None:
    """On the visit just made."""
    open_plate(page, plate)
    page.get_by_role("link", name="验收整改").click()
    page.get_by_label("照片").set_input_files(picture)
    page.get_by_role("button", name="验收整改").click()
    expect(page.locator(".vw-title")).to_contain_text(plate.number)
