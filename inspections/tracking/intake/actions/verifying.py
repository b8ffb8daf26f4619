"""What town and department found: so, not so, or not theirs (R-INTAKE-3)."""

from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.ledger import actions as ledger
from inspections.ledger.actions import Found
from inspections.ledger.models import Issue
from inspections.ledger.rules import Source
from inspections.tracking.intake.actions import clocks
from inspections.tracking.intake.actions.receiving import name_venue
from inspections.tracking.intake.models import Intake, IntakeAsk, IntakeFinding
from inspections.tracking.intake.rules import Result
from venues.models import Officer, Venue
from venues.rules import MOST_HOURS, VenueStatus
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, move
from venuewatch.workflow.rules import NotAllowed, Refused


class NewIssue(NamedTuple):
    """An issue of source "tip" to be opened: what it is, how grave, hours for rectification."""

    description: str
    severity: str
    hours: int


def find_confirmed(
    intake: Intake,
    *,
    by: Officer,
    words: str,
    issue: Issue | NewIssue,
    venue: Venue | None = None,
    seen: int | None = None,
) -> Intake:
    """It is so: with an issue that stands on the venue's ledger, or one that is opened now.

    `venue` names the venue where none was known. Raises Refused and NotAllowed.
    """
    with transaction.atomic():
        if venue is not None and venue.pk != intake.venue_id:
            intake = name_venue(intake, venue, by=by, seen=seen)
            seen = None
        if intake.venue is None:
            raise Refused({"venue": _("Name the venue; its issue goes onto its ledger.")})

        def write(row: Intake) -> dict[str, Any]:
            found = _issue_of(row, issue, by)
            _find(row, by, Result.CONFIRMED, words, found)
            return {"remark": words, "change": found.number}

        given = {"words": words}
        moved = move(intake, "find_confirmed", by=by, given=given, seen=seen, write=write)
        return _conclude(moved)


def find_unconfirmed(intake: Intake, *, by: Officer, words: str, seen: int | None = None) -> Intake:
    """It is not so, or nothing of it was to be seen."""

    def write(row: Intake) -> dict[str, Any]:
        _find(row, by, Result.UNCONFIRMED, words)
        return {"remark": words}

    given = {"words": words}
    with transaction.atomic():
        return _conclude(
            move(intake, "find_unconfirmed", by=by, given=given, seen=seen, write=write)
        )


def return_to_desk(intake: Intake, *, by: Officer, reason: str, seen: int | None = None) -> Intake:
    """It is not this organisation's: back to the desk, which has its time to dispatch anew."""

    def write(row: Intake) -> None:
        _find(row, by, Result.NOT_THEIRS, reason)
        row.round += 1
        moment = clock.now()
        clocks.start(row, clocks.dispatch_due(row.area, moment), since=moment)

    given = {"reason": reason}
    return move(intake, "return_to_desk", by=by, given=given, seen=seen, write=write)


def _find(
    row: Intake, by: Officer, result: str, words: str, issue: Issue | None = None
) -> IntakeFinding:
    """Keep what the officer's organisation found; the clock goes on for whoever is left."""
    ask = _own_ask(row, by)
    finding = IntakeFinding.objects.create(
        ask=ask, result=result, words=words, issue=issue, officer=by, person_id=by.person_id,
        at=clock.now(),
    )  # fmt: skip
    left = [each.due for each in row.judgement.open_asks if each.pk != ask.pk]
    if left and result != Result.NOT_THEIRS:
        clocks.run_until(row, min(left))
    return finding


def _own_ask(row: Intake, by: Officer) -> IntakeAsk:
    """The ask that waits for this officer's organisation; one may be asked for both sides."""
    for each in row.judgement.open_asks:
        if each.organisation_id == by.organisation_id:
            return each
    raise NotAllowed(_("Your organisation was not asked."))


def _issue_of(row: Intake, issue: Issue | NewIssue, by: Officer) -> Issue:
    venue = row.venue
    if venue is None:
        raise Refused({"venue": _("Name the venue; its issue goes onto its ledger.")})
    if isinstance(issue, Issue):
        venue.hold()
        if not Issue.objects.unclosed().filter(pk=issue.pk, venue=venue).exists():
            raise Refused({"issue": _("Choose an unclosed issue of this venue.")})
        return issue
    if venue.state == VenueStatus.ENDED:
        raise Refused({"venue": _("This venue has ended; it takes no new issue.")})
    if issue.hours > MOST_HOURS:
        raise Refused({"deadline": _("Choose a day within a year.")})
    found = Found(source=Source.TIP, severity=issue.severity, hours=issue.hours,
                  description=issue.description)  # fmt: skip
    return ledger.open_issue(venue, found, by=by, at=clock.now())


def _conclude(intake: Intake) -> Intake:
    """Once everybody has answered the matter is verified, and its answer is owed."""
    fresh = Intake.objects.select_related("area").get(pk=intake.pk)

    def write(row: Intake) -> None:
        moment = clock.now()
        clocks.start(row, clocks.answer_due(row.area, moment), since=moment)

    for name in ("conclude_confirmed", "conclude_unconfirmed"):
        if not fresh.workflow[name].unmet(fresh.facts(SYSTEM)):
            return move(fresh, name, by=SYSTEM, write=write)
    return fresh
