"""What command's leaders set in their district: values of the scheme, and who leads what.

Each act is one event with its reason, on the chain of what it changes (R-TRACK-4).
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from venues.models import (
    Area,
    Category,
    CategoryCharge,
    CategoryLead,
    Officer,
    Organisation,
    SchemeValue,
    Venue,
    VenueLead,
)
from venues.rules import SCHEME_DEFAULTS, LeadRole, OrganisationKind
from venuewatch.workflow.actions import move
from venuewatch.workflow.rules import Refused

Roles = Mapping[Organisation, str]
LEADING = (OrganisationKind.DEPARTMENT, OrganisationKind.AGENCY)


def set_value(
    key: str, district: Area, value: int, *, by: Officer, reason: str, seen: int | None = None
) -> SchemeValue:
    """Set a value of the scheme in a district. Raises Refused, NotAllowed, Stale, KeyError."""
    usual = SCHEME_DEFAULTS[key]
    if not usual.lowest <= value <= usual.highest:
        ends = {"lowest": usual.words(usual.lowest), "highest": usual.words(usual.highest)}
        raise Refused({"value": _("From %(lowest)s to %(highest)s is possible.") % ends})

    def write(row: SchemeValue) -> dict[str, Any]:
        before, row.value = row.value, value
        if before == value:
            raise nothing_changes()
        change = f"{usual.label}: {usual.words(before)} → {usual.words(value)}"
        return {"before": before, "after": value, "change": change}

    with transaction.atomic():
        SchemeValue.objects.bulk_create(
            [SchemeValue(area=district, key=key, value=usual.value)], ignore_conflicts=True
        )
        row = SchemeValue.objects.get(area=district, key=key)
        return move(row, "set_value", by=by, given={"reason": reason}, seen=seen, write=write)


def set_leads(
    category: Category, district: Area, lead: Organisation | None,
    co: Collection[Organisation], *, by: Officer, reason: str, seen: int | None = None,
) -> CategoryCharge:  # fmt: skip
    """Say who leads and co-leads a category in a district; without a lead command acts.

    Raises Refused, NotAllowed, Stale.
    """
    wanted = _roles(lead, co, district)

    def write(row: CategoryCharge) -> dict[str, Any]:
        rows = CategoryLead.objects.filter(category=category, district=district)
        return _replace(list(rows.select_related("organisation").order_by("pk")), wanted,
                        lambda **own: CategoryLead(category=category, **own))  # fmt: skip

    with transaction.atomic():
        row = charge_of(category, district)
        return move(row, "set_leads", by=by, given={"reason": reason}, seen=seen, write=write)


def override_leads(
    venue: Venue, lead: Organisation | None, co: Collection[Organisation], *, by: Officer,
    reason: str, follow: bool = False, seen: int | None = None,
) -> Venue:  # fmt: skip
    """Let others than its category's lead and co-lead one venue, or with `follow` again those.

    Raises Refused, NotAllowed, Stale.
    """
    wanted = {} if follow else _roles(lead, co, venue.district)
    if not wanted and not follow:
        raise Refused({"lead": _("Choose who leads or co-leads, or follow the category.")})

    def write(row: Venue) -> dict[str, Any]:
        rows = VenueLead.objects.filter(venue=row)
        return _replace(list(rows.select_related("organisation").order_by("pk")), wanted,
                        lambda **own: VenueLead(venue=row, **own))  # fmt: skip

    given = {"reason": reason}
    return move(venue, "override_leads", by=by, given=given, seen=seen, write=write)


def charge_of(category: Category, district: Area) -> CategoryCharge:
    """The row that keeps the chain of a category's leads in a district."""
    row = CategoryCharge(category=category, district=district)
    row.code = f"{district.code}/{category.code}"
    CategoryCharge.objects.bulk_create([row], ignore_conflicts=True)
    return CategoryCharge.objects.get(category=category, district=district)


def organisations_to_lead(district: Area) -> list[Organisation]:
    """The departments and agencies of a district, in the order in which they were entered."""
    return list(Organisation.objects.filter(area=district, kind__in=LEADING).order_by("pk"))


def _roles(lead: Organisation | None, co: Collection[Organisation], district: Area) -> Roles:
    roles = {each: str(LeadRole.CO) for each in co}
    if lead is not None:
        if lead in roles:
            raise Refused({"co": _("Who leads does not co-lead as well.")})
        roles[lead] = LeadRole.LEAD
    if any(each.area_id != district.pk or each.kind not in LEADING for each in roles):
        raise Refused({"lead": _("Departments and agencies of the district lead.")})
    return roles


def _replace(rows: list[Any], wanted: Roles, make: Any) -> dict[str, Any]:
    """Make the rows what is wanted: who stops first, who leads last, so one leads at any time."""
    before = {row.organisation: row.role for row in rows}
    if before == wanted:
        raise nothing_changes()
    known = {row.organisation: row for row in rows}
    for row in rows:
        if row.organisation not in wanted:
            row.delete()
    for organisation, role in sorted(wanted.items(), key=lambda pair: pair[1] == LeadRole.LEAD):
        row = known.get(organisation) or make(organisation=organisation)
        row.role = role
        row.save()
    return {"change": f"{_words(before)} → {_words(wanted)}"}


def _words(roles: Roles) -> str:
    lead = _(", ").join(_named(roles, LeadRole.LEAD)) or _("nobody leads")
    co = _(", ").join(_named(roles, LeadRole.CO))
    return _("%(lead)s (co-leads: %(co)s)") % {"lead": lead, "co": co} if co else lead


def _named(roles: Roles, role: str) -> Iterable[str]:
    return [each.short for each, own in roles.items() if own == role]


def nothing_changes() -> Refused:
    """The refusal of an act that would change nothing."""
    return Refused({"": _("Nothing would change.")})
