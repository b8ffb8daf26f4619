"""Which visits of an older ledger still go in, beside those that an earlier run took in.

A visit changes what the ones after it at its venue mean, and nothing on the ledger is ever taken
back. So what is in stays as it is, and nothing goes in before it: such rows are named instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from inspections.checks.models import Inspection
from inspections.checks.rules import InspectionKind
from inspections.history.city import City
from inspections.history.plating import NOTES
from inspections.history.reading import OldLedger, OldVisit, Wrong
from inspections.history.telling import uuid_of
from venues.rules import VenueStatus

CHUNK = 10_000
_AFRESH = "; start afresh to take it in"


@dataclass
class _In:
    """What earlier runs took in: the ids, and per venue the last id and the last day."""

    numbers: set[int] = field(default_factory=set)
    last_number: dict[str, int] = field(default_factory=dict)
    last_day: dict[int, date] = field(default_factory=dict)

    def add(self, visit: OldVisit) -> None:
        """One more of the files' visits that is in."""
        self.numbers.add(visit.number)
        last = self.last_number.get(visit.venue, 0)
        self.last_number[visit.venue] = max(last, visit.number)


def still_to_file(city: City, ledger: OldLedger) -> list[OldVisit]:
    """The visits that go in now, in their order; why others do not is added to the problems."""
    known = _taken_in(city, ledger)
    chosen = []
    for visit in ledger.visits:
        if visit.number in known.numbers:
            continue
        if wrong := _wrong_place(city, visit, known):
            ledger.refuse("inspections", visit.row, wrong)
        else:
            chosen.append(visit)
    return chosen


def _wrong_place(city: City, visit: OldVisit, known: _In) -> Wrong | None:
    venue = city.venues.get(visit.venue)
    if venue is None:
        return "venue", "a venue that is taken in"
    if venue.state == VenueStatus.ENDED:
        return "venue", "a venue that has not ended"
    last = known.last_number.get(visit.venue, 0)
    if visit.number < last:
        return "id", f"an id after {last}, which is in already{_AFRESH}"
    day = known.last_day.get(venue.pk, visit.day)
    if visit.day < day:
        return "date", f"a day not before {day}, up to which its venue is in already{_AFRESH}"
    return None


def _taken_in(city: City, ledger: OldLedger) -> _In:
    """What is in; a visit that reads otherwise now than when it was taken in is a problem."""
    known = _In()
    mine = {uuid_of(visit.number): visit for visit in ledger.visits}
    for uuid, venue_id, *stored in _stored(city):
        day = stored[0]
        known.last_day[venue_id] = max(day, known.last_day.get(venue_id, day))
        if visit := mine.get(uuid):
            known.add(visit)
            if wrong := _differs(city, visit, [venue_id, *stored]):
                ledger.refuse("inspections", visit.row, wrong)
    return known


def _stored(city: City) -> Iterator[tuple[Any, ...]]:
    """UUID, venue, day, kind, checklist, note and cited items of every visit that is in."""
    rows = Inspection.objects.filter(origin="history", venue__district=city.district)
    codes = ArrayAgg("answers__item__code", filter=Q(answers__isnull=False), default=[])
    columns = ("uuid", "venue_id", "business_day", "kind", "version__checklist_id", "note",
               "codes")  # fmt: skip
    listed = rows.order_by("pk").annotate(codes=codes).values_list(*columns)
    return listed.iterator(chunk_size=CHUNK)


def _differs(city: City, visit: OldVisit, stored: list[Any]) -> Wrong | None:
    """The first column in which a visit is not what was taken in, and what it was then."""
    venue_id, day, kind, checklist_id, note, codes = stored
    venue = city.venues.get(visit.venue)
    told = InspectionKind.RECHECK if visit.recheck else InspectionKind.CHECK
    if venue is None or venue.pk != venue_id:
        return "venue", f"the venue that it was taken in with{_AFRESH}"
    if visit.day != day:
        return "date", f"{day}, as it was taken in{_AFRESH}"
    if city.versions[visit.programme].checklist_id != checklist_id or told != kind:
        return "type", f"the PROGRAMME / KIND that it was taken in with{_AFRESH}"
    if NOTES.get(visit.outcome, "") != note:
        return "outcome", f"the outcome that it was taken in with{_AFRESH}"
    if set(visit.items) != set(codes):
        cited = ", ".join(sorted(codes)) or "none"
        return "findings", f"the findings that it was taken in with ({cited}){_AFRESH}"
    return None
