"""What an inspector was sent to look at: higher folders name it, and are told of the visit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inspections.checks.models import Inspection
from venues.models import Officer, Venue
from venuewatch.workflow.rules import Words


@dataclass(frozen=True)
class Errand:
    """Something to look at during a visit; what is found at the item has this `source`.

    `checklist_id` None and a blank `item_code` where no item asks for it.
    """

    words: Words
    source: str
    checklist_id: int | None = None
    item_code: str = ""


Asker = Callable[[Officer, Venue], Sequence[Errand]]
Told = Callable[[Inspection], None]
_askers: list[Asker] = []
_told: list[Told] = []


def add_errands(asker: Asker, told: Told) -> None:
    """Register who sends inspectors, and what they do with a visit; called when an app is ready."""
    _askers.append(asker)
    _told.append(told)


def errands_of(officer: Officer, venue: Venue) -> list[Errand]:
    """What this person was sent to look at, at a venue."""
    return [errand for asker in _askers for errand in asker(officer, venue)]


def sources_of(errands: Sequence[Errand]) -> dict[tuple[int | None, str], str]:
    """Checklist and item → the source of what is found there."""
    return {(each.checklist_id, each.item_code): each.source for each in errands}


def tell_filed(inspection: Inspection) -> None:
    """The visit is filed and on the ledger; in its transaction."""
    for told in _told:
        told(inspection)
