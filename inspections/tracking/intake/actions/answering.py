"""What ends a matter of the desk: the answer, or the one it repeats; and the calls on the way."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.tracking.intake.actions import clocks
from inspections.tracking.intake.models import Intake, IntakeCall, IntakeReply
from inspections.tracking.intake.rules import ENDED
from venues.models import Officer
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, demand, move, record
from venuewatch.workflow.rules import NotAllowed, Refused


def feed_back(
    intake: Intake,
    *,
    by: Officer,
    words: str,
    whom: str,
    satisfied: str,
    seen: int | None = None,
) -> Intake:
    """Record what was answered to whom, and what they thought of it; its duplicates go along."""

    def write(row: Intake) -> dict[str, Any]:
        IntakeReply.objects.create(
            intake=row, words=words, whom=whom, satisfied=satisfied, officer=by,
            person_id=by.person_id, at=clock.now(),
        )  # fmt: skip
        clocks.stop(row)
        row.ended_at = row.answered_at = clock.now()
        return {"remark": words, "satisfied": satisfied}

    given = {"words": words, "whom": whom, "satisfied": satisfied}
    with transaction.atomic():
        moved = move(intake, "feed_back", by=by, given=given, seen=seen, write=write)
        for each in moved.duplicates.order_by("pk"):
            _answer_together(each, moved)
    return moved


def merge(
    intake: Intake, original: Intake | None, *, by: Officer, reason: str = "",
    seen: int | None = None,
) -> Intake:  # fmt: skip
    """Say that it repeats another one that still runs; both are answered together (R-INTAKE-5).

    Raises Refused where the other one is no other, has ended, or repeats one itself.
    """

    def write(row: Intake) -> dict[str, Any]:
        found = _fit(row, original)
        clocks.stop(row)
        row.duplicate_of, row.ended_at = found, clock.now()
        return {"change": found.number}

    with transaction.atomic():
        Intake.lock_together(intake, *([original] if original else []))
        given = {"original": original, "reason": reason}
        return move(intake, "merge", by=by, given=given, seen=seen, write=write)


def log_call(
    intake: Intake,
    *,
    by: Officer,
    partner: str,
    reached: bool,
    words: str,
    at: datetime | None = None,
    seen: int | None = None,
) -> Intake:
    """Record a call: with whom, whether they were reached, what was said; now unless told.

    The event keeps with whom, not what was said: that may name a person.
    """
    moment = at or clock.now()
    if moment > clock.now():
        raise Refused({"at": _("This moment has not come yet.")})

    def write(row: Intake) -> dict[str, Any]:
        IntakeCall.objects.create(
            intake=row, partner=partner, reached=reached, words=words, officer=by,
            person_id=by.person_id, at=moment,
        )  # fmt: skip
        return {"partner": partner, "reached": reached}

    given = {"partner": partner, "words": words}
    return move(intake, "log_call", by=by, given=given, happened=moment, seen=seen, write=write)


def reveal_callback(intake: Intake, *, by: Officer) -> str:
    """Where to call back, in clear, to who calls or verifies; recorded on the officer's own chain.

    Raises NotAllowed for others, and for everybody once the matter has ended (R-INTAKE-6).
    """
    demand(intake, "reveal_callback", by)
    if not intake.may_be_called:
        raise NotAllowed(_("This matter has ended; its contact is not shown any more."))
    with transaction.atomic():
        details = {"change": intake.number}
        record(Officer.locked(by.pk), "reveal_callback", by=by, details=details)
    return intake.callback


def _fit(row: Intake, original: Intake | None) -> Intake:
    if original is None or original.pk == row.pk or original.area_id != row.area_id:
        raise Refused({"original": _("Name another matter of this desk.")})
    fresh = Intake.objects.get(pk=original.pk)
    if fresh.state in ENDED:
        raise Refused({"original": _("%s has ended; it is answered no more.") % fresh})
    return fresh


def _answer_together(duplicate: Intake, original: Intake) -> None:
    def write(row: Intake) -> dict[str, str]:
        row.answered_at = original.answered_at
        return {"change": original.number}

    move(duplicate, "fed_back_together", by=SYSTEM, write=write)
