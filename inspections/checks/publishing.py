"""Publishing checklists: a new immutable version, only where something differs (R-CHECK-1)."""

from collections.abc import Sequence

from django.db import transaction

from inspections.checks.catalogue import CatalogueCategory, CatalogueItem
from inspections.checks.models import Checklist, ChecklistVersion, Item
from inspections.checks.rules import Profile
from venues.models import Area, Category, CategoryLead, Organisation
from venues.rules import LeadRole
from venuewatch.workflow import clock

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


def publish_category(
    source: CatalogueCategory, district: Area, organisations: dict[str, Organisation]
) -> Category:
    """A category with its leads in a district, and its checklist of every profile."""
    category, _created = Category.objects.update_or_create(
        code=source.code,
        defaults={
            "name": source.name,
            "position": source.position,
            "routine_days": source.routine_days,
            "problem_days": source.problem_days,
        },
    )
    roles = [(source.lead, LeadRole.LEAD), *((code, LeadRole.CO) for code in source.co)]
    for code, role in roles:
        if code in organisations:
            CategoryLead.objects.get_or_create(
                category=category, organisation=organisations[code], defaults={"role": role}
            )
    for profile in Profile:
        if items := source.items[profile]:
            checklist = _checklist(category, district, profile)
            publish(checklist, items, organisations)
    return category


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
