"""Handing an issue over to another department, refusing that, and deciding on the refusal."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.ledger.models import HandOver, Issue
from inspections.ledger.rules import HAND_OVER_TABLE
from venues import scoping
from venues.models import Officer, Organisation, Venue
from venuewatch.workflow import clock
from venuewatch.workflow.actions import move
from venuewatch.workflow.rules import Refused


def may_receive(venue: Venue, answering_id: int | None) -> list[Organisation]:
    """The other departments that lead or co-lead the venue, and so see it (R-SCOPE-1)."""
    return [each for each, _role in scoping.answering(venue) if each.pk != answering_id]


def hand_over(
    issue: Issue, *, by: Officer, to: Organisation | None, reason: str, seen: int | None = None
) -> Issue:
    """Let another department answer for the issue; the one it is counted under stays."""

    def write(row: Issue) -> dict[str, Any]:
        if to not in may_receive(row.venue, row.answering_id) or to is None:
            raise Refused({"to": _("Choose a department that answers for this venue.")})
        step = _step(row, by, "hand_over", reason, giver=row.answering, receiver=to)
        row.answering = to
        return _words(step.giver, step.receiver)

    given = {"reason": reason, "to": to}
    return move(issue, "hand_over", by=by, given=given, seen=seen, write=write)


def refuse_hand_over(issue: Issue, *, by: Officer, reason: str, seen: int | None = None) -> Issue:
    """Refuse what was handed over; the receiver answers until the command has decided."""
    return _answer(issue, "refuse_hand_over", by=by, reason=reason, seen=seen)


def uphold_hand_over(issue: Issue, *, by: Officer, reason: str, seen: int | None = None) -> Issue:
    """Leave the issue with the department that refused it."""
    return _answer(issue, "uphold_hand_over", by=by, reason=reason, seen=seen)


def return_hand_over(issue: Issue, *, by: Officer, reason: str, seen: int | None = None) -> Issue:
    """Give the issue back to the department that handed it over."""
    return _answer(issue, "return_hand_over", by=by, reason=reason, seen=seen)


def _answer(issue: Issue, name: str, *, by: Officer, reason: str, seen: int | None) -> Issue:
    def write(row: Issue) -> dict[str, Any]:
        last = row.hand_overs.select_related("giver", "receiver").latest("record_order")
        _step(row, by, name, reason, giver=last.giver, receiver=last.receiver)
        if name == "return_hand_over":
            row.answering = last.giver
            return _words(last.receiver, last.giver)
        return _words(last.giver, last.receiver)

    return move(issue, name, by=by, given={"reason": reason}, seen=seen, write=write)


def _step(row: Issue, by: Officer, name: str, reason: str, **parties: Any) -> HandOver:
    return HandOver.objects.create(
        issue=row,
        state=HAND_OVER_TABLE[name].target or "",
        round=row.round,
        officer=by,
        person_id=by.person_id,
        at=clock.now(),
        reason=reason,
        **parties,
    )


def _words(giver: Organisation | None, receiver: Organisation | None) -> dict[str, Any]:
    return {"handed": [each.name if each else "" for each in (giver, receiver)]}
