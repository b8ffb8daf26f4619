"""Publishing checklists: a new immutable version, only where something differs (R-CHECK-1)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.checks.catalogue import CatalogueCategory, CatalogueItem, categories
from inspections.checks.models import Checklist, ChecklistVersion, Item
from inspections.checks.rules import Profile
from venues.models import Area, Category, CategoryCharge, CategoryLead, Officer, Organisation
from venues.rules import LeadRole
from venuewatch.workflow import clock
from venuewatch.workflow.actions import move
from venuewatch.workflow.rules import Refused

PLAIN = (
    "code", "text", "severity", "hours", "on_the_spot", "suspend_use", "photo_required",
    "number_name", "number_unit", "lowest", "highest", "method", "basis",
)  # fmt: skip


def publish(
    checklist: Checklist, items: Sequence[CatalogueItem], organisations: dict[str, Organisation]
) -> ChecklistVersion:
    """The published version with exactly these items: the latest if it has them, else a new one.

    `organisations` by code, for items that a department of their own answers for.
    """
    with transaction.atomic():
        Checklist.objects.select_for_update().get(pk=checklist.pk)
        latest = checklist.versions.order_by("-number").first()
        rows = [_row(item, organisations, place) for place, item in enumerate(items, 1)]
        if latest is not None and _same(latest, rows):
            return latest
        version = ChecklistVersion.objects.create(
            checklist=checklist, number=latest.number + 1 if latest else 1
        )
        for row in rows:
            row.version = version
        Item.objects.bulk_create(rows)
        version.published = clock.now()
        version.save(update_fields=["published"])
    return version


def publish_version(
    checklist: Checklist, items: Sequence[CatalogueItem], *, by: Officer, reason: str,
    seen: int | None = None,
) -> ChecklistVersion:  # fmt: skip
    """Command publishes a new version with exactly these items (R-CHECK-1).

    Raises Refused where nothing would change, NotAllowed, Stale.
    """
    made: list[ChecklistVersion] = []

    def write(row: Checklist) -> dict[str, Any]:
        latest = row.versions.order_by("-number").first()
        rows = Organisation.objects.filter(area=row.district).order_by("pk")
        version = publish(row, items, {each.code: each for each in rows})
        if latest is not None and version.pk == latest.pk:
            raise Refused({"": _("Nothing would change.")})
        made.append(version)
        return {"version": version.number, "change": f"{row} v{version.number}: {len(items)}"}

    move(checklist, "publish", by=by, given={"reason": reason}, seen=seen, write=write)
    return made[0]


def publish_catalogue(district: Area) -> list[str]:
    """Give a district the product's categories, with leads and checklists where it has none.

    What command has set or published since stays as it is. Returns a line for whatever was made,
    and for a lead whose organisation the district does not have.
    """
    rows = Organisation.objects.filter(area=district).order_by("pk")
    organisations = {row.code: row for row in rows}
    with transaction.atomic():
        return [line for source in categories() for line in _give(source, district, organisations)]


def _give(
    source: CatalogueCategory, district: Area, organisations: dict[str, Organisation]
) -> Iterator[str]:
    category, _created = Category.objects.get_or_create(
        code=source.code,
        defaults={
            "name": source.name,
            "position": source.position,
            "routine_days": source.routine_days,
            "problem_days": source.problem_days,
        },
    )
    yield from _first_leads(source, category, district, organisations)
    for profile in Profile:
        if items := source.items[profile]:
            checklist = _checklist(category, district, profile)
            if not checklist.versions.exists():
                version = publish(checklist, items, organisations)
                yield f"published: {checklist.code} v{version.number}"


def _first_leads(
    source: CatalogueCategory, category: Category, district: Area,
    organisations: dict[str, Organisation],
) -> Iterator[str]:  # fmt: skip
    """The leads that the catalogue names, where nobody has named any yet."""
    set_by_command = CategoryCharge.objects.filter(category=category, district=district)
    named = CategoryLead.objects.filter(category=category, district=district)
    if set_by_command.exists() or named.exists():
        return
    roles = [(source.lead, LeadRole.LEAD), *((code, LeadRole.CO) for code in source.co)]
    for code, role in roles:
        if code in organisations:
            CategoryLead.objects.create(
                category=category, organisation=organisations[code], role=role
            )
        elif code:
            yield f"no organisation {code} {LeadRole(role).value}s {source.code}"


def _checklist(category: Category, district: Area, profile: Profile) -> Checklist:
    checklist, _created = Checklist.objects.get_or_create(
        code=f"{district.code}/{category.code}/{profile}",
        defaults={
            "name": category.name,
            "category": category,
            "profile": profile,
            "district": district,
        },
    )
    return checklist


def _row(item: CatalogueItem, organisations: dict[str, Organisation], place: int) -> Item:
    values = {name: getattr(item, name) for name in PLAIN}
    return Item(position=place, answering=organisations.get(item.answering), **values)


def _same(version: ChecklistVersion, rows: Sequence[Item]) -> bool:
    compared = (*PLAIN, "position", "answering_id")
    stored = version.items.order_by("position")
    return [_values(row, compared) for row in stored] == [_values(row, compared) for row in rows]


def _values(row: Item, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in names)
