"""How an issue ends: struck off by the follow-up, or made void."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from inspections.ledger.models import (
    Issue,
)
from inspections.ledger.rules import ClosingReason, VoidKind
from venues.models import Officer
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, move
from venuewatch.workflow.models import take_record_orders
from venuewatch.workflow.rules import Refused


def close(issue: Issue, *, at: datetime | None = None) -> Issue:
    """Strike an issue off. Only the closing follow-up calls this (R-ISSUE-1)."""
    moment = at or clock.now()

    def write(row: Issue) -> dict[str, Any]:
        row.closed_at = moment
        row.closed_order = take_record_orders(1)[0]
        recheck = row.evidence.recheck
        ceased = recheck is not None and recheck.ceased
        reason = ClosingReason.CEASED if ceased else ClosingReason.FIXED
        row.closing_reason = reason
        return {"reason": reason.value, "round": row.round}

    return move(issue, "close", by=SYSTEM, happened=moment, write=write)


def void(
    issue: Issue,
    *,
    by: Officer,
    reason: str,
    kind: str,
    duplicate_of: Issue | None = None,
    seen: int | None = None,
) -> Issue:
    """End an issue that should not be: opened in error, withdrawn, or a duplicate (linked)."""

    def write(row: Issue) -> dict[str, Any]:
        if kind == VoidKind.DUPLICATE and not _is_duplicate(row, duplicate_of):
            raise Refused({"duplicate_of": _("Name the other issue of the same venue.")})
        if kind != VoidKind.DUPLICATE and duplicate_of is not None:
            raise Refused({"duplicate_of": _("Only a duplicate names another issue.")})
        row.void_kind, row.duplicate_of = kind, duplicate_of
        return {"kind": kind, "duplicate_of": duplicate_of.number if duplicate_of else ""}

    given = {"reason": reason, "kind": kind}
    return move(issue, "void", by=by, given=given, seen=seen, write=write)


def _is_duplicate(row: Issue, other: Issue | None) -> bool:
    return other is not None and other.pk != row.pk and other.venue_id == row.venue_id
