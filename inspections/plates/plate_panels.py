"""What higher folders show on the page of a plate."""

from inspections.plates.models import Plate
from venuewatch.panels import Panels

PLATE_PANELS: Panels[Plate] = Panels()
