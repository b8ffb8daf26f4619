"""Celery wakes the follow-ups up; the rows hold the truth."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from venuewatch.workflow import followups

log = logging.getLogger(__name__)


@shared_task(name="workflow.run_due", ignore_result=True)
def run_due() -> int:
    """Do every follow-up that is due now; returns how many were ended."""
    return followups.run_due()


def nudge() -> None:
    """Ask a worker to look now. Without a broker the next beat does it: delayed, never lost."""
    try:
        run_due.apply_async(retry=False)
    except OperationalError:
        log.warning("the broker is away; follow-ups wait for the next beat")


followups.on_schedule(nudge)
