"""The arithmetic of an issue's time: dues, days, recurrences (R-ISSUE-3, R-ISSUE-6)."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from inspections.ledger.rules.words import IssueState, Timing

# Amber at 80 % of an issue's time: when this part of it is left.
AMBER_PART = 5
# After so many days it is asked whether a strike-off still holds, of what was closed in this period
# up to then; so that no figure grows with history.
HOLDING_DAYS = (7, 30)
HOLDING_PERIOD = timedelta(days=90)


def due_after(found: datetime, hours: int) -> datetime:
    """When an issue found at this moment is due (R-ISSUE-3).

    0 hours means stop at once: due at the end of that business day.
    """
    if hours:
        return found + timedelta(hours=hours)
    return end_of_day(timezone.localdate(found))


def amber_from(start: datetime, due: datetime) -> datetime:
    """When 80 % of the time between a start and its due is over (R-ISSUE-3).

    The time of a due starts when its issue was found, or a failed re-check granted it. The database
    computes the same into `Issue.amber_at`.
    """
    return due - (due - start) / AMBER_PART


def timing_of(
    state: str, start: datetime, due: datetime, rectified_at: datetime | None, now: datetime
) -> Timing:
    """Overdue: due passed while open, or reported rectified after due; amber: soon (R-ISSUE-3)."""
    if state == IssueState.OPEN:
        if due < now:
            return Timing.OVERDUE
        return Timing.AMBER if amber_from(start, due) <= now else Timing.IN_TIME
    late = rectified_at is not None and rectified_at > due and state != IssueState.VOID
    return Timing.OVERDUE if late else Timing.IN_TIME


def end_of_day(day: date) -> datetime:
    """The last second of a local day."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def is_recurrence(opened: date, closed: date, window_days: int) -> bool:
    """Whether an issue opened that day recurs after that closing; the window is inclusive."""
    return 0 <= (opened - closed).days <= window_days
