"""What other apps show on the pages of the register: they register a panel, and the page knows
none of them. There are panels on a venue's page and on the settings of a district.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from venues.models import Area, Officer, Venue


@dataclass(frozen=True)
class Panel:
    """A template and the function that gives its context for a venue and who looks at it."""

    template: str
    position: int
    context: "Callable[[Venue, Officer], Mapping[str, Any]]"


@dataclass(frozen=True)
class SettingsPanel:
    """The same for the settings of a district: what an app lets command set there."""

    template: str
    position: int
    context: "Callable[[Area, Officer], Mapping[str, Any]]"


_panels: list[Panel] = []
_settings_panels: list[SettingsPanel] = []


def add_panel(panel: Panel) -> None:
    """Register a panel; called once, when an app is ready."""
    _panels.append(panel)
    _panels.sort(key=lambda each: each.position)


def panels_of(venue: "Venue", officer: "Officer") -> list[tuple[str, Mapping[str, Any]]]:
    """The panels of a venue's page, each with its context."""
    return [(panel.template, panel.context(venue, officer)) for panel in _panels]


def add_settings_panel(panel: SettingsPanel) -> None:
    """Register a panel of the settings; called once, when an app is ready."""
    _settings_panels.append(panel)
    _settings_panels.sort(key=lambda each: each.position)


def settings_panels_of(district: "Area", officer: "Officer") -> list[tuple[str, Mapping[str, Any]]]:
    """The panels of a district's settings, each with its context."""
    return [(panel.template, panel.context(district, officer)) for panel in _settings_panels]
