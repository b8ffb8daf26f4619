"""What moves an issue between found and ended: reports, re-checks, sign-offs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from inspections.ledger import rules
from inspections.ledger.actions.measuring import owe_measure
from inspections.ledger.models import (
    Issue,
    Photo,
    PhotoKind,
    Recheck,
    Rectification,
    SignOff,
)
from inspections.ledger.photos import known_of
from inspections.ledger.rules import IssueState
from venues.models import Officer
from venues.rules import Origin
from venuewatch.workflow import clock, followups
from venuewatch.workflow.actions import SYSTEM, move
from venuewatch.workflow.rules import NotAllowed, Refused, required_errors

CLOSE = "ledger.close"


def report_rectified(
    issue: Issue,
    *,
    by: Officer,
    given: Mapping[str, Any],
    pictures: Sequence[Any] = (),
    inspection: Any = None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Issue:
    """Report what the venue did (R-ISSUE-4), with photo files of what was done.

    `given` has measure, responsible, and for major issues funds, deadline (a date) and
    contingency; `inspection` is the visit that saw it fixed on the spot (R-ISSUE-5).
    Raises Refused (errors by field), NotAllowed, Stale.
    """
    moment = at or clock.now()

    def write(row: Issue) -> dict[str, Any]:
        needed = rules.measures_needed(row.severity)
        missing = [each for each in needed if not str(given.get(each) or "").strip()]
        if missing:
            raise Refused(required_errors(missing))
        _refuse_without_photo(row, pictures)
        _keep_photos(row, by, pictures, inspection)
        report = Rectification.objects.create(
            issue=row,
            round=row.round,
            officer=by,
            person_id=by.person_id,
            at=moment,
            measure=given["measure"],
            responsible=given["responsible"],
            funds=given.get("funds") or "",
            deadline=given.get("deadline"),
            contingency=given.get("contingency") or "",
            inspection=inspection,
        )
        row.measure, row.responsible, row.funds = report.measure, report.responsible, report.funds
        row.rectified_at = moment
        return {"measure": report.measure, "responsible": report.responsible, "round": row.round}

    return move(
        issue, "report_rectified", by=by, given=given, happened=moment, seen=seen, write=write
    )


def see_again(issue: Issue, *, by: Officer, inspection: Any, at: datetime) -> Issue:
    """The item failed again at a visit: back to open if it had been rectified (R-CHECK-4)."""

    def write(row: Issue) -> dict[str, Any]:
        if row.state != IssueState.OPEN:
            reopen(row)
        row.times_seen += 1
        row.last_seen = at
        return {"inspection": str(inspection.uuid), "round": row.round}

    return move(issue, "seen_again", by=by, happened=at, write=write)


def pass_recheck(
    issue: Issue,
    *,
    by: Officer,
    inspection: Any,
    at: datetime,
    ceased: bool = False,
    seen: int | None = None,
) -> Issue:
    """A visit found the issue fixed, or the venue out of business (R-ISSUE-10).

    The strike-off follows once its sign-offs are there.
    """

    def write(row: Issue) -> dict[str, Any]:
        _add_recheck(row, by, inspection, at, passed=True, ceased=ceased)
        words = {"inspection": str(inspection.uuid), "by": row.rechecked_by, "round": row.round}
        return {**words, "ceased": True} if ceased else words

    moved = move(issue, "pass_recheck", by=by, happened=at, seen=seen, write=write)
    _close_when_due(moved, at)
    return moved


def fail_recheck(
    issue: Issue,
    *,
    by: Officer,
    inspection: Any,
    at: datetime,
    reason: str,
    seen: int | None = None,
) -> Issue:
    """A visit found the issue not fixed: back to open, a new round and a new due."""

    def write(row: Issue) -> dict[str, Any]:
        due = rules.due_after(at, row.hours)
        _add_recheck(row, by, inspection, at, passed=False, reason=reason, new_due=due)
        words = {"inspection": str(inspection.uuid), "by": row.rechecked_by, "round": row.round}
        reopen(row)
        row.due, row.round_from = max(row.due, due), at
        row.times_seen += 1
        row.last_seen = at
        return words

    given = {"reason": reason}
    moved = move(issue, "fail_recheck", by=by, given=given, happened=at, seen=seen, write=write)
    owe_measure(moved)
    return moved


def sign_off(
    issue: Issue,
    *,
    by: Officer,
    role: str = "",
    remark: str = "",
    at: datetime | None = None,
    seen: int | None = None,
) -> Issue:
    """Agree that a rechecked issue may be struck off, in the first role that is owed and open."""
    moment = at or clock.now()

    def write(row: Issue) -> dict[str, Any]:
        roles = row.evidence.roles_for(by)
        chosen = role or (roles[0] if roles else "")
        if chosen not in roles:
            raise NotAllowed(_("This sign-off is not yours to give now."))
        SignOff.objects.create(
            issue=row,
            round=row.round,
            role=chosen,
            officer=by,
            person_id=by.person_id,
            organisation=by.organisation,
            at=moment,
            remark=remark,
        )
        signed = by.signs(frozenset({rules.SIGNING_CAPACITY[chosen]}))
        row.signed_off_by = "; ".join(filter(None, [row.signed_off_by, signed]))
        return {"role": chosen, "remark": remark, "round": row.round}

    moved = move(issue, "sign_off", by=by, happened=moment, seen=seen, write=write)
    _close_when_due(moved, moment)
    return moved


def reject(
    issue: Issue, *, by: Officer, reason: str, at: datetime | None = None, seen: int | None = None
) -> Issue:
    """Send a rechecked issue back to rectification, with a reason."""
    moment = at or clock.now()

    def write(row: Issue) -> dict[str, Any]:
        words = {"round": row.round}
        reopen(row)
        return words

    given = {"reason": reason}
    return move(issue, "reject", by=by, given=given, happened=moment, seen=seen, write=write)


def reopen(row: Issue) -> None:
    """Start the next round of an issue, the latest evidence columns blank again.

    The due stays: only a failed re-check or an extension grants a later one (R-ISSUE-3).
    """
    row.round += 1
    row.rectified_at = None
    row.signed_off_by = ""


def _add_recheck(
    row: Issue,
    by: Officer,
    inspection: Any,
    at: datetime,
    *,
    passed: bool,
    reason: str = "",
    new_due: datetime | None = None,
    ceased: bool = False,
) -> None:
    Recheck.objects.create(
        issue=row,
        round=row.round,
        officer=by,
        person_id=by.person_id,
        at=at,
        inspection=inspection,
        passed=passed,
        reason=reason,
        new_due=new_due,
        ceased=ceased,
    )
    longest = row._meta.get_field("rechecked_by").max_length or 0
    row.rechecked_by = Truncator(inspection.signatures()).chars(longest)
    row.rechecked_at, row.recheck_passed = at, passed


def _refuse_without_photo(row: Issue, pictures: Sequence[Any]) -> None:
    needed = row.item is not None and row.item.photo_required and row.origin == Origin.LIVE
    if needed and not pictures:
        raise Refused({"photos": _("This item needs a photo of what was done.")})


def _keep_photos(row: Issue, by: Officer, pictures: Sequence[Any], inspection: Any) -> None:
    Photo.objects.bulk_create(
        Photo(
            venue_id=row.venue_id,
            inspection=inspection,
            issue=row,
            round=row.round,
            kind=PhotoKind.AFTER,
            item_code=row.item_code,
            file=file,
            officer=by,
            **known_of(file),
        )
        for file in pictures
    )


def _close_when_due(issue: Issue, at: datetime) -> None:
    """Schedule the strike-off once nothing is owed any more; a follow-up does it."""
    facts = issue.facts(SYSTEM)
    if issue.state == IssueState.RECHECKED and not rules.unsigned(facts.severity, facts.signed):
        followups.schedule(CLOSE, issue, due=min(at, clock.now()), step=issue.round)
