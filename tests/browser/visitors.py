"""Members of the cast in browsers of their own, and what they do there."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.fixtures import DESK, listen_to
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Visit = Callable[..., "Page"]


@pytest.fixture
def visit(
    cast: Cast, browser: "Browser", browser_context_args: dict[str, Any]
) -> "Iterator[Visit]":
    """`visit("inspector", viewport=PHONE)` is a page of a member of the cast, signed in.

    `language` is "zh-hans" or "en"; other options go to the browser's context.
    """
    contexts, complaints = [], list[str]()

    def open_page(name: str, *, language: str = "zh-hans", **options: Any) -> "Page":
        context = browser.new_context(**{**browser_context_args, "viewport": DESK, **options})
        contexts.append(context)
        inside = Client()
        inside.force_login(cast[name])
        address = browser_context_args["base_url"]
        cookies = {
            settings.SESSION_COOKIE_NAME: inside.session.session_key,
            settings.LANGUAGE_COOKIE_NAME: language,
        }
        context.add_cookies(
            [{"name": key, "value": str(value), "url": address} for key, value in cookies.items()]
        )
        page = context.new_page()
        listen_to(page, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints
