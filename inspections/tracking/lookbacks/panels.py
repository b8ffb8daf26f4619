"""Look-backs on the page of an issue or a plate."""

from collections.abc import Mapping
from typing import Any

from inspections.ledger.models import Issue
from inspections.tracking.lookbacks.models import LookBack
from venues.models import Officer


def look_backs_of(issue: Issue, officer: Officer) -> Mapping[str, Any]:
    """Those of the issue that this person may know of."""
    rows = LookBack.objects.visible_to(officer).filter(issue=issue)
    return {"look_backs": list(rows.select_related("found").order_by("step"))}
