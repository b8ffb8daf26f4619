"""The clocks of an operation: when each is due, and how it stands. Pure; imports no model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.duties.rules import is_working_day, next_day

AMBER = 0.8


class ClockUnit(TextChoices):
    """In what a clock's time is counted."""

    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    WORKING_DAYS = "working_days", _("working days")


class ClockName(TextChoices):
    """What must have happened before a clock is due (R-JOINT-1)."""

    SIGNED_IN = "signed_in", _("Signed in")
    ON_SITE = "on_site", _("On site")
    CONTACT = "contact", _("In contact")
    FIRST_RESULT = "first_result", _("First result")
    FINAL_REPORT = "final_report", _("Final report")
    DONE = "done", _("Done")


class ClockState(TextChoices):
    """How a clock stands at a moment."""

    RUNNING = "running", _("running")
    AMBER = "amber", _("due soon")
    BREACHED = "breached", _("overdue")
    PAUSED = "paused", _("paused")
    MET = "met", _("in time")
    MET_LATE = "met_late", _("late")
    STOPPED = "stopped", _("stopped")
    STOPPED_LATE = "stopped_late", _("stopped when overdue")


# A clock that stands so ran out, whatever came after.
RAN_OUT = (ClockState.BREACHED, ClockState.MET_LATE, ClockState.STOPPED_LATE)


@dataclass(frozen=True)
class Pause:
    """From when to when an operation's clocks stood still; without an end they still do."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Limit:
    """How much time a clock gives: so many of a unit, from convening on."""

    name: str
    amount: int
    unit: str


@dataclass(frozen=True)
class Clock:
    """One clock at one moment."""

    name: str
    started: datetime
    due: datetime
    amber_at: datetime
    state: str
    met: datetime | None = None

    @property
    def label(self) -> str:
        """What it waits for, in words."""
        return str(ClockName(self.name).label)

    @property
    def word(self) -> str:
        """How it stands, in words."""
        return str(ClockState(self.state).label)

    @property
    def runs(self) -> bool:
        """Whether it still waits for something."""
        return self.state in (ClockState.RUNNING, ClockState.AMBER, ClockState.BREACHED)

    @property
    def ran_out(self) -> bool:
        """Whether its time passed before it was met or stopped: that stays so (R-JOINT-1)."""
        return self.state in RAN_OUT


def end_of_working_days(first: date, count: int) -> datetime:
    """The local midnight that ends the count-th working day after a day, which does not count."""
    day = first
    while count > 0:
        day = next_day(day)
        count -= is_working_day(day)
    return timezone.make_aware(datetime.combine(next_day(day), time()))


def due_without_pauses(started: datetime, limit: Limit) -> datetime:
    """When a clock that never stood still is due."""
    if limit.unit == ClockUnit.WORKING_DAYS:
        return end_of_working_days(timezone.localdate(started), limit.amount)
    return started + timedelta(**{limit.unit: limit.amount})


def due_with_pauses(
    started: datetime, due: datetime, pauses: Sequence[Pause], now: datetime
) -> datetime:
    """A due moment, later by each pause that began before it; what came after a breach is late."""
    for pause in pauses:
        if pause.since < due:
            due += max((pause.until or now) - max(pause.since, started), timedelta(0))
    return due


def clock_of(
    started: datetime,
    limit: Limit,
    pauses: Sequence[Pause],
    *,
    now: datetime,
    met: datetime | None = None,
    stopped: datetime | None = None,
) -> Clock:
    """A clock as it stands: `met` is when what it waits for happened, `stopped` when that ended.

    Amber from 80 % of its time on, breached from its end on (R-JOINT-1).
    """
    until = met or stopped or now
    relevant = [pause for pause in pauses if pause.since < until]
    whole = due_without_pauses(started, limit)
    due = due_with_pauses(started, whole, relevant, until)
    amber_at = due_with_pauses(started, started + (whole - started) * AMBER, relevant, until)
    paused = bool(relevant) and relevant[-1].until is None
    state = _running(until, due, amber_at, paused=paused)
    if met is not None:
        state = ClockState.MET_LATE if met > due else ClockState.MET
    elif stopped is not None:
        state = ClockState.STOPPED_LATE if stopped > due else ClockState.STOPPED
    return Clock(limit.name, started, due, amber_at, state, met)


def _running(now: datetime, due: datetime, amber_at: datetime, *, paused: bool) -> ClockState:
    if now >= due:
        return ClockState.BREACHED
    if paused:
        return ClockState.PAUSED
    return ClockState.AMBER if now >= amber_at else ClockState.RUNNING
