"""Towns by colours: the map in figures, each with the list behind it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from venues.filters import NO_TOWN
from venues.map.rules import LETTERS, WORST_FIRST
from venues.models.venues import VenueQuerySet
from venuewatch.listing.chips import EVERYTHING
from venuewatch.workflow.rules import Words

OWN = ("at", "box", "zoom", "community")  # what the map asks for and a list does not know


@dataclass(frozen=True)
class Cell:
    """How many venues of a colour, and the list of exactly these."""

    colour: str
    letter: Words
    word: Words
    count: int
    address: str


@dataclass(frozen=True)
class TownRow:
    """A town, or all of them: a cell for each colour, and all its venues."""

    name: Words
    cells: Sequence[Cell]
    count: int
    address: str


@dataclass(frozen=True)
class Figures:
    """What the map shows, in figures; `extent` is west, south, east, north of all its points."""

    towns: Sequence[TownRow]
    whole: TownRow
    placed: int
    extent: tuple[float, ...]
    unplaced_address: str

    @property
    def unplaced(self) -> int:
        """How many venues have no point and are not on the map."""
        return self.whole.count - self.placed


def figures(rows: VenueQuerySet, query: QueryDict) -> Figures:
    """Venues by town and colour, in one statement; `query` is what the lists are asked besides."""
    groups = rows.order_by().values("town", "town__code", "town__name", "standing__colour")
    found = list(
        groups.annotate(
            count=Count("pk"), placed=Count("lon"), west=Min("lon"), south=Min("lat"),
            east=Max("lon"), north=Max("lat"),
        ).order_by("town__code", "standing__colour")
    )  # fmt: skip
    counts: Counter[tuple[Any, str]] = Counter()
    for row in found:
        counts[row["town"], row["standing__colour"]] += row["count"]
    names = {row["town"]: row["town__name"] for row in found}
    whole = Counter[str]()
    for (_town, colour), count in counts.items():
        whole[colour] += count
    return Figures(
        [_town_row(query, town, name, counts) for town, name in names.items()],
        _row(query, _("all together"), whole, {}),
        sum(row["placed"] for row in found),
        _extent(found),
        list_address(query, placed="no"),
    )


def list_address(query: QueryDict, **changes: Any) -> str:
    """The register, asked what the map is asked, with these values put in."""
    asked = query.copy()
    for name in OWN:
        asked.pop(name, None)
    for name, value in changes.items():
        asked[name] = str(value)
    return f"{reverse('venues:register')}?{asked.urlencode() or EVERYTHING}"


def _town_row(
    query: QueryDict, town: Any, name: str | None, counts: Mapping[tuple[Any, str], int]
) -> TownRow:
    own = {colour: count for (where, colour), count in counts.items() if where == town}
    asked = {"town": NO_TOWN if town is None else town}
    return _row(query, name or _("no town yet"), own, asked)


def _row(
    query: QueryDict, name: Words, counts: Mapping[str, int], asked: Mapping[str, Any]
) -> TownRow:
    cells = [
        Cell(each, LETTERS[each], each.label, counts.get(each, 0),
             list_address(query, **asked, colour=each.value))
        for each in WORST_FIRST
    ]  # fmt: skip
    return TownRow(name, cells, sum(counts.values()), list_address(query, **asked))


def _extent(found: Iterable[Mapping[str, Any]]) -> tuple[float, ...]:
    known = [row for row in found if row["placed"]]
    if not known:
        return ()
    return (
        min(row["west"] for row in known), min(row["south"] for row in known),
        max(row["east"] for row in known), max(row["north"] for row in known),
    )  # fmt: skip
