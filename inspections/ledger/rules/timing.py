"""The arithmetic of an issue's time: dues, days, recurrences (R-ISSUE-3, R-ISSUE-6)."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def due_after(found: datetime, hours: int) -> datetime:
    """When an issue found at this moment is due (R-ISSUE-3).

    0 hours means stop at once: due at the end of that business day.
    """
    if hours:
        return found + timedelta(hours=hours)
    return end_of_day(timezone.localdate(found))


def end_of_day(day: date) -> datetime:
    """The last second of a local day."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def is_recurrence(opened: date, closed: date, window_days: int) -> bool:
    """Whether an issue opened that day recurs after that closing; the window is inclusive."""
    return 0 <= (opened - closed).days <= window_days
