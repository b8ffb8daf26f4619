"""Filing with one hand: a phone 360 px wide, a thumb, a camera, and what goes wrong outside."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from inspections.checks.models import Inspection
from inspections.ledger.models import Issue, Photo
from inspections.ledger.photos import LONGEST_SIDE
from tests.browser.fixtures import PHONE
from tests.browser.visitors import Visit
from tests.cast import PASSWORD, Cast
from tests.checks.test_filing_form import publish_with_another_item
from tests.pictures import TAKEN, exif, picture
from tests.rules import rule
from venues.models import Venue

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = {"longitude": 113.65, "latitude": 34.76, "accuracy": 12}
HAND: dict[str, Any] = {
    "viewport": PHONE, "has_touch": True, "is_mobile": True, "geolocation": HERE,
    "permissions": ["geolocation"],
}  # fmt: skip
ADDRESS = "/checks/file/V1/"
File = Callable[..., Path]


@pytest.fixture
def file(tmp_path: Path) -> File:
    """`file("a.jpg", content)` lies on the phone."""

    def write(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def phone(visit: Visit) -> "Page":
    """The form of the cast's venue on the inspector's phone."""
    page = visit("inspector", **HAND)
    page.goto(ADDRESS)
    return page


def answer(page: "Page", code: str, words: str) -> None:
    page.locator(f"#item{code.lower()}").get_by_text(words, exact=True).tap()


def sign(page: "Page") -> None:
    """Draw with a finger: down, across, up."""
    pad = page.locator(".vw-signature-field")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    finger = page.context.new_cdp_session(page)
    steps = [("touchStart", 40), *(("touchMove", x) for x in range(50, 210, 10)), ("touchEnd", 0)]
    began = time.time() - 2  # over two seconds: quicker is a fling, which swallows the next tap
    for count, (kind, x) in enumerate(steps):
        point = [{"x": box["x"] + x, "y": box["y"] + 40 + x / 8}] if x else []
        told = {"type": kind, "touchPoints": point, "timestamp": began + count / 10}
        finger.send("Input.dispatchTouchEvent", told)


def sign_in(page: "Page", name: str) -> None:
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator(".vw-sign-in .btn-primary").tap()


def submit(page: "Page") -> None:
    page.get_by_role("button", name="提交").tap()


@rule("R-CHECK-2", "R-CHECK-3")
def test_item_by_item_with_photo_and_signature(phone: "Page", file: File) -> None:
    Venue.objects.filter(code="V1").update(lon=113.65, lat=34.7603)
    phone.goto(ADDRESS)
    expect(phone.locator("[data-position]")).to_have_text("距场所 33 米（误差 ± 12 米）")
    large = file("large.jpg", picture(size=(4000, 3000), exif=exif(orientation=6), quality=95))

    phone.get_by_role("button", name="逐项填写").tap()
    shown = phone.locator("[data-item]:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_have_attribute("data-code", "A1")
    answer(phone, "A1", "符合")
    expect(shown).to_have_attribute("data-code", "B1")
    phone.get_by_role("button", name="上一项").tap()
    expect(shown).to_have_attribute("data-code", "A1")
    phone.get_by_role("button", name="下一项").tap()
    answer(phone, "B1", "不符合")
    shown.locator("input[name=note-B1]").fill("箱子堵门")
    shown.locator("[data-files]").set_input_files(large)
    expect(shown.locator(".vw-thumbs img")).to_have_count(1)
    phone.get_by_role("button", name="其余符合").tap()
    expect(shown).to_have_attribute("data-code", "N1")
    shown.locator("[data-number]").fill("60")
    expect(shown.locator("[data-hint]")).to_have_text("超出限值，判为不符合")
    shown.locator("[data-number]").fill("50")
    expect(shown.locator("[data-hint]")).to_have_text("在限值以内，判为符合")
    expect(phone.locator("[data-count]")).to_have_text("5/5")
    phone.get_by_role("button", name="下一项").tap()
    phone.get_by_role("button", name="下一项").tap()
    phone.get_by_label("现场接待人").fill("王某")
    sign(phone)
    submit(phone)
    expect(phone.locator(".vw-signed")).to_be_visible()

    row = Inspection.objects.get()
    photo = row.photos.get(kind="site")
    kept = Image.open(photo.file)
    assert (row.outcome, round(row.distance or 0)) == ("issues", 33)
    signature = Image.open(row.photos.get(kind="signature").file).convert("L")
    drawn = signature.point(lambda ink: 255 * (ink < 128)).getbbox()
    assert drawn is not None
    assert drawn[2] - drawn[0] > 200, "the finger drew across, the page did not scroll away"
    assert photo.taken_at == timezone.make_aware(TAKEN), "the time came through the canvas"
    assert (photo.lon, photo.lat) == pytest.approx((113.65, 34.76))
    assert (kept.width, kept.height > LONGEST_SIDE) == (1536, True), "upright, once, and stamped"
    phone.wait_for_load_state()
    assert phone.evaluate("Object.keys(localStorage)") == ["vw-filing-mode"]


@rule("R-CHECK-3")
def test_reload_gives_everything_back(phone: "Page", file: File) -> None:
    answer(phone, "A1", "不符合")
    phone.locator("#note-A1").fill("箱子堵门")
    phone.locator("#file-photo-A1").set_input_files([
        file("one.jpg", picture()), file("two.jpg", picture()), file("three.jpg", picture()),
    ])  # fmt: skip
    thumbs = phone.locator("#itema1 .vw-thumbs li")
    expect(thumbs).to_have_count(3)
    thumbs.first.get_by_role("button", name="移除").tap()
    phone.locator("#number-N1").fill("12")
    phone.get_by_label("现场接待人").fill("王某")
    sign(phone)
    uuid = phone.locator("[name=uuid]").input_value()

    phone.reload()

    expect(phone.locator("[data-draft-note]")).to_contain_text("尚未提交")
    expect(phone.locator("[name=uuid]")).to_have_value(uuid)
    expect(phone.locator("#itema1 [value=fail]")).to_be_checked()
    expect(phone.locator("#note-A1")).to_have_value("箱子堵门")
    expect(thumbs).to_have_count(2)
    expect(phone.locator("#signature .vw-thumbs li")).to_have_count(1)
    phone.get_by_role("button", name="其余符合").tap()
    submit(phone)
    expect(phone.locator(".vw-signed")).to_be_visible()
    row = Inspection.objects.get(uuid=uuid)
    assert sorted(row.photos.values_list("kind", flat=True)) == ["signature", "site", "site"]
    phone.go_back()
    expect(phone.locator("[data-draft-note]")).to_be_hidden()
    assert phone.locator("[name=uuid]").input_value() != uuid, "a new form, not the filed one"
    expect(phone.locator("#note-A1")).to_have_value("")


@rule("R-CHECK-3")
def test_draft_can_be_discarded(phone: "Page") -> None:
    phone.locator("#note").fill("busy")
    phone.reload()

    phone.get_by_role("button", name="放弃草稿，重新填写").tap()

    expect(phone.locator("[data-draft-note]")).to_be_hidden()
    expect(phone.locator("#note")).to_have_value("")


@rule("R-CHECK-3")
def test_another_officer_on_the_same_phone_sees_none_of_it(cast: Cast, phone: "Page") -> None:
    phone.locator("#note").fill("between us")
    phone.context.clear_cookies()
    phone.goto(ADDRESS)
    sign_in(phone, "colleague")

    expect(phone.locator("#note")).to_have_value("")
    expect(phone.locator("[data-draft-note]")).to_be_hidden()


@rule("R-CHECK-3")
def test_ended_session_leads_back_to_the_whole_form(phone: "Page", file: File) -> None:
    answer(phone, "P1", "不符合")
    phone.locator("#file-photo-P1").set_input_files(file("one.jpg", picture()))
    expect(phone.locator("#itemp1 .vw-thumbs img")).to_be_visible()
    phone.locator("#number-N1").fill("12")
    phone.get_by_role("button", name="其余符合").tap()
    uuid = phone.locator("[name=uuid]").input_value()
    Session.objects.all().delete()

    submit(phone)
    expect(phone).to_have_url(re.compile("/sign-in/"))
    assert not Inspection.objects.exists()
    sign_in(phone, "inspector")
    expect(phone.locator("#itemp1 .vw-thumbs img")).to_be_visible()
    submit(phone)
    expect(phone.get_by_role("link", name="exit clear")).to_be_visible()

    row = Inspection.objects.get(uuid=uuid)
    assert (row.photos.count(), row.answers.get(item__code="N1").number) == (1, 12)


@rule("R-CHECK-1")
def test_the_rest_complies_leads_to_the_number_that_is_still_missing(phone: "Page") -> None:
    phone.get_by_role("button", name="其余符合").tap()

    expect(phone.locator("#number-N1")).to_be_focused()


@rule("R-CHECK-3")
def test_double_tap_is_one_visit(phone: "Page") -> None:
    answer(phone, "A1", "不符合")
    phone.locator("#number-N1").fill("12")
    phone.get_by_role("button", name="其余符合").tap()

    # The second tap comes before the first is answered, past the guard of the page itself.
    phone.evaluate(
        """async () => {
          const form = document.querySelector("#filing");
          const send = () => fetch(form.action, { method: "POST", body: new FormData(form) });
          const answers = await Promise.all([send(), send()]);
          location.assign(answers[1].url);
          return answers[0].url === answers[1].url;
        }"""
    )

    expect(phone.get_by_role("link", name="text A1")).to_be_visible()
    assert Inspection.objects.count() == 1
    assert Issue.objects.get().times_seen == 1


@rule("R-CHECK-2")
def test_heic_is_taken_and_a_broken_file_is_told_beside_its_item(phone: "Page", file: File) -> None:
    whole = picture(size=(3000, 2250))
    cut = whole[: len(whole) // 2]
    answer(phone, "A1", "不符合")
    answer(phone, "B1", "不符合")
    phone.locator("#file-photo-A1").set_input_files(file("IMG_2.HEIC", picture("HEIF")))
    expect(phone.locator("#itema1 .vw-thumbs li")).to_contain_text("IMG_2.HEIC")
    phone.locator("#file-photo-B1").set_input_files(file("cut.jpg", cut))
    expect(phone.locator("#itemb1 .vw-thumbs li")).to_have_count(1)
    phone.locator("#number-N1").fill("12")
    phone.get_by_role("button", name="其余符合").tap()
    submit(phone)

    expect(phone.locator("#itemb1")).to_contain_text("cut.jpg: ")
    expect(phone.locator("#itema1 .vw-thumbs img")).to_have_js_property("complete", True)
    expect(phone.locator("#itema1 [value=fail]")).to_be_checked()
    submit(phone)
    expect(phone.get_by_role("link", name="text A1")).to_be_visible()
    assert Photo.objects.get().item_code == "A1"


@rule("R-CHECK-2")
def test_too_many_and_too_heavy_photos_are_told_before_they_are_sent(
    phone: "Page", file: File
) -> None:
    heavy = file("heavy.heic", picture("HEIF") + b"\0" * 16 * 1024 * 1024)
    answer(phone, "A1", "不符合")
    answer(phone, "B1", "不符合")
    phone.locator("#file-photo-A1").set_input_files(heavy)
    expect(phone.locator("#itema1 [data-photo-error] >> nth=0")).to_contain_text("15 MB")
    many = [file(f"{count}.jpg", picture()) for count in range(21)]
    phone.locator("#file-photo-B1").set_input_files(many)

    expect(phone.locator("#itemb1 [data-photo-error]")).to_contain_text("20 张")
    expect(phone.locator("#itemb1 .vw-thumbs li")).to_have_count(20)


@rule("R-CHECK-1")
def test_new_items_of_a_newer_checklist_are_marked(cast: Cast, phone: "Page") -> None:
    answer(phone, "A1", "不符合")
    phone.locator("#number-N1").fill("12")
    phone.get_by_role("button", name="其余符合").tap()
    publish_with_another_item(cast)

    submit(phone)
    expect(phone.locator(".vw-errors")).to_contain_text("新增 1 项：new")
    expect(phone.locator("#itemd1 [data-new]")).to_be_visible()
    expect(phone.locator("#itema1 [data-new]")).to_be_hidden()
    expect(phone.locator("#itema1 [value=fail]")).to_be_checked()
    phone.goto(ADDRESS)
    expect(phone.locator("#itema1 [value=fail]")).to_be_checked()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_that_sticks_covers_what_has_the_focus(
    cast: Cast, visit: Visit, language: str
) -> None:
    page = visit("inspector", language=language, **HAND)
    page.goto(ADDRESS)
    for fold in page.locator("#filing details").all():
        fold.evaluate("fold => (fold.open = true)")

    covered = page.evaluate(
        """() => {
          const bars = () => [...document.querySelectorAll(".vw-submit-bar, .vw-bottom")]
            .filter((bar) => ["sticky", "fixed"].includes(getComputedStyle(bar).position))
            .map((bar) => bar.getBoundingClientRect());
          const found = [];
          for (const field of document.querySelectorAll("#filing input, #filing textarea")) {
            if (field.type === "hidden" || !field.getClientRects().length) continue;
            field.focus();
            const { top, bottom } = field.getBoundingClientRect();
            if (top < 0 || bars().some((bar) => bottom > bar.top && top < bar.bottom))
              found.push(field.name || field.type);
          }
          return found;
        }"""
    )

    assert covered == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
