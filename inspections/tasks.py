"""Celery tasks of the scheme: each is one call."""

from celery import shared_task

from inspections.duties import actions as duties
from inspections.plates import actions as plates
from inspections.tracking.delivery import sending as delivery
from inspections.tracking.escalation import actions as escalation


@shared_task(name="inspections.plan_day", ignore_result=True)
def plan_day() -> int:
    """Plan today where nobody has yet; returns how many duties were added (R-DUTY-1)."""
    return duties.plan_today_once()


@shared_task(name="inspections.propose_plates", ignore_result=True)
def propose_plates() -> int:
    """Propose the plates that the scheme asks for; returns at how many venues (R-PLATE-1)."""
    return plates.propose_for_reasons()


@shared_task(name="inspections.escalate", ignore_result=True)
def escalate() -> int:
    """Tell of what is late to whom the ladder names; returns how many rungs (R-ISSUE-7)."""
    return escalation.escalate()


@shared_task(name="inspections.deliver", ignore_result=True)
def deliver() -> int:
    """Send what the outbox holds to the channels; returns how much arrived (R-SEND-1)."""
    return delivery.deliver()
