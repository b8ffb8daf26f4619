"""What higher folders show on the page of an issue: they register a panel, the page knows none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inspections.ledger.models import Issue
from venues.models import Officer


@dataclass(frozen=True)
class IssuePanel:
    """A template and the function that gives its context for an issue and who looks at it."""

    template: str
    context: Callable[[Issue, Officer], Mapping[str, Any]]


_panels: list[IssuePanel] = []


def add_issue_panel(panel: IssuePanel) -> None:
    """Register a panel; called once, when an app is ready."""
    _panels.append(panel)


def panels_of(issue: Issue, officer: Officer) -> list[tuple[str, Mapping[str, Any]]]:
    """The panels of an issue's page, each with its context."""
    return [(panel.template, panel.context(issue, officer)) for panel in _panels]
