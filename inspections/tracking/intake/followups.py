"""What happens later at the desk: a clock runs out."""

from django.utils.translation import gettext as _

from inspections.tracking.intake import actions
from inspections.tracking.intake.models import Intake
from inspections.tracking.intake.rules import RUNNING
from venuewatch.workflow import clock
from venuewatch.workflow.followups import handler
from venuewatch.workflow.models import FollowUp


@handler(actions.LATE)
def clock_ran_out(followup: FollowUp) -> str | None:
    """Note on the matter that its time is over, judged again under the lock."""
    intake = Intake.locked(followup.subject_id)
    if intake.state not in RUNNING:
        return _("The matter has ended.")
    if intake.due > max(clock.now(), followup.due):
        return _("Another time runs now.")
    actions.pass_due(intake)
    return None
