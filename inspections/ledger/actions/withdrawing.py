"""What the withdrawal of a mistaken visit undoes on the ledger (R-CHECK-6)."""

from datetime import datetime
from typing import Any

from inspections.ledger.models import Issue
from inspections.ledger.rules import VoidKind
from venuewatch.workflow.actions import SYSTEM, move


def withdraw(issue: Issue, *, visit: str, reason: str, decided_by: str) -> Issue:
    """Make an open issue void because the visit that opened it was withdrawn.

    `visit` is its UUID, `decided_by` the reviewer's signature, for the event to keep.
    """

    def write(row: Issue) -> dict[str, Any]:
        row.void_kind = VoidKind.WITHDRAWN
        return {"inspection": visit, "kind": VoidKind.WITHDRAWN.value, "decided_by": decided_by}

    return move(issue, "withdraw", by=SYSTEM, given={"reason": reason}, write=write)


def unsee(issue: Issue, *, visit: str, reason: str, decided_by: str, last_seen: datetime) -> Issue:
    """Take back that a withdrawn visit saw an unclosed issue again; its state stays."""

    def write(row: Issue) -> dict[str, Any]:
        row.times_seen -= 1
        row.last_seen = last_seen
        return {"inspection": visit, "decided_by": decided_by, "times_seen": row.times_seen}

    return move(issue, "unsee", by=SYSTEM, given={"reason": reason}, write=write)
