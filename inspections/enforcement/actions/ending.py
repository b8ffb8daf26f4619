"""What ends an operation, and what lets its clocks stand still."""

from datetime import timedelta
from typing import Any

from inspections.enforcement.models import Operation, OperationPause
from venues.models import Invitation, Officer
from venues.models.organisations import scheme_value
from venuewatch.workflow import clock
from venuewatch.workflow.actions import move


def close(
    operation: Operation, *, by: Officer, remark: str = "", seen: int | None = None
) -> Operation:
    """Close: every agency ended its part, and what they found is on the ledger (R-JOINT-4)."""

    def write(row: Operation) -> dict[str, Any]:
        _end(row)
        return {"remark": remark}

    return move(operation, "close", by=by, seen=seen, write=write)


def decline(
    operation: Operation, *, by: Officer, reason: str, seen: int | None = None
) -> Operation:
    """Command's leader declines a whistle, with a reason."""
    return _end_with("decline", operation, by, reason, seen)


def cancel(operation: Operation, *, by: Officer, reason: str, seen: int | None = None) -> Operation:
    """The blower or command calls it off before anybody signed in, with a reason."""
    return _end_with("cancel", operation, by, reason, seen)


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


def _end_with(
    name: str, operation: Operation, by: Officer, reason: str, seen: int | None
) -> Operation:
    def write(row: Operation) -> None:
        row.end_reason = reason
        _end(row)

    return move(operation, name, by=by, given={"reason": reason}, seen=seen, write=write)


def _end(row: Operation) -> None:
    """The invited agencies act no more, and see the venue for some days longer (R-SCOPE-1)."""
    row.ended_at = clock.now()
    days = scheme_value("invited_days", row.venue.district_id)
    Invitation.objects.filter(reference=row.whistle, venue=row.venue_id).update(
        acting=False, until=row.ended_at + timedelta(days=days)
    )


def _turn(row: Operation, by: Officer, *, runs_on: bool, reason: str) -> None:
    OperationPause.objects.create(
        operation=row, runs_on=runs_on, reason=reason, officer=by, person_id=by.person_id,
        at=clock.now(),
    )  # fmt: skip
