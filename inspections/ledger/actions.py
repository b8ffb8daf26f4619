"""The only code that changes an issue: one function an act; who and when is rules.ISSUE_TABLE."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.ledger import rules
from inspections.ledger.models import (
    Issue,
    Photo,
    PhotoKind,
    Recheck,
    Rectification,
    SignOff,
    settle_standing,
)
from inspections.ledger.rules import ClosingReason, IssueState, VoidKind
from venues import scoping
from venues.models import Officer, Organisation, Standing, Venue
from venues.models.organisations import scheme_value
from venues.rules import Origin
from venuewatch.workflow import clock, followups
from venuewatch.workflow.actions import SYSTEM, move, record
from venuewatch.workflow.models import next_number, take_record_orders
from venuewatch.workflow.rules import NotAllowed, Refused, required_errors

CLOSE = "ledger.close"


@dataclass(frozen=True)
class Found:
    """What a new issue says of itself: its item's words, or a description of its own.

    `hours` is the time for rectification; `item` and `checklist` are rows of `checks`, None for
    free text; `answering` the organisation that signs off, None for the lead department.
    """

    source: str
    severity: str
    hours: int
    item: Any = None
    checklist_id: int | None = None
    description: str = ""
    requirement: str = ""


def open_issue(
    venue: Venue,
    found: Found,
    *,
    by: Officer,
    at: datetime,
    inspection: Any = None,
    origin: str = Origin.LIVE,
) -> Issue:
    """Open an issue found at a moment; raises Refused when it says nothing, NotAllowed outside.

    The caller holds the venue's standing (as `checks` does) or this takes it. R-ISSUE-2, 3, 6.
    """
    if found.item is None and not found.description.strip():
        raise Refused(required_errors(["description"]))
    if not scoping.capacities(by, venue):
        raise NotAllowed(_("This venue is not in your charge."))
    with transaction.atomic():
        Standing.objects.select_for_update().get(pk=venue.pk)
        issue = _new_issue(venue, found, by=by, at=at, inspection=inspection, origin=origin)
        record(
            issue,
            "open",
            by=by,
            happened=at,
            details=opening_words(issue),
            announce=origin == Origin.LIVE,
        )
        settle_standing([venue.pk])
    return issue


def opening_words(issue: Issue) -> dict[str, Any]:
    """What the opening event keeps of an issue, to be read later without it."""
    return {
        "item": issue.item_text,
        "description": issue.description,
        "severity": issue.severity,
        "due": timezone.localtime(issue.first_due).isoformat(),
        "recurrence_of": issue.recurrence_of.number if issue.recurrence_of else "",
    }


def report_rectified(
    issue: Issue,
    *,
    by: Officer,
    given: Mapping[str, Any],
    pictures: Sequence[Any] = (),
    at: datetime | None = None,
    seen: int | None = None,
) -> Issue:
    """Report what the venue did (R-ISSUE-4), with photo files of what was done.

    `given` has measure, responsible, and for major issues funds, deadline (a date) and
    contingency. Raises Refused (errors by field), NotAllowed, Stale.
    """
    moment = at or clock.now()

    def write(row: Issue) -> dict[str, Any]:
        missing = [each for each in rules.measures_needed(row.severity) if not given.get(each)]
        if missing:
            raise Refused(required_errors(missing))
        _refuse_without_photo(row, pictures)
        _keep_photos(row, by, pictures)
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
            reopen(row, at)
        row.times_seen += 1
        row.last_seen = at
        return {"inspection": str(inspection.uuid), "round": row.round}

    return move(issue, "seen_again", by=by, happened=at, write=write)


def pass_recheck(issue: Issue, *, by: Officer, inspection: Any, at: datetime) -> Issue:
    """A visit found the issue fixed; the strike-off follows once its sign-offs are there."""

    def write(row: Issue) -> dict[str, Any]:
        _add_recheck(row, by, inspection, at, passed=True)
        return {"inspection": str(inspection.uuid), "by": row.rechecked_by, "round": row.round}

    moved = move(issue, "pass_recheck", by=by, happened=at, write=write)
    _close_when_due(moved, at)
    return moved


def fail_recheck(issue: Issue, *, by: Officer, inspection: Any, at: datetime, reason: str) -> Issue:
    """A visit found the issue not fixed: back to open, a new round and a new due."""

    def write(row: Issue) -> dict[str, Any]:
        due = rules.due_after(at, row.hours)
        _add_recheck(row, by, inspection, at, passed=False, reason=reason, new_due=due)
        words = {"inspection": str(inspection.uuid), "by": row.rechecked_by, "round": row.round}
        reopen(row, at)
        row.times_seen += 1
        row.last_seen = at
        return words

    given = {"reason": reason}
    return move(issue, "fail_recheck", by=by, given=given, happened=at, write=write)


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
        row.signed_off_by = "; ".join(filter(None, [row.signed_off_by, by.signature]))
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
        reopen(row, moment)
        return words

    given = {"reason": reason}
    return move(issue, "reject", by=by, given=given, happened=moment, seen=seen, write=write)


def close(issue: Issue, *, at: datetime | None = None) -> Issue:
    """Strike an issue off. Only the closing follow-up calls this (R-ISSUE-1)."""
    moment = at or clock.now()

    def write(row: Issue) -> dict[str, Any]:
        row.closed_at = moment
        row.closed_order = take_record_orders(1)[0]
        row.closing_reason = ClosingReason.FIXED
        return {"reason": ClosingReason.FIXED.value, "round": row.round}

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
        row.void_kind, row.duplicate_of = kind, duplicate_of
        return {"kind": kind, "duplicate_of": duplicate_of.number if duplicate_of else ""}

    given = {"reason": reason, "kind": kind}
    return move(issue, "void", by=by, given=given, seen=seen, write=write)


def reopen(row: Issue, at: datetime) -> None:
    """Start the next round of an issue: a new due, the latest evidence columns blank again."""
    row.round += 1
    row.due = rules.due_after(at, row.hours)
    row.rectified_at = None
    row.signed_off_by = ""


def _new_issue(
    venue: Venue, found: Found, *, by: Officer, at: datetime, inspection: Any, origin: str
) -> Issue:
    day = timezone.localdate(at)
    window = scheme_value("recurrence_days", venue.district_id)
    item = found.item
    before = _last_closing(venue, found, day, window)
    lead = scoping.lead_of(venue)
    due = rules.due_after(at, found.hours)
    return Issue(
        number=_next_issue_number(venue, day),
        venue=venue,
        town_id=venue.town_id,
        department=lead,
        answering=_answering(venue, item) or lead,
        source=found.source,
        inspection=inspection,
        checklist_id=found.checklist_id,
        item=item,
        item_code=item.code if item else "",
        item_text=item.text if item else "",
        basis=item.basis if item else "",
        hours=found.hours,
        description=found.description,
        requirement=found.requirement,
        severity=found.severity,
        found_at=at,
        opened_by=by,
        first_due=due,
        due=due,
        last_seen=at,
        recurrence_of=before,
        recurrences=before.recurrences + 1 if before else 0,
        recurrence_days=window,
        origin=origin,
    )


def _answering(venue: Venue, item: Any) -> Organisation | None:
    """The organisation that the item names, where it has the venue in its charge at all."""
    named = item.answering if item else None
    return named if named in [each for each, _role in scoping.answering(venue)] else None


def _last_closing(venue: Venue, found: Found, day: date, window: int) -> Issue | None:
    if found.item is None or found.checklist_id is None:
        return None
    last = (
        Issue.objects.filter(
            venue=venue,
            checklist_id=found.checklist_id,
            item_code=found.item.code,
            state=IssueState.CLOSED,
        )
        .order_by("-closed_order")
        .first()
    )
    if last is None or last.closed_at is None:
        return None
    closed = timezone.localdate(last.closed_at)
    return last if rules.is_recurrence(day, closed, window) else None


def _next_issue_number(venue: Venue, day: date) -> str:
    area = venue.town or venue.district
    return rules.number_of(area.code, day, next_number(rules.number_series(area.code, day)))


def _add_recheck(
    row: Issue,
    by: Officer,
    inspection: Any,
    at: datetime,
    *,
    passed: bool,
    reason: str = "",
    new_due: datetime | None = None,
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
    )
    row.rechecked_by = inspection.signatures()
    row.rechecked_at, row.recheck_passed = at, passed


def _refuse_without_photo(row: Issue, pictures: Sequence[Any]) -> None:
    needed = row.item is not None and row.item.photo_required and row.origin == Origin.LIVE
    if needed and not pictures:
        raise Refused({"photos": _("This item needs a photo of what was done.")})


def _keep_photos(row: Issue, by: Officer, pictures: Sequence[Any]) -> None:
    Photo.objects.bulk_create(
        Photo(
            venue_id=row.venue_id,
            issue=row,
            round=row.round,
            kind=PhotoKind.AFTER,
            item_code=row.item_code,
            file=file,
            officer=by,
        )
        for file in pictures
    )


def _is_duplicate(row: Issue, other: Issue | None) -> bool:
    return other is not None and other.pk != row.pk and other.venue_id == row.venue_id


def _close_when_due(issue: Issue, at: datetime) -> None:
    """Schedule the strike-off once nothing is owed any more; a follow-up does it."""
    facts = issue.facts(SYSTEM)
    if issue.state == IssueState.RECHECKED and not rules.unsigned(facts.severity, facts.signed):
        followups.schedule(CLOSE, issue, due=min(at, clock.now()), step=issue.round)
