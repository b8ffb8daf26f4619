"""Laying a district: areas and organisations as a file says, all of it or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from venues.models import Area, Organisation
from venues.rules import AreaKind, OrganisationKind
from venues.territory.reading import Body, District, DistrictError, Mistake, Place


@dataclass
class Laid:
    """What was done: the district, and what was created, renamed, or is no longer in the file."""

    district: Area
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def lay(source: District) -> Laid:
    """Create what is missing and rename what is called otherwise; the same file twice does nothing.

    What the file no longer names stays, for venues and evidence may lie there. Raises
    DistrictError where a code is taken by something of another kind; nothing is written then.
    """
    with transaction.atomic():
        if taken := [*_taken_areas(source), *_taken_codes(source)]:
            raise DistrictError(taken)
        city = _area(None, source.city, AreaKind.CITY, None)
        laid = Laid(_area(None, source.place, AreaKind.DISTRICT, city))
        for town in source.place.parts:
            _town(laid, town)
        for body in source.bodies:
            _organisation(laid, laid.district, body)
        laid.left = _left(laid.district, source)
    return laid


def _town(laid: Laid, town: Place) -> None:
    area = _area(laid, town, AreaKind.TOWN, laid.district)
    body = Body(str(OrganisationKind.TOWN), town.code, town.name, town.short)
    _organisation(laid, area, body)
    for community in town.parts:
        row = _area(laid, community, AreaKind.COMMUNITY, area)
        _grids(laid, row, community)


def _area(laid: Laid | None, place: Place, kind: str, parent: Area | None) -> Area:
    row = Area.objects.filter(code=place.code).select_related("district", "town").first()
    if row is None:
        row = Area.objects.create(code=place.code, name=place.name, kind=kind, parent=parent)
        if laid:
            laid.created.append(f"{place.code} {place.name}")
    elif row.name != place.name:
        if laid:
            laid.changed.append(f"{place.code} {row.name} → {place.name}")
        row.name = place.name
        row.save(update_fields=["name"])
    return row


def _grids(laid: Laid, community: Area, place: Place) -> None:
    """The numbered grids of a community; grids that are there keep the names they have."""
    known = set(Area.objects.filter(parent=community).values_list("code", flat=True))
    missing = [
        Area(
            kind=AreaKind.GRID, parent=community, district=community.district,
            town=community.town, code=f"{place.code}{number:03d}",
            name=f"{place.name}第{number}网格",
        )
        for number in range(1, place.grids + 1)
        if f"{place.code}{number:03d}" not in known
    ]  # fmt: skip
    Area.objects.bulk_create(missing)
    laid.created += [f"{row.code} {row.name}" for row in missing]


def _organisation(laid: Laid, area: Area, body: Body) -> None:
    row = Organisation.objects.filter(area=area, code=body.code).first()
    if row is None:
        Organisation.objects.create(
            area=area, kind=body.kind, code=body.code, name=body.name, short=body.short
        )
        laid.created.append(f"{body.code} {body.name}")
    elif (row.name, row.short) != (body.name, body.short):
        laid.changed.append(f"{body.code} {row.name} ({row.short}) → {body.name} ({body.short})")
        row.name, row.short = body.name, body.short
        row.save()


def _taken_areas(source: District) -> Iterator[Mistake]:
    """Codes that an area of another kind, or in another place, has already."""
    wanted = {source.city.code: AreaKind.CITY, source.place.code: AreaKind.DISTRICT}
    for town in source.place.parts:
        wanted[town.code] = AreaKind.TOWN
        wanted |= dict.fromkeys((part.code for part in town.parts), AreaKind.COMMUNITY)
    for row in Area.objects.filter(code__in=wanted).select_related("parent").order_by("code"):
        if row.kind != wanted[row.code]:
            yield Mistake(0, row.code, f"{row.name} has this code and is a {row.kind}")
        elif row.kind == AreaKind.DISTRICT and row.parent and row.parent.code != source.city.code:
            yield Mistake(0, row.code, f"{row.name} lies in {row.parent.name} already")


def _taken_codes(source: District) -> Iterator[Mistake]:
    """Codes that an organisation of another kind has already."""
    kinds = {body.code: body.kind for body in source.bodies}
    rows = Organisation.objects.filter(area__code=source.place.code, code__in=kinds)
    for row in rows.order_by("code"):
        if row.kind != kinds[row.code]:
            yield Mistake(0, row.code, f"{row.name} has this code and is a {row.kind}")


def _left(district: Area, source: District) -> list[str]:
    """What the portal has of this district and the file does not."""
    areas = set(_codes(source))
    own = Area.objects.filter(district=district).exclude(pk=district.pk).order_by("code")
    bodies = {body.code for body in source.bodies} | areas
    organisations = Organisation.objects.filter(area__district=district).order_by("pk")
    return [
        *(f"{row.code} {row.name}" for row in own if row.code not in areas),
        *(f"{row.code} {row.name}" for row in organisations if row.code not in bodies),
    ]


def _codes(source: District) -> Iterator[str]:
    for town in source.place.parts:
        yield town.code
        for part in town.parts:
            yield part.code
            yield from (f"{part.code}{number:03d}" for number in range(1, part.grids + 1))
