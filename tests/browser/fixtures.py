"""The system's Chromium against a live server; whatever the console complains of fails a test."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page
    from pytest_django.live_server_helper import LiveServer

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 780}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the browser of the machine; root has no sandbox."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": arguments}


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, Any], live_server: "LiveServer"
) -> dict[str, Any]:
    """A Chinese desk; `page.goto("/venues/")` reaches the live server."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": DESK,
    }


@pytest.fixture
def page(page: "Page") -> "Iterator[Page]":
    """A page that fails its test on a script error or a Content-Security-Policy message."""
    complaints: list[str] = []
    listen_to(page, complaints)
    yield page
    assert not complaints, complaints


def listen_to(page: "Page", complaints: list[str]) -> None:
    """Collect what the console and the scripts of a page complain of."""

    def listen(message: "ConsoleMessage") -> None:
        answered = message.text.startswith("Failed to load resource")
        if answered and "/static/" not in message.location["url"]:
            return  # a page may answer 404 or 409 on purpose
        if message.type == "error" or "Content Security Policy" in message.text:
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
