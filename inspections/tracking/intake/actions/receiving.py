"""What the desk does first: receive, name the venue, dispatch."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.tracking.intake.actions import clocks
from inspections.tracking.intake.models import Intake, IntakeAsk, take_number
from inspections.tracking.intake.rules import INTAKE_TABLE, AskedSide
from inspections.tracking.timing import hours_until
from venues import scoping
from venues.identifiers import clean_phone
from venues.models import Officer, Organisation, Venue
from venues.rules import MOST_HOURS
from venues.scoping import own_area
from venuewatch.workflow import clock
from venuewatch.workflow.actions import demand, move, record
from venuewatch.workflow.rules import Refused, required_errors

FURTHEST_BACK = timedelta(days=366)


class Ask(NamedTuple):
    """Who is asked to verify for a side, and by when."""

    side: str
    organisation: Organisation
    due: datetime


def receive(
    *,
    by: Officer,
    source: str,
    words: str,
    callback: str = "",
    venue: Venue | None = None,
    place: str = "",
    at: datetime | None = None,
) -> Intake:
    """Take in what was reported at a moment, now unless told; its clock runs from then.

    Neither the words nor the callback go into the event: they may name a person. Raises Refused
    (no words, neither venue nor place, a moment ahead) and NotAllowed (not command staff).
    """
    moment = at or clock.now()
    area = own_area(by)
    row = Intake(area=area, source=source, words=words, place=place, venue=venue, receiver=by,
                 callback=callback, callback_key=clean_phone(callback))  # fmt: skip
    with transaction.atomic():
        signed = by.signs(demand(row, "receive", by))
        _refuse_unfit(row, moment)
        row.number, row.received_at, row.clock_from = take_number(row.area), moment, moment
        row.due = clocks.dispatch_due(row.area, moment)
        row.save()
        clocks.start(row, row.due, since=moment)
        details = {"source": source, "venue": _name(venue) or place}
        record(row, "receive", by=by, happened=moment, details=details, announce=True,
               signed=signed)  # fmt: skip
    return row


def name_venue(intake: Intake, venue: Venue, *, by: Officer, seen: int | None = None) -> Intake:
    """Say which venue on the register is meant; raises Refused where it is another desk's."""

    def write(row: Intake) -> dict[str, str]:
        if not scoping.contains(row.area, venue.area):
            raise Refused({"venue": _("This venue lies outside the desk's area.")})
        row.venue = venue
        return {"venue": _name(venue)}

    with transaction.atomic():
        venue.hold()
        return move(intake, "name_venue", by=by, given={"venue": venue}, seen=seen, write=write)


def dispatch(
    intake: Intake, asks: Sequence[Ask], *, by: Officer, remark: str = "", seen: int | None = None
) -> Intake:
    """Ask town and department, each by a moment; a side that has found something is done.

    Raises Refused where a side is missing, has answered, or its time is over already.
    """

    def write(row: Intake) -> dict[str, Any]:
        _refuse_wrong_sides(row, asks)
        for each in asks:
            IntakeAsk.objects.create(
                intake=row, round=row.round, side=each.side, organisation=each.organisation,
                due=each.due, officer=by, person_id=by.person_id, at=clock.now(),
            )  # fmt: skip
        clocks.start(row, min(each.due for each in asks), since=clock.now())
        return {"asked": [each.organisation.short for each in asks], "remark": remark}

    given = {"asks": asks or None}
    return move(intake, "dispatch", by=by, given=given, seen=seen, write=write)


def _refuse_unfit(row: Intake, moment: datetime) -> None:
    given = {"source": row.source, "words": row.words}
    errors = required_errors(INTAKE_TABLE["receive"].blanks(given))
    if row.venue is None and not row.place.strip():
        errors["place"] = _("Name the venue, or say where it is.")
    if row.venue is not None and not scoping.contains(row.area, row.venue.area):
        errors["venue"] = _("This venue lies outside the desk's area.")
    if moment > clock.now():
        errors["at"] = _("This moment has not come yet.")
    if moment < clock.now() - FURTHEST_BACK:
        errors["at"] = _("What came in longer than a year ago is no matter of this desk.")
    if errors:
        raise Refused(errors)


def _refuse_wrong_sides(row: Intake, asks: Sequence[Ask]) -> None:
    owed = [side for side in AskedSide.values if side not in row.judgement.found_sides]
    errors = {}
    for side in owed:
        if side not in {each.side for each in asks}:
            errors[side] = _("Town and department are both asked.")
    for each in asks:
        if each.side not in owed:
            errors[each.side] = _("This side has answered already.")
        elif each.due <= clock.now():
            errors[f"{each.side}_due"] = _("This day has passed.")
        elif hours_until(clock.now(), each.due) > MOST_HOURS:
            errors[f"{each.side}_due"] = _("Choose a day within a year.")
    if errors:
        raise Refused(errors)


def _name(venue: Venue | None) -> str:
    return f"{venue.code} {venue.name}" if venue else ""
