"""What an import came to in black plates, and which rows told what the rules do not let happen.

Counted from the database, so that a second run tells the same.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from inspections.history.city import City
from inspections.history.plating import LATE, NOTES, REOPENED
from inspections.history.reading import OldLedger, OldVisit
from inspections.history.telling import uuid_of
from inspections.plates.models import Plate
from inspections.plates.rules import HANGING, PlateState, StepKind

# Each closing and re-opening that is in, with the plate that hung after it or came down by it.
_TOLD = """
SELECT v.uuid, v.note, b.town_id IS NOT NULL, p.id IS NOT NULL, coalesce(p.down, false)
FROM inspections_inspection AS v JOIN venues_venue AS b ON b.id = v.venue_id
LEFT JOIN LATERAL (
    SELECT p.id, e.inspection_id IS NOT DISTINCT FROM v.id AS down FROM inspections_plate AS p
    JOIN inspections_platestep AS h ON h.plate_id = p.id AND h.kind = 'hanging'
    LEFT JOIN inspections_platestep AS e
      ON e.plate_id = p.id AND e.kind IN ('lifting', 'withdrawal')
    WHERE p.venue_id = v.venue_id AND (h.inspection_id = v.id OR h.record_order < v.record_order)
      AND (e.id IS NULL OR e.record_order > v.record_order)) AS p ON true
WHERE v.origin = 'history' AND b.district_id = %s AND v.note = ANY(%s) ORDER BY v.record_order"""
NO_GROUND = "an issue unclosed after it, for which a plate is hung; none was hung"
NO_TOWN = "a venue of a town, where a plate can be hung; none was hung"
NO_PLATE = "a plate that hangs; none did, and none came down"
UNSETTLED = "every ground of the plate struck off; it comes down when the last one is"


class Told(NamedTuple):
    """A closing or re-opening: whether its venue has a town, a plate hung, it came down by it."""

    uuid: UUID
    note: str
    placed: bool
    hung: bool
    down: bool

    @property
    def against(self) -> str:
        """What would have been expected by the rules; blank where it was so."""
        if self.note != NOTES[REOPENED]:
            return "" if self.hung else NO_GROUND if self.placed else NO_TOWN
        return "" if self.down else UNSETTLED if self.hung else NO_PLATE


def plate_figures(city: City, ledger: OldLedger) -> dict[str, int]:
    """Plates hung, lifted and hanging, and how many rows told of none; each is remarked on."""
    visits = {uuid_of(visit.number): visit for visit in ledger.visits}
    told = list(_told(city))
    _remark(ledger, visits, told)
    figures = Plate.objects.filter(origin="history", venue__district=city.district).aggregate(
        plates_hung=Count("pk", filter=Q(hung_at__isnull=False)),
        plates_lifted=Count("pk", filter=Q(state=PlateState.LIFTED)),
        plates_hanging=Count("pk", filter=Q(state__in=HANGING)),
    )
    late = Plate.objects.filter(
        origin="history", venue__district=city.district, steps__kind=StepKind.LIFTING,
        steps__words=LATE,
    )  # fmt: skip
    return {
        "plates_hung": figures["plates_hung"],
        "plates_lifted": figures["plates_lifted"],
        "plates_lifted_late": late.count(),
        "plates_hanging": figures["plates_hanging"],
        "closed_without_ground": sum(each.against == NO_GROUND for each in told),
        "reopened_without_plate": sum(each.against == NO_PLATE for each in told),
    }


def _told(city: City) -> Iterator[Told]:
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [city.district.pk, list(NOTES.values())])
        yield from (Told(*row) for row in cursor.fetchall())


def _remark(ledger: OldLedger, visits: Mapping[UUID, OldVisit], told: list[Told]) -> None:
    for each in told:
        if each.against and (visit := visits.get(each.uuid)):
            ledger.remark(visit.row, each.against)
