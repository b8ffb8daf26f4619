"""What the database holds of an older ledger already, to go on from there."""

from typing import Any

from inspections.checks.models import Item
from inspections.history.city import City
from inspections.history.packing import CHANGING
from inspections.history.plate_rows import remember_plates
from inspections.history.simulation import Ended, Line, Memory
from inspections.ledger.models import Issue
from inspections.ledger.rules import IssueState

_AT_A_TIME = 5000


def remember(city: City) -> Memory:
    """The unclosed issues, the last closings and the plates that hang."""
    memory = Memory()
    # of every version: an issue goes on by the item it was opened with, until it ends
    of_all = Item.objects.filter(version__checklist__district=city.district)
    items = {item.pk: item for item in of_all.order_by("pk")}
    venues = {venue.pk: venue for venue in city.venues.values()}
    rows = Issue.objects.filter(origin="history", venue__district=city.district)
    for row in rows.unclosed().order_by("pk").iterator(chunk_size=_AT_A_TIME):
        line = _line(row, venues[row.venue_id], items[row.item_id or 0])
        memory.unclosed[row.venue_id, line.checklist_id][row.item_code] = line
    ended = rows.filter(state=IssueState.CLOSED).order_by("closed_order")
    columns = ("venue_id", "checklist_id", "item_code", "pk", "number", "closed_at", "recurrences")
    listed = ended.values_list(*columns).iterator(chunk_size=_AT_A_TIME)
    for venue, checklist, code, *rest in listed:
        memory.ended[venue, checklist, code] = Ended(*rest)
    memory.plates = remember_plates(city)
    return memory


def _line(row: Issue, venue: Any, item: Any) -> Line:
    kept = {name: getattr(row, name) for name in (*CHANGING, "pk", "number", "found_at",
            "first_due", "recurrences", "state", "inspection_id", "checklist_id")}  # fmt: skip
    return Line(venue=venue, item=item, **kept)
