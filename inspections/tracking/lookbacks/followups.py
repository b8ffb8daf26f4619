"""What happens to a look-back later: on its day somebody is sent."""

from django.utils.translation import gettext as _

from inspections.tracking.lookbacks import actions
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.lookbacks.rules import LookBackState, MootKind
from venues.rules import VenueStatus
from venuewatch.workflow.actions import SYSTEM
from venuewatch.workflow.followups import handler
from venuewatch.workflow.models import FollowUp


@handler(actions.SEND)
def send_somebody(followup: FollowUp) -> str | None:
    """Draw who looks back; it is called off where the venue has ended meanwhile."""
    look_back = LookBack.locked(followup.subject_id)
    if look_back.state != LookBackState.SCHEDULED:
        return _("The look-back is no longer waiting for its day.")
    if look_back.venue.state == VenueStatus.ENDED:
        actions.call_off(look_back, by=SYSTEM, kind=MootKind.ENDED)
        return _("The venue has ended.")
    actions.send(look_back, by=SYSTEM)
    return None
