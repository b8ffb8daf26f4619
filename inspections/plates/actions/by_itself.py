"""Plates that the system proposes by itself, many venues at once (R-PLATE-1)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction

from inspections.ledger.models import Issue
from inspections.plates.actions.starting import (
    Ground,
    add_grounds,
    ground_row,
    new_plate,
    words_of,
)
from inspections.plates.finding import Reason, find_reasons
from inspections.plates.models import Plate, PlateGround, take_numbers
from venues.models import Standing, Venue
from venues.scoping import leads_of
from venuewatch.workflow.actions import SYSTEM, record_new

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
        list(Standing.objects.select_for_update().filter(pk__in=venue_ids).order_by("pk"))
        grounds = _by_venue(find_reasons(venue_ids))
        current = Plate.objects.current().filter(venue__in=list(grounds)).order_by("venue")
        known = {plate.venue_id: plate for plate in current}
        for venue_id, plate in known.items():
            add_grounds(plate, grounds[venue_id], by=SYSTEM)
        _propose({key: each for key, each in grounds.items() if key not in known})
    return len(grounds)


def _by_venue(found: Sequence[Reason]) -> dict[int, list[Ground]]:
    issues = Issue.objects.in_bulk([reason.issue_id for reason in found])
    grounds: dict[int, list[Ground]] = defaultdict(list)
    for each in found:
        grounds[each.venue_id].append(Ground(issues[each.issue_id], *each[2:]))
    return grounds


def _propose(grounds: Mapping[int, Sequence[Ground]]) -> None:
    """A plate for each of these locked venues, none of which has a current one."""
    rows = Venue.objects.select_related("district").filter(pk__in=list(grounds)).order_by("pk")
    venues = list(rows)
    leads = leads_of(venues)
    plates = [new_plate(venue, leads[venue.pk], SYSTEM) for venue in venues]
    for plate, number in zip(plates, take_numbers("TP", venues), strict=True):
        plate.proposal = number
    record_new(
        plates, "propose", by=SYSTEM, announce=True,
        details=lambda plate: words_of(grounds[plate.venue_id]),
    )  # fmt: skip
    PlateGround.objects.bulk_create(_grounds_of(plates, grounds))


def _grounds_of(
    plates: Iterable[Plate], grounds: Mapping[int, Sequence[Ground]]
) -> list[PlateGround]:
    return [ground_row(plate, each) for plate in plates for each in grounds[plate.venue_id]]
