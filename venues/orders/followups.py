"""What happens to orders later: their first and last day, and what is owed after both."""

from django.utils.translation import gettext as _

from venues.models import Order
from venues.order_rules import OrderState
from venues.orders import actions
from venuewatch.workflow.followups import handler
from venuewatch.workflow.models import FollowUp


@handler(actions.SWITCH_ON)
def switch_on(followup: FollowUp) -> str | None:
    """An issued order comes into force on its first day (R-ORDER-1)."""
    order = Order.locked(followup.subject_id)
    if order.state != OrderState.ISSUED:
        return _("The order is %s.") % order.get_state_display()
    actions.come_into_force(order)
    return None


@handler(actions.SWITCH_OFF)
def switch_off(followup: FollowUp) -> str | None:
    """An order in force ends when its last day is over (R-ORDER-1)."""
    order = Order.locked(followup.subject_id)
    if order.state != OrderState.IN_FORCE:
        return _("The order is %s.") % order.get_state_display()
    actions.expire(order)
    return None


@handler(actions.REPLAN)
def replan(followup: FollowUp) -> str | None:
    """What is owed at the venues of an order is told anew after a switch (R-DUTY-1)."""
    actions.replan(Order.objects.get(pk=followup.subject_id), followup.step)
    return None


@handler(actions.REPLAN_SOME)
def replan_some(followup: FollowUp) -> str | None:
    """The same for some of them at a time."""
    actions.replan_some(Order.objects.get(pk=followup.subject_id), followup.step)
    return None
