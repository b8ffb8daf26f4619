"""How a plate comes about: proposed by command or the system, suggested, with more grounds."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.ledger.models import Issue
from inspections.plates import rules
from inspections.plates.conditions import find_missing_grounds
from inspections.plates.models import Plate, PlateGround, PlateSuggestion
from inspections.plates.numbering import take_number
from inspections.plates.rules import PlateState
from venues.models import Officer, Organisation, Venue
from venues.rules import Origin
from venues.scoping import lead_of
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, Actor, demand, move, record
from venuewatch.workflow.rules import Refused, required_errors


class Ground(NamedTuple):
    """An issue and the kind of ground that it is; the system says how often, within which days."""

    issue: Issue
    kind: str
    times: int | None = None
    days: int | None = None


Words = dict[str, Any]
Grounds = Iterable[tuple[Issue, str] | Ground]


def propose(
    venue: Venue,
    grounds: Grounds,
    *,
    by: Actor,
    facts: str = "",
    document_number: str = "",
    suggestion: PlateSuggestion | None = None,
    at: datetime | None = None,
    origin: str = Origin.LIVE,
) -> Plate:
    """Propose a plate for issues of the venue, each with the kind of ground that it is (R-PLATE-1).

    `at` is when, where that is not now: an older ledger's plates are from history (scheme.md §8).
    Raises NotAllowed, Refused (no ground, no facts, a plate is current already).
    """
    with transaction.atomic():
        venue.hold()
        plate = new_plate(venue, lead_of(venue), by, facts, at=at or clock.now(), origin=origin)
        signed = by.signs(demand(plate, "propose", by))
        chosen = _refused_unless_fit(venue, grounds, by, facts, document_number)
        plate.proposal = take_number("TP", venue, at)
        plate.save()
        _add_grounds(plate, chosen, by, document_number, at)
        record(
            plate, "propose", by=by, why=facts, details=_words_of(chosen, document_number),
            happened=at, announce=True, signed=signed,
        )  # fmt: skip
        if suggestion is not None:
            _take_over(suggestion, plate, by)
    return plate


def add_grounds(
    plate: Plate,
    grounds: Grounds,
    *,
    by: Actor,
    document_number: str = "",
    at: datetime | None = None,
    seen: int | None = None,
) -> Plate:
    """Add grounds to the current plate; while its lifting is under way it hangs on (R-PLATE-1)."""
    chosen = [Ground(*each) for each in grounds]
    name = "add_ground"
    if Plate.objects.get(pk=plate.pk).state in (PlateState.LIFT_REQUESTED, PlateState.ACCEPTED):
        name = "add_ground_again"

    def write(row: Plate) -> dict[str, Any]:
        if not chosen:
            raise Refused({"issues": _("Choose at least one issue.")})
        _refuse_strangers(row.venue, chosen, known=row)
        _refuse_without_document(chosen, document_number)
        _add_grounds(row, chosen, by, document_number, at)
        if name == "add_ground_again":
            row.round += 1
        return _words_of(chosen, document_number)

    return move(plate, name, by=by, happened=at, seen=seen, write=write)


def take_grounds(venue_ids: Collection[int]) -> None:
    """What was found while a plate hangs becomes a ground; told of every standing that changes."""
    for plate_id, issue_id, kind in find_missing_grounds(venue_ids):
        plate, issue = Plate.objects.get(pk=plate_id), Issue.objects.get(pk=issue_id)
        # what an older ledger found became a ground of its plate when it was found
        at = issue.found_at if issue.origin == plate.origin == Origin.HISTORY else None
        add_grounds(plate, [(issue, kind)], by=SYSTEM, at=at)


def suggest(venue: Venue, *, by: Officer, reason: str) -> PlateSuggestion:
    """Suggest to the command that a plate be proposed; one suggestion a venue waits at a time."""
    with transaction.atomic():
        venue.hold()
        row = PlateSuggestion(venue=venue, officer=by, person_id=by.person_id, reason=reason)
        signed = by.signs(demand(row, "suggest_plate", by))
        if not reason.strip():
            raise Refused(required_errors(["reason"]))
        if venue.plate_suggestions.filter(state=rules.SuggestionState.WAITING).exists():
            raise Refused({"": _("A suggestion waits for the command already.")})
        _refuse_current(venue)
        row.number, row.at = take_number("JY", venue), clock.now()
        row.save()
        record(row, "suggest_plate", by=by, why=reason, announce=True, signed=signed)
    return row


def decline_suggestion(
    suggestion: PlateSuggestion, *, by: Officer, reason: str, seen: int | None = None
) -> PlateSuggestion:
    """Propose no plate on a suggestion, with a reason."""
    given = {"reason": reason}
    return move(suggestion, "decline_suggestion", by=by, given=given, seen=seen)


def _take_over(suggestion: PlateSuggestion, plate: Plate, by: Actor) -> None:
    def write(row: PlateSuggestion) -> dict[str, str]:
        row.plate = plate
        return {"remark": plate.proposal}

    move(suggestion, "take_over_suggestion", by=by, write=write)


def new_plate(
    venue: Venue, lead: Organisation | None, by: Actor, facts: str = "", *,
    at: datetime, origin: str = Origin.LIVE,
) -> Plate:  # fmt: skip
    """A plate as it is proposed at a venue with this lead department, not yet stored."""
    officer = by if isinstance(by, Officer) else None
    return Plate(
        venue=venue,
        town_id=venue.town_id,
        department=lead,
        account=facts,
        proposer=officer,
        proposer_person_id=officer.person_id if officer else None,
        proposed_at=at,
        origin=origin,
    )


def _refused_unless_fit(
    venue: Venue, grounds: Grounds, by: Actor, facts: str, document_number: str
) -> list[Ground]:
    """The grounds, once nothing stands against proposing a plate for them."""
    chosen = [Ground(*each) for each in grounds]
    _refuse_current(venue)
    if not chosen:
        raise Refused({"issues": _("Choose at least one issue.")})
    if by is not SYSTEM and not facts.strip():
        raise Refused(required_errors(["facts"]))
    _refuse_strangers(venue, chosen)
    _refuse_without_document(chosen, document_number)
    return chosen


def _refuse_current(venue: Venue) -> None:
    if venue.plates.current().exists():
        raise Refused({"": _("A plate of this venue is current already; add grounds to it.")})


def _refuse_strangers(venue: Venue, grounds: Sequence[Ground], known: Plate | None = None) -> None:
    keys = [each.issue.pk for each in grounds]
    fresh = Issue.objects.filter(pk__in=keys, venue=venue).unclosed().count()
    again = known is not None and known.grounds.filter(issue__in=keys).exists()
    if fresh < len(set(keys)) or again:
        raise Refused(
            {"issues": _("Choose unclosed issues of this venue that are no grounds yet.")}
        )


def _refuse_without_document(grounds: Sequence[Ground], document_number: str) -> None:
    named = any(each.kind in rules.NOTICES for each in grounds)
    if named and not document_number.strip():
        raise Refused({"document_number": _("A notice has a number.")})


def _add_grounds(
    plate: Plate, grounds: Sequence[Ground], by: Actor, document_number: str, at: datetime | None
) -> None:
    officer = by if isinstance(by, Officer) else None
    for each in grounds:
        PlateGround.objects.create(
            plate=plate, issue=each.issue, kind=each.kind, times=each.times, days=each.days,
            document_number=document_number,
            officer=officer, person_id=officer.person_id if officer else None,
            at=at or clock.now(),
        )  # fmt: skip


def _words_of(grounds: Sequence[Ground], document_number: str) -> dict[str, Any]:
    told = [(each.kind, each.issue.number) for each in grounds]
    return rules.grounds_told(told, document_number)
