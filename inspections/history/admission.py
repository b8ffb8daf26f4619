"""Which visits of an older ledger still go in, beside those that an earlier run took in."""

from inspections.checks.models import Inspection
from inspections.history.city import City
from inspections.history.reading import OldLedger, OldVisit
from inspections.history.telling import uuid_of


def still_to_file(city: City, ledger: OldLedger) -> list[OldVisit]:
    """The visits that an earlier run did not file; it stopped, or knew fewer."""
    rows = Inspection.objects.filter(origin="history", venue__district=city.district)
    known = set(rows.values_list("uuid", flat=True).iterator(chunk_size=10_000))
    chosen = []
    for visit in ledger.visits:
        if uuid_of(visit.number) in known:
            continue
        if visit.venue in city.venues:
            chosen.append(visit)
        else:
            ledger.refuse("inspections", visit.row, ("venue", "a venue that is taken in"))
    return chosen
