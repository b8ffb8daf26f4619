"""The ground that an older ledger stands on: its city, organisations, accounts, lists, venues."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from django.db import connection, transaction
from django.db.models import AutoField, Model
from django.utils.text import slugify

from inspections.checks.catalogue import CatalogueItem
from inspections.checks.models import Checklist, ChecklistVersion, Item
from inspections.checks.publishing import publish
from inspections.history.copying import copy_into
from inspections.history.encoding import encoded
from inspections.history.reading import OldItem, OldLedger, OldVenue
from inspections.ledger.rules import Severity
from venues.models import (
    Area,
    Category,
    CategoryLead,
    Officer,
    Organisation,
    Person,
    SchemeValue,
    Standing,
    Venue,
)
from venues.models.organisations import scheme_value
from venues.models.regimes import settle_regimes, venue_is_changed
from venues.rules import AreaKind, LeadRole, OrganisationKind, Origin, Post, VenueStatus

CITY, DISTRICT = "990000", "990100"
NAME = "NYC"
RECURRENCE_DAYS = 90
HOURS = {Severity.SERIOUS: 168, Severity.GENERAL: 72}
CHUNK = 5000
LONGEST_SLUG = 40
# Who did what the older ledger tells, the post each needs for it, and where: two of command hang
# plates and take them down.
TAKERS = {
    "reporter": ("history: reporter", Post.INSPECTOR, "department"),
    "inspector": ("history: inspector", Post.INSPECTOR, "department"),
    "reviewer": ("history: reviewer", Post.REVIEWER, "department"),
    "staff": ("history: command staff", Post.INSPECTOR, "command"),
    "leader": ("history: command leader", Post.LEADER, "command"),
}
_SIGN_INS = (Post.INSPECTOR, Post.REVIEWER, Post.LEADER)


@dataclass(frozen=True)
class City:
    """Where the history goes: the district, who recorded it, its lists and venues by
    their names, the days within which an issue that is opened again recurs, and those that have
    to be clean before a plate is lifted.
    """

    district: Area
    department: Organisation
    takers: dict[str, Officer]
    versions: dict[str, ChecklistVersion]
    items: dict[tuple[str, str], Item]
    venues: dict[str, Venue]
    window: int
    clean_days: int


def lay(ledger: OldLedger) -> City:
    """Create what is missing of the city and return it; a second time nothing changes."""
    with transaction.atomic():
        district, towns = _areas(ledger)
        offices = _organisations(district, towns)
        department = offices["department"]
        category = _category(department)
        takers = _takers(offices)
        versions, items = _checklists(ledger, category, district)
        _venues(ledger, category, district, towns)
    areas = {area.pk: area for area in (district, *towns.values())}
    by_code = {venue.code: venue for venue in _known(district, areas, category)}
    window, clean_days = (
        scheme_value(key, district.pk) for key in ("recurrence_days", "plate_clean_days")
    )
    return City(district, department, takers, versions, items, by_code, window, clean_days)


def _known(district: Area, areas: dict[int, Area], category: Category) -> Iterator[Venue]:
    """The district's venues; they share their few areas and their category."""
    venues = Venue.objects.filter(district=district).defer("grams").order_by("pk")
    for venue in venues.iterator(chunk_size=CHUNK):
        venue.district = district
        if venue.town_id in areas:
            venue.town = areas[venue.town_id]
        if venue.category_id == category.pk:
            venue.category = category
        yield venue


def _areas(ledger: OldLedger) -> tuple[Area, dict[str, Area]]:
    city = _area(CITY, NAME, AreaKind.CITY, None)
    district = _area(DISTRICT, NAME, AreaKind.DISTRICT, city)
    names = sorted({venue.town for venue in ledger.venues.values() if venue.town})
    known = {row.name: row for row in Area.objects.filter(parent=district)}
    for name in names:
        if name not in known:
            code = f"{DISTRICT}{len(known) + 1:03d}"
            known[name] = _area(code, name, AreaKind.TOWN, district)
    return district, known


def _area(code: str, name: str, kind: str, parent: Area | None) -> Area:
    row, _created = Area.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind, "parent": parent}
    )
    return row


def _organisations(district: Area, towns: dict[str, Area]) -> dict[str, Organisation]:
    """One department, one command and the towns, each with one sign-in per post; the first two."""
    department = _organisation("department", "Health department", OrganisationKind.DEPARTMENT,
                               district)  # fmt: skip
    command = _organisation("command", "Command", OrganisationKind.COMMAND, district)
    halls = [_organisation(town.code, town.name.title(), OrganisationKind.TOWN, town)
             for town in towns.values()]  # fmt: skip
    for office in (department, command, *halls):
        for post in _SIGN_INS:
            _officer(_username(office, post), post, office)
    return {"department": department, "command": command}


def _username(office: Organisation, post: str) -> str:
    """By the office's short name; by its code where that is no Latin one, or another's too."""
    name = f"nyc-{slugify(office.short)}-{post}"
    others = Officer.objects.filter(username=name).exclude(organisation=office)
    if slugify(office.short) and not others.exists():
        return name
    return f"nyc-{office.code}-{post}"


def _organisation(code: str, name: str, kind: str, area: Area) -> Organisation:
    row, _created = Organisation.objects.get_or_create(
        code=code, area=area, defaults={"name": name, "short": name[:20], "kind": kind}
    )
    return row


def _officer(username: str, post: str, organisation: Organisation) -> Officer:
    found = Officer.objects.filter(username=username).select_related("organisation", "person")
    if row := found.first():
        return row
    person = Person.objects.create(name=username)
    row = Officer(username=username, person=person, organisation=organisation, post=post)
    row.set_unusable_password()
    row.save()
    return row


def _category(department: Organisation) -> Category:
    category, _created = Category.objects.get_or_create(
        code="catering", defaults={"name": "餐饮饭店", "position": 1}
    )
    CategoryLead.objects.get_or_create(
        category=category, organisation=department, defaults={"role": LeadRole.LEAD}
    )
    SchemeValue.objects.get_or_create(
        area=department.area, key="recurrence_days", defaults={"value": RECURRENCE_DAYS}
    )
    return category


def _takers(offices: dict[str, Organisation]) -> dict[str, Officer]:
    return {name: _officer(username, post, offices[office])
            for name, (username, post, office) in TAKERS.items()}  # fmt: skip


def _checklists(
    ledger: OldLedger, category: Category, district: Area
) -> tuple[dict[str, ChecklistVersion], dict[tuple[str, str], Item]]:
    """The programmes' checklists; a new version where the items differ from the last (R-CHECK-1).

    Files that could not be read whole publish nothing, since items may be missing from them.
    """
    versions: dict[str, ChecklistVersion] = {}
    items: dict[tuple[str, str], Item] = {}
    known = {row.name: row for row in Checklist.objects.filter(district=district)}
    programmes = {visit.programme for visit in ledger.visits} | set(known)
    lines = [_line(item) for item in ledger.items.values()]
    for programme in sorted(programmes):
        checklist = known.get(programme) or Checklist.objects.create(
            code=_checklist_code(programme), name=programme, category=category, district=district
        )
        version = publish(checklist, lines, {}) if ledger.whole else checklist.current()
        versions[programme] = version
        for item in version.items.select_related("answering"):
            items[programme, item.code] = item
    return versions, items


def _checklist_code(programme: str) -> str:
    """By the programme's name; numbered where another's reads alike or nothing of it is Latin."""
    name = f"{DISTRICT}/{slugify(programme)[:LONGEST_SLUG]}"
    alike = set(Checklist.objects.filter(code__startswith=name).values_list("code", flat=True))
    numbered = (f"{name}-{number}" for number in count(2))
    return next(code for code in chain([name], numbered) if code not in alike)


def _line(item: OldItem) -> CatalogueItem:
    severity = Severity.SERIOUS if item.critical else Severity.GENERAL
    text = item.text or f"({item.code or '–'})"
    return CatalogueItem(code=item.code, text=text, severity=severity, hours=HOURS[severity])


def _venues(ledger: OldLedger, category: Category, district: Area, towns: dict[str, Area]) -> None:
    known = set(Venue.objects.filter(district=district).values_list("code", flat=True))
    new = [each for each in ledger.venues.values() if each.code not in known]
    elsewhere = Venue.objects.exclude(district=district).values_list("code", flat=True)
    taken = set(elsewhere.iterator(chunk_size=CHUNK))
    for old in new:
        if old.code in taken:
            wrong = "code", "a code that no venue of another district has"
            ledger.refuse("venues", old.row, wrong)
    new = [each for each in new if each.code not in taken]
    venue_is_changed()
    _judge_at_once()
    _copy_rows(Venue(category=category, district=district, state=VenueStatus.ACTIVE,
                     origin=Origin.HISTORY),
               [_venue(old, district, towns) for old in new])  # fmt: skip
    bare = Venue.objects.filter(district=district, standing=None).order_by("pk")
    pks = list(bare.values_list("pk", flat=True))
    _copy_rows(Standing(), [{"venue_id": pk} for pk in pks])
    settle_regimes(pks)


def _judge_at_once() -> None:
    """Judge foreign keys at each statement of this transaction instead of at its end.

    The trigger that keeps a venue's history catches an exception, whose rollback looks through all
    that waits for the end: with every venue that comes in there is more of it, and it is slower.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _venue(old: OldVenue, district: Area, towns: dict[str, Area]) -> dict[str, Any]:
    """What one venue has of its own."""
    town = towns.get(old.town)
    return {
        "code": old.code, "name": old.name, "area_id": (town or district).pk,
        "town_id": town.pk if town else None, "address": old.address, "tag": old.tag,
        "lon": old.lon, "lat": old.lat,
    }  # fmt: skip


def _copy_rows(like: Model, rows: Sequence[dict[str, Any]]) -> None:
    """COPY rows that are `like` one but for their own values; all of them have the same of these.

    Written as models, tens of thousands of venues take a tenth of an import.
    """
    if not rows:
        return
    fields = [each for each in like._meta.concrete_fields
              if not each.generated and not isinstance(each, AutoField)]  # fmt: skip
    columns = [each.attname for each in fields]
    usual = {name: getattr(like, name) for name in columns}
    listed = [tuple({**usual, **row}.values()) for row in rows]
    copy_into(like._meta.db_table, columns, encoded(listed))
