"""What filing is measured on: one town, one list of twenty items, and venues nobody has visited."""

from dataclasses import dataclass

from django.db import transaction

from inspections.checks.models import Checklist, ChecklistVersion, Item
from venues.models import Area, Category, CategoryLead, Officer, Organisation, Person, Venue
from venuewatch.workflow import clock

ITEMS = 20


@dataclass(frozen=True)
class Ground:
    """Inspectors of the town, the published list, and fresh venues of the town."""

    inspectors: list[Officer]
    version: ChecklistVersion
    venues: list[Venue]


def lay(inspectors: int, venues: int, mark: str) -> Ground:
    """Create it all under codes that start with `mark`: six characters no earlier run has used."""
    with transaction.atomic():
        city = Area.objects.create(code=f"{mark}-city", name=mark, kind="city")
        district = Area.objects.create(code=mark, name=mark, kind="district", parent=city)
        town = Area.objects.create(
            code=f"{mark}001", name=f"{mark} town", kind="town", parent=district
        )
        department = _organisation(f"{mark}-department", "department", district)
        office = _organisation(f"{mark}-office", "town", town)
        category = Category.objects.create(code=f"{mark}-category", name=mark)
        CategoryLead.objects.create(category=category, organisation=department, role="lead")
        return Ground(
            [_inspector(f"{mark}-{place}", office) for place in range(inspectors)],
            _list(mark, category, district),
            [_venue(f"{mark}-{place}", category, town) for place in range(venues)],
        )


def _organisation(code: str, kind: str, area: Area) -> Organisation:
    return Organisation.objects.create(code=code, name=code, short=code, kind=kind, area=area)


def _inspector(name: str, office: Organisation) -> Officer:
    person = Person.objects.create(name=name)
    return Officer.objects.create_user(name, post="inspector", organisation=office, person=person)


def _venue(code: str, category: Category, town: Area) -> Venue:
    return Venue.objects.create(code=code, name=code, category=category, area=town)


def _list(mark: str, category: Category, district: Area) -> ChecklistVersion:
    checklist = Checklist.objects.create(
        code=f"{mark}-list", name=mark, category=category, district=district
    )
    version = ChecklistVersion.objects.create(checklist=checklist, number=1)
    for place in range(1, ITEMS + 1):
        Item.objects.create(
            version=version, position=place, code=f"B{place}", text=f"item {place}",
            severity="general", hours=72,
        )  # fmt: skip
    version.published = clock.now()
    version.save()
    return version
