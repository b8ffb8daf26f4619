"""What ends an operation, and what lets its clocks stand still."""

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction

from inspections.enforcement.models import Operation, OperationPause
from venues.models import Invitation, Officer
from venues.models.organisations import scheme_value
from venuewatch.workflow import clock
from venuewatch.workflow.actions import move


def close(
    operation: Operation, *, by: Officer, remark: str = "", seen: int | None = None
) -> Operation:
    """Close: every agency ended its part, and what they found is on the ledger (R-JOINT-4)."""

    return _end("close", operation, by=by, seen=seen, details={"remark": remark})


def decline(
    operation: Operation, *, by: Officer, reason: str, seen: int | None = None
) -> Operation:
    """Command's leader declines a whistle, with a reason."""
    return _end("decline", operation, by=by, reason=reason, seen=seen)


def cancel(operation: Operation, *, by: Officer, reason: str, seen: int | None = None) -> Operation:
    """The blower or command calls it off before anybody signed in, with a reason."""
    return _end("cancel", operation, by=by, reason=reason, seen=seen)


def pause(operation: Operation, *, by: Officer, reason: str, seen: int | None = None) -> Operation:
    """Let the clocks stand still from now on, with a reason (R-JOINT-1)."""

    def write(row: Operation) -> None:
        _turn(row, by, runs_on=False, reason=reason)

    return move(operation, "pause", by=by, given={"reason": reason}, seen=seen, write=write)


def resume(operation: Operation, *, by: Officer, reason: str, seen: int | None = None) -> Operation:
    """Let the clocks run on, with a reason; what they stood still is added to their time."""

    def write(row: Operation) -> None:
        _turn(row, by, runs_on=True, reason=reason)

    return move(operation, "resume", by=by, given={"reason": reason}, seen=seen, write=write)


def _end(
    name: str, operation: Operation, *, by: Officer, reason: str = "", seen: int | None,
    details: dict[str, str] | None = None,
) -> Operation:  # fmt: skip
    def write(row: Operation) -> dict[str, str] | None:
        row.end_reason, row.ended_at = reason, clock.now()
        return details

    with transaction.atomic():
        ended = move(operation, name, by=by, given={"reason": reason}, seen=seen, write=write)
        _let_go(ended)
    return ended


def _let_go(operation: Operation) -> None:
    """The invited agencies act no more, and see the venue for some days longer (R-SCOPE-1)."""
    ended_at = cast(datetime, operation.ended_at)
    days = scheme_value("invited_days", operation.venue.district_id)
    Invitation.objects.filter(reference=operation.whistle, venue=operation.venue_id).update(
        acting=False, until=ended_at + timedelta(days=days)
    )


def _turn(row: Operation, by: Officer, *, runs_on: bool, reason: str) -> None:
    OperationPause.objects.create(
        operation=row, runs_on=runs_on, reason=reason, officer=by, person_id=by.person_id,
        at=clock.now(),
    )  # fmt: skip
