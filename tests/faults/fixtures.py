"""A table of marks, a broker of one's own, and the figures that `make faults` prints."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.programs import Broker

_FIGURES: list[str] = []


@pytest.fixture
def marks(transactional_db: None) -> Iterator[None]:
    """The table into which the follow-ups of these tests write; no constraint forbids doubles."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE faults_mark (step integer, backend integer)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE faults_mark")


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    """A Redis that may be killed."""
    redis = Broker(tmp_path)
    redis.start()
    yield redis
    redis.kill()


@pytest.fixture
def figures() -> list[str]:
    """What a test has to tell at the end of the run."""
    return _FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _FIGURES:
        terminalreporter.section("faults")
        for line in _FIGURES:
            terminalreporter.write_line(line)
