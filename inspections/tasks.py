"""Celery tasks of the scheme: each is one call."""

from celery import shared_task

from inspections.duties import actions as duties


@shared_task(name="inspections.plan_day", ignore_result=True)
def plan_day() -> int:
    """Plan today where nobody has yet; returns how many duties were added (R-DUTY-1)."""
    return duties.plan_today_once()
