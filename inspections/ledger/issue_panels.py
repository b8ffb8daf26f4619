"""What higher folders show on the page of an issue."""

from inspections.ledger.models import Issue
from venuewatch.panels import Panels

ISSUE_PANELS: Panels[Issue] = Panels()
