"""The table of the transitions that the walks took, after the tests of all workers."""

from typing import Any

import pytest

from tests.walks.tally import Tally


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add up what the halves came to, and print it."""
    total = Tally()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, told in _properties(report):
                if name == "walks":
                    total.add(Tally.from_json(told))
    if total.steps:
        terminalreporter.section("random walks")
        for line in total.lines():
            terminalreporter.write_line(line)


def _properties(report: Any) -> list[tuple[str, Any]]:
    return getattr(report, "user_properties", []) if getattr(report, "when", "") == "call" else []
