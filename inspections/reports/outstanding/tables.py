"""The tables of the overview: what waits by kind, and who is behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.reports.dashboard.links import Number
from inspections.reports.links import list_at
from inspections.reports.outstanding.figures import (
    GROUPS,
    OF_COMMAND,
    Counted,
    Group,
    Tally,
    Turn,
    total,
    turn_of,
)
from venues.models import Officer, Organisation
from venues.pending import COMMAND
from venues.rules import AreaKind, OrganisationKind
from venues.scoping import beside
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Words

# The headings under which something may be late.
WITH_CLOCK = [
    group for group in GROUPS if any(kind.has_clock for part in group.parts for kind in part.kinds)
]


@dataclass(frozen=True)
class Party:
    """Somebody whose turn it may be; `asked` is how filters name them."""

    name: Words
    asked: str
    turn: Turn
    district: Words = ""


@dataclass(frozen=True)
class Line:
    """One line: how many wait, how many are late, and since when, for how many days, the oldest."""

    label: Words
    waiting: Number
    late: Number
    since: date | None
    days: int
    more: Sequence[Number] = ()
    district: Words = ""


@dataclass(frozen=True)
class Section:
    """The lines under one heading."""

    group: Group
    lines: Sequence[Line]


def parties_of(officer: Officer) -> list[Party]:
    """Command, and the towns, departments and agencies beside it, in the order of their areas."""
    rows = beside(Organisation.objects.exclude(kind=OrganisationKind.COMMAND), officer)
    found = rows.select_related("area__district", "area__parent").order_by("area__code", "pk")
    own = officer.organisation
    of_city = own is not None and own.area.kind == AreaKind.CITY
    others = [
        Party(each.name, str(each.pk), turn_of(each), _district(each) if of_city else "")
        for each in found
    ]
    return [Party(_("Command"), COMMAND, OF_COMMAND), *others]


def _district(organisation: Organisation) -> str:
    district = organisation.area.district
    return district.name if district else ""


def sections_of(counted: Sequence[Counted], party: Party | None) -> list[Section]:
    """What waits, or what of it is one party's turn, by kind."""
    found = groupby(counted, key=lambda each: each.group)
    return [Section(group, [_line(each, party) for each in rows]) for group, rows in found]


def _line(counted: Counted, party: Party | None) -> Line:
    tally = counted.turns.get(party.turn, Tally()) if party else counted.whole
    asked = {
        **counted.part.query(), "pending": counted.kind.key, "turn": party.asked if party else "",
    }  # fmt: skip
    name = counted.part.url_name
    late = tally.late if counted.kind.has_clock else None
    return Line(
        counted.kind.label,
        Number(_("Waiting"), tally.counted, list_at(name, **asked)),
        Number(_("Late"), late, list_at(name, **asked, behind="on")),
        tally.since,
        _days(tally.since),
    )


def _days(since: date | None) -> int:
    return (timezone.localdate(clock.now()) - since).days if since else 0


def whole_of(counted: Sequence[Counted], party: Party | None) -> Tally:
    """All that waits, or that is one party's turn."""
    if party is None:
        return total(each.whole for each in counted)
    return total(each.turns.get(party.turn, Tally()) for each in counted)


def behind_table(counted: Sequence[Counted], parties: Sequence[Party]) -> list[Line]:
    """Who is behind: those with the most that is late first; who owes nothing is left out."""
    told = [(party, whole_of(counted, party)) for party in parties]
    owing = [(party, tally) for party, tally in told if tally.counted]
    owing.sort(key=lambda each: (-each[1].late, -each[1].counted))
    return [_party_line(counted, party, tally) for party, tally in owing]


def _party_line(counted: Sequence[Counted], party: Party, tally: Tally) -> Line:
    address = f"{reverse('outstanding:overview')}?organisation={party.asked}"

    def late_in(group: Group) -> int:
        own = [each for each in counted if each.group == group]
        return whole_of(own, party).late

    more = [Number(group.heading, late_in(group), f"{address}#{group.key}") for group in WITH_CLOCK]
    return Line(
        party.name,
        Number(_("Waiting"), tally.counted, address), Number(_("Late"), tally.late, address),
        tally.late_since, _days(tally.late_since), more, party.district,
    )  # fmt: skip
