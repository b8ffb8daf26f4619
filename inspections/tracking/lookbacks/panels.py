"""Look-backs on the page of an issue or a plate."""

from collections.abc import Mapping
from typing import Any

from inspections.ledger.models import Issue
from inspections.plates.models import Plate
from inspections.tracking.lookbacks.models import LookBack, LookBackQuerySet
from venues.models import Officer


def look_backs_of_issue(issue: Issue, officer: Officer) -> Mapping[str, Any]:
    """Those of the issue that this person may know of."""
    return _shown(LookBack.objects.visible_to(officer).filter(issue=issue))


def look_backs_of_plate(plate: Plate, officer: Officer) -> Mapping[str, Any]:
    """Those of the plate that this person may know of (R-PLATE-6)."""
    return _shown(LookBack.objects.visible_to(officer).filter(plate=plate))


def _shown(rows: LookBackQuerySet) -> Mapping[str, Any]:
    return {"look_backs": list(rows.select_related("found").order_by("step"))}
