"""The pictures of the README and docs, taken from a running demo.

    python -m tests.browser.screenshots http://127.0.0.1:8000 PASSWORD

writes docs/images: a phone's pages at 360 px, a desk's at 1366 px, each in Chinese and English.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import find_chromium

FOLDER = Path("docs/images")
PHONE, DESK = (360, 740), (1366, 768)
COLOURS = 128
LANGUAGES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class Shot:
    """A page as one account sees it; `follow` is a selector of the link to open from `path`."""

    name: str
    account: str
    path: str
    size: tuple[int, int]
    follow: str = ""


SHOTS = (
    Shot("today", "town", "/", PHONE),
    Shot("filing", "town", "/", PHONE, "main a[href*='/checks/file/']"),
    Shot("sign-offs", "department-reviewer", "/", DESK),
    Shot("ledger", "department-reviewer", "/ledger/", DESK),
    Shot("issue", "department-reviewer", "/ledger/?state=rechecked", DESK,
         "main td a[href^='/ledger/']"),
    Shot("plate", "command", "/plates/?state=hung", DESK, "main td a[href^='/plates/']"),
    Shot("reports", "command", "/reports/", DESK),
    Shot("map", "command", "/map/", DESK),
    Shot("dashboard", "command", "/dashboard/", DESK),
    Shot("outstanding", "command", "/outstanding/", DESK),
    Shot("venue", "command", "/venues/", DESK, "main td a[href^='/venues/']"),
    Shot("settings", "command-leader", "/settings/", DESK),
)  # fmt: skip


def pictures(browser: Browser, address: str, password: str) -> Iterator[tuple[str, bytes]]:
    """Each shot in each language: the name of its file, and a PNG."""
    for short, language in LANGUAGES.items():
        for shot in SHOTS:
            width, height = shot.size
            context = browser.new_context(
                base_url=address, viewport={"width": width, "height": height}, locale=language,
                timezone_id="Asia/Shanghai", device_scale_factor=2 if shot.size == PHONE else 1,
            )  # fmt: skip
            context.add_cookies([{"name": "django_language", "value": language, "url": address}])
            page = context.new_page()
            sign_in(page, shot.account, password)
            page.goto(shot.path)
            if shot.follow:
                page.locator(shot.follow).first.click()
            page.wait_for_load_state("networkidle")
            yield f"{shot.name}-{short}.png", page.screenshot()
            context.close()


def sign_in(page: Page, account: str, password: str) -> None:
    """Sign in to the demo; raises AssertionError where it refuses."""
    page.goto("/sign-in/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile(r"/$"))


def small(png: bytes) -> Image.Image:
    """The picture in few colours: pages have no more, and a repository keeps every version."""
    return Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS)


def main(address: str, password: str) -> None:
    """Take them all."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for name, png in pictures(browser, address, password):
            small(png).save(FOLDER / name, optimize=True)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
