"""What the fields of venues and accounts are called, for forms, history and imports alike."""

from django.utils.translation import gettext_lazy as _

from venuewatch.workflow.rules import Words

LABELS: dict[str, Words] = {
    "name": _("Name"), "category": _("Category"), "area": _("Town, community or grid"),
    "address": _("Address"), "lon": _("Longitude"), "lat": _("Latitude"),
    "source_crs": _("Coordinates are in"), "credit_code": _("Credit code"),
    "credit_code_reason": _("Why a failing credit code is kept"),
    "unlicensed": _("Unlicensed"), "legal_representative": _("Legal representative"),
    "legal_phone": _("Their phone"), "site_person": _("Person on site"),
    "site_phone": _("Their phone on site"),
    "town_leader": _("Town leader responsible"), "grid_leader": _("Grid leader"),
    "department_officer": _("Department officer"), "capacity": _("Capacity"),
    "tag": _("Tag"),
    "short": _("Short name"), "kind": _("Kind"),
    "username": _("account name"), "person": _("person"), "organisation": _("organisation"),
    "post": _("post"), "is_active": _("may sign in"), "phone": _("phone"),
    "state": _("Status"), "code": _("Code"), "origin": _("Origin"),
}  # fmt: skip


def label_of(name: str) -> Words:
    """A field's label; its own name where it has none."""
    return LABELS.get(name, name)
