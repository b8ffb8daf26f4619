"""What other apps show on the pages of the register."""

from typing import TYPE_CHECKING

from venuewatch.panels import Panels

if TYPE_CHECKING:
    from venues.models import Area, Venue

VENUE_PANELS: "Panels[Venue]" = Panels()
# What command sets there for a district.
SETTINGS_PANELS: "Panels[Area]" = Panels()
