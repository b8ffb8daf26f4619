"""The clocks of the desk: each state's, and what is noted when one runs out (R-INTAKE-2 … 4)."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.ledger.rules import end_of_day
from inspections.tracking.intake.models import Intake
from inspections.tracking.intake.rules import working_day_after
from venues.models import Area
from venues.models.organisations import scheme_value
from venuewatch.workflow import clock, followups
from venuewatch.workflow.actions import SYSTEM, move

LATE = "intake.late"


def dispatch_due(area: Area, since: datetime) -> datetime:
    """Until when what came in is to be dispatched."""
    return since + timedelta(hours=scheme_value("intake_dispatch_hours", area.pk))


def verify_due(area: Area, since: datetime) -> datetime:
    """Until when town and department are to verify, unless the desk says otherwise."""
    days = scheme_value("intake_verify_days", area.pk)
    return end_of_day(working_day_after(timezone.localdate(since), days))


def answer_due(area: Area, since: datetime) -> datetime:
    """Until when what was verified is to be answered."""
    return since + timedelta(days=scheme_value("intake_feedback_days", area.pk))


def start(row: Intake, due: datetime, *, since: datetime) -> None:
    """Start the clock of the state that a locked row is about to enter.

    What came in so long ago that its time is over already is noted as late at once.
    """
    row.clock_from = since
    _run(row, due)


def run_until(row: Intake, due: datetime) -> None:
    """Let the running clock end at a moment; a time that is over already was noted before."""
    if due > clock.now():
        _run(row, due)
    else:
        stop(row)
        row.due = due


def _run(row: Intake, due: datetime) -> None:
    stop(row)
    row.due = due
    # the event that tells of this has the next number: no two clocks share a step
    followups.schedule(LATE, row, due=due, step=row.event_seq + 1)


def stop(row: Intake) -> None:
    """Nothing is waited for any more, or something else."""
    if row.pk is not None:
        followups.call_off(LATE, row, _("What was waited for was done."))


def pass_due(intake: Intake) -> Intake:
    """Note that a clock ran out; only the follow-up calls this."""

    def write(row: Intake) -> dict[str, Any]:
        row.breaches += 1
        late = [each.organisation.short for each in row.judgement.open_asks
                if each.due <= clock.now()]  # fmt: skip
        return {"clock": row.state, "asked": late}

    return move(intake, "pass_due", by=SYSTEM, write=write)
