"""Plates that the system proposes by itself, many venues at once (R-PLATE-1)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction

from inspections.ledger.models import Issue
from inspections.plates.actions.starting import Ground, add_grounds, new_plate
from inspections.plates.finding import Reason, find_reasons
from inspections.plates.models import Plate, PlateGround
from inspections.plates.numbering import take_numbers
from inspections.plates.rules import PLATE_TABLE, grounds_told
from venues.models import Standing, Venue
from venues.scoping import leads_of
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, record_many, record_new
from venuewatch.workflow.storing import insert_rows

# So many venues are judged under their locks at once: an act at one of them waits as long.
VENUES_AT_ONCE = 500


def propose_for_reasons() -> int:
    """Propose a plate, or add to the current one, wherever the scheme says so (R-PLATE-1).

    Each venue is judged again under its lock, so that it may run as often and as late as it will.
    Returns at how many venues something was proposed.
    """
    venues = list(dict.fromkeys(reason.venue_id for reason in find_reasons()))
    steps = range(0, len(venues), VENUES_AT_ONCE)
    return sum(_propose_at(venues[start : start + VENUES_AT_ONCE]) for start in steps)


def _propose_at(venue_ids: Collection[int]) -> int:
    with transaction.atomic():
        locked = Standing.objects.select_for_update().filter(pk__in=venue_ids).order_by("pk")
        list(locked.values_list("pk"))
        reasons: dict[int, list[Reason]] = defaultdict(list)
        for each in find_reasons(venue_ids):
            reasons[each.venue_id].append(each)
        current = Plate.objects.current().filter(venue__in=list(reasons)).order_by("pk")
        plates = list(current.select_for_update(of=("self",)))
        _add_to(plates, reasons)
        known = {plate.venue_id for plate in plates}
        _propose({key: each for key, each in reasons.items() if key not in known})
    return len(reasons)


def _add_to(plates: Sequence[Plate], reasons: Mapping[int, Sequence[Reason]]) -> None:
    """More grounds for these locked current plates; one whose lifting is under way hangs on."""
    stay = [plate for plate in plates if plate.state in PLATE_TABLE["add_ground"].sources]
    _store_grounds(stay, reasons)
    record_many(
        stay, "add_ground", by=SYSTEM, fields=[], announce=True,
        details=lambda plate: _told(reasons[plate.venue_id]),
    )  # fmt: skip
    for plate in plates:
        if plate not in stay:
            add_grounds(plate, _grounds_for(reasons[plate.venue_id]), by=SYSTEM)


def _grounds_for(reasons: Sequence[Reason]) -> list[Ground]:
    issues = Issue.objects.in_bulk([each.issue_id for each in reasons])
    return [Ground(issues[each.issue_id], each.kind, each.times, each.days) for each in reasons]


def _propose(reasons: Mapping[int, Sequence[Reason]]) -> None:
    """A plate for each of these locked venues, none of which has a current one."""
    rows = Venue.objects.filter(pk__in=list(reasons)).prefetch_related("district").order_by("pk")
    venues = list(rows.only("category", "town", "district"))
    leads = leads_of(venues)
    plates = [new_plate(venue, leads[venue.pk], SYSTEM, at=clock.now()) for venue in venues]
    for plate, number in zip(plates, take_numbers("TP", venues), strict=True):
        plate.proposal = number
    record_new(
        plates, "propose", by=SYSTEM, announce=True,
        details=lambda plate: _told(reasons[plate.venue_id]),
    )  # fmt: skip
    _store_grounds(plates, reasons)


def _store_grounds(plates: Sequence[Plate], reasons: Mapping[int, Sequence[Reason]]) -> None:
    """In the order of plates and reasons: the database gives them their places in it."""
    recorded = clock.now()
    insert_rows(PlateGround, _GROUND, (
        (plate.pk, each.issue_id, each.kind, each.times, each.days, "", plate.proposed_at, recorded)
        for plate in plates for each in reasons[plate.venue_id]
    ))  # fmt: skip


_GROUND = ("plate_id", "issue_id", "kind", "times", "days", "document_number", "at", "recorded")


def _told(reasons: Sequence[Reason]) -> dict[str, Any]:
    return grounds_told([(each.kind, each.number) for each in reasons], "")
