"""What every test may use: the shared data, a real worker, a real browser; and no network."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from tests.chromium import find_chromium
from tests.rules import marked_rules
from tests.staging import is_staged
from tests.strictness import unordered_querysets_reversed
from venuewatch.translation import compile_catalogs

pytest_plugins = [
    "tests.browser.fixtures", "tests.browser.visitors", "tests.plumbing.fixtures", "tests.staging",
    "tests.flushing", "tests.faults.fixtures", "tests.walks.printed",
]  # fmt: skip

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
IN_CI = os.environ.get("CI") == "true"
LONGEST_FIRST = (
    "walks", "history", "faults", "plumbing", "dashboard", "reports", "browser", "pages", "orders",
    "verify",
)  # fmt: skip
LOCAL_HOSTS = {"127.0.0.1", "::1", "localhost"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rules", metavar="FILE", help="write which tests cite which rule, as JSON")


def pytest_configure(config: pytest.Config) -> None:
    if IN_CI and find_chromium() is None:
        pytest.exit("CI needs Chromium: name one in CHROMIUM.", returncode=1)
    if IN_CI and not SHARED.is_dir():
        pytest.exit("CI needs the data in ../shared.", returncode=1)
    if not hasattr(config, "workerinput"):
        compile_catalogs()


def pytest_report_header(config: pytest.Config) -> str:
    return f"browser: {find_chromium() or 'no Chromium, browser tests are skipped'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if find_chromium() is None:
        skip = pytest.mark.skip(reason="no Chromium on this machine; name one in CHROMIUM")
        for item in items:
            if "browser" in getattr(item, "fixturenames", ()):
                item.add_marker(skip)
    items.sort(key=lambda item: (_rank(item.path), item.path, is_staged(item)))
    rules = marked_rules(items)
    if path := config.getoption("--rules"):
        Path(path).write_text(json.dumps(rules, indent=2) + "\n")


def _rank(path: Path) -> int:
    """The place of a test's folder: the longest files go first, so that no worker ends alone."""
    folder = path.relative_to(ROOT / "tests").parts[0]
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the data that tests may read; skips where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside this clone")
    return SHARED


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse every connection but to this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOCAL_HOSTS:
            raise PermissionError(f"A test reached for the network: {address!r}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True)
def _portals_language() -> None:
    """Every test begins in the portal's own language, whatever the one before was asked in."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True, scope="session")
def _no_luck_with_order() -> Iterator[None]:
    """Whoever needs an order asks for it."""
    with unordered_querysets_reversed():
        yield
