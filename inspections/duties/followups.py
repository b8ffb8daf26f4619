"""What happens to duties later: what could not be told anew at once."""

from inspections.duties import actions
from inspections.duties.models import CheckInterval
from venuewatch.workflow.followups import handler
from venuewatch.workflow.models import FollowUp


@handler(actions.REPLAN)
def replan_venue(followup: FollowUp) -> str | None:
    """Tell anew what one venue is owed today (R-DUTY-1)."""
    actions.replan_after_the_planner([followup.subject_id])
    return None


@handler(actions.REPLAN_CATEGORY)
def replan_category(followup: FollowUp) -> str | None:
    """Tell anew what the venues of a category are owed, after its intervals were set."""
    actions.replan_category(CheckInterval.objects.get(pk=followup.subject_id), followup.step)
    return None


@handler(actions.REPLAN_CATEGORY_SOME)
def replan_category_some(followup: FollowUp) -> str | None:
    """The same for some of them at a time."""
    interval = CheckInterval.objects.get(pk=followup.subject_id)
    actions.replan_category_some(interval, followup.step)
    return None
