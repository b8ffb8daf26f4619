"""What other apps show on a venue's page: they register a panel, the page knows none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from venues.models import Officer, Venue


@dataclass(frozen=True)
class Panel:
    """A template and the function that gives its context for a venue and who looks at it."""

    template: str
    position: int
    context: "Callable[[Venue, Officer], Mapping[str, Any]]"


_panels: list[Panel] = []


def add_panel(panel: Panel) -> None:
    """Register a panel; called once, when an app is ready."""
    _panels.append(panel)
    _panels.sort(key=lambda each: each.position)


def panels_of(venue: "Venue", officer: "Officer") -> list[tuple[str, Mapping[str, Any]]]:
    """The panels of a venue's page, each with its context."""
    return [(panel.template, panel.context(venue, officer)) for panel in _panels]
