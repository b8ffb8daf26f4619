"""Opening an issue on the ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.ledger import rules
from inspections.ledger.actions.measuring import order_to_stop
from inspections.ledger.models import (
    Issue,
    settle_standing,
)
from inspections.ledger.rules import IssueState
from venues import scoping
from venues.models import Officer, Organisation, Venue
from venues.models.organisations import scheme_value
from venues.rules import Origin
from venuewatch.workflow.actions import record
from venuewatch.workflow.models import next_number
from venuewatch.workflow.rules import NotAllowed, Refused, required_errors


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
        venue.hold()
        issue = _new_issue(venue, found, by=by, at=at, inspection=inspection, origin=origin)
        record(
            issue,
            "open",
            by=by,
            happened=at,
            details=opening_words(issue),
            announce=True,
        )
        if not found.hours and origin == Origin.LIVE:
            order_to_stop(issue, by=by, at=at)
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
        round_from=at,
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
