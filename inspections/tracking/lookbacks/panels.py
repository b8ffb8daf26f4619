"""Look-backs on the page of an issue or a plate, and in the export of the ledger."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.ledger.models import Issue
from inspections.plates.models import Plate
from inspections.tracking.lookbacks.models import LookBack, LookBackQuerySet
from inspections.tracking.lookbacks.rules import SEEN, LookBackState
from venues.models import Officer


def look_backs_of_issue(issue: Issue, officer: Officer) -> Mapping[str, Any]:
    """Those of the issue that this person may know of."""
    return _shown(LookBack.objects.visible_to(officer).filter(issue=issue))


def look_backs_of_plate(plate: Plate, officer: Officer) -> Mapping[str, Any]:
    """Those of the plate that this person may know of (R-PLATE-6)."""
    return _shown(LookBack.objects.visible_to(officer).filter(plate=plate))


def look_backs_told(issue_ids: Collection[int]) -> Mapping[int, str]:
    """Issue → what each of its look-backs saw; those to come are unannounced (R-TRACK-3)."""
    rows = LookBack.objects.filter(issue__in=issue_ids, state__in=SEEN).order_by("issue", "step")
    told: dict[int, list[str]] = {}
    for issue, ended, state in rows.values_list("issue", "ended_at", "state"):
        words = f"{timezone.localdate(ended).isoformat()} {LookBackState(state).label}"
        told.setdefault(issue, []).append(words)
    return {issue: _("; ").join(each) for issue, each in told.items()}


def _shown(rows: LookBackQuerySet) -> Mapping[str, Any]:
    return {"look_backs": list(rows.select_related("found").order_by("step"))}
