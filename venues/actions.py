"""The only code that changes the register: create, edit and move venues, show contacts in clear."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from venues import scoping
from venues.coordinates import to_wgs84
from venues.identifiers import clean_credit_code, clean_phone, is_credit_code, is_phone
from venues.models import Area, Officer, Standing, Venue
from venues.rules import CONTACTS, AreaKind, OrganisationKind, Post, VenueStatus, posts_up_to
from venuewatch.workflow.actions import move, record
from venuewatch.workflow.models import next_number
from venuewatch.workflow.rules import NotAllowed, Refused, Words

PHONES = ("legal_phone", "site_phone")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")
ODD_CODE = gettext_lazy("A code has at most 30 letters, digits, dots and hyphens.")
TAKEN_CODE = gettext_lazy("Another venue has this code.")
MOST_CAPACITY = 1_000_000
# What a form or an import may set; the rest of a venue follows from it or moves by transitions.
EDITABLE = (
    "name", "category", "area", "address", "lon", "lat", "source_crs", "credit_code",
    "credit_code_reason", "unlicensed", "legal_representative", "legal_phone", "site_person",
    "site_phone", "town_leader", "grid_leader", "department_officer", "capacity", "tag",
)  # fmt: skip


def create_venue(given: Mapping[str, Any], *, by: Officer) -> Venue:
    """Put a venue on the register: pending when an inspector does it, else active.

    `given` holds EDITABLE names and optionally `code`; the point is in `source_crs`. Raises
    Refused (errors by field) and NotAllowed (not town or command, or another area).
    """
    values = cleaned(given)
    area = values["area"]
    _refuse_outside(by, area)
    with transaction.atomic():
        code = _cleaned_code(str(given.get("code") or "")) or _next_code(area)
        venue = Venue(code=code, state=_first_state(by), **values)
        venue.save()
        record(
            Venue.locked(venue.pk), "create", by=by, details={"name": venue.name},
            signed=_signed(by, venue.state),
        )  # fmt: skip
        venue.settled()
    return Venue.objects.get(pk=venue.pk)


def edit_venue(
    venue: Venue, given: Mapping[str, Any], *, by: Officer, seen: int | None = None
) -> Venue:
    """Change what EDITABLE names; the event keeps what was changed. Raises as `move` does."""

    def write(row: Venue) -> dict[str, Any]:
        values = cleaned({**_current(row), **given})
        if values["area"] != row.area:
            _refuse_outside(by, values["area"])
            _refuse_another_town(row, values["area"])
        changed = [name for name in EDITABLE if getattr(row, name) != values[name]]
        for name in changed:
            setattr(row, name, values[name])
        return {"changed": changed}

    return move(venue, "edit", by=by, seen=seen, write=write)


def confirm(venue: Venue, *, by: Officer, seen: int | None = None) -> Venue:
    """A town reviewer confirms a pending venue."""
    return move(venue, "confirm", by=by, seen=seen)


def pause(venue: Venue, *, by: Officer, reason: str, seen: int | None = None) -> Venue:
    """No checks are owed while a venue is paused."""
    return move(venue, "pause", by=by, given={"reason": reason}, seen=seen)


def resume(venue: Venue, *, by: Officer, seen: int | None = None) -> Venue:
    """A paused venue is active again."""
    return move(venue, "resume", by=by, seen=seen)


def end(venue: Venue, *, by: Officer, reason: str, seen: int | None = None) -> Venue:
    """Take a venue off supervision; refused while an issue is unclosed or a plate hangs."""

    def write(row: Venue) -> None:
        standing = Standing.objects.get(pk=row.pk)
        if standing.unclosed:
            raise Refused({"": _("An issue of this venue is not closed yet.")})
        if standing.plate_hung:
            raise Refused({"": _("A black plate hangs here; it is lifted or withdrawn first.")})

    return move(venue, "end", by=by, given={"reason": reason}, seen=seen, write=write)


def assign_town(venue: Venue, area: Area, *, by: Officer, seen: int | None = None) -> Venue:
    """Command puts a venue into a town, community or grid of its own area (R-SCOPE-4)."""

    def write(row: Venue) -> dict[str, Any]:
        _refuse_outside(by, area)
        if area.town_id is None:
            raise Refused({"area": _("Choose a town, a community or a grid.")})
        before = row.town or row.district
        row.area = area
        return {"area": area.name, "change": f"{before} → {area}"}

    return move(venue, "assign_town", by=by, seen=seen, write=write)


def reveal_contact(venue: Venue, *, by: Officer) -> dict[str, str]:
    """The venue's contacts in clear; recorded on the officer's own chain of events."""
    if not venue.capacities(by) & venue.workflow["reveal_contact"].allowed:
        raise NotAllowed(_("These contacts are not for you."))
    with transaction.atomic():
        details = {"venue": venue.code, "name": venue.name}
        record(Officer.locked(by.pk), "reveal_contact", by=by, details=details)
    return {name: getattr(venue, name) for name in CONTACTS}


def cleaned(given: Mapping[str, Any]) -> dict[str, Any]:
    """The EDITABLE values, cleaned and judged together; raises Refused with every error."""
    values, errors = _judged(given)
    if errors:
        raise Refused(errors)
    return values


def problems(given: Mapping[str, Any], venue: Venue | None = None) -> dict[str, Words]:
    """What `cleaned` would refuse in these values, and those that the venue has already."""
    return _judged({**(_current(venue) if venue else {}), **given})[1]


def _judged(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Words]]:
    values = {name: given.get(name, "") for name in EDITABLE}
    values["name"] = str(values["name"]).strip()
    values["unlicensed"] = bool(values["unlicensed"])
    values["capacity"] = None if values["capacity"] in ("", None) else values["capacity"]
    values["source_crs"] = values["source_crs"] or "wgs84"
    errors = _missing(values) | _too_long(values) | _clean_numbers(values) | _place_point(values)
    return values, errors


def is_code(code: str) -> bool:
    """Whether a venue may have this code; "" asks for the next one of its district."""
    return not code or CODE.fullmatch(code) is not None


def _cleaned_code(code: str) -> str:
    code = code.strip()
    if not is_code(code):
        raise Refused({"code": ODD_CODE})
    if code and Venue.objects.filter(code=code).exists():
        raise Refused({"code": TAKEN_CODE})
    return code


def _missing(values: Mapping[str, Any]) -> dict[str, Words]:
    return {name: _("This is needed.") for name in ("name", "category", "area") if not values[name]}


def _too_long(values: Mapping[str, Any]) -> dict[str, Words]:
    """A sentence for every text that its column cannot hold."""
    errors: dict[str, Words] = {}
    for name in EDITABLE:
        most = getattr(Venue._meta.get_field(name), "max_length", None)
        if most and len(str(values[name])) > most:
            errors[name] = _("At most %d characters.") % most
    return errors


def _clean_numbers(values: dict[str, Any]) -> dict[str, Words]:
    errors: dict[str, Words] = {}
    code = values["credit_code"] = clean_credit_code(str(values["credit_code"]))
    if code and not is_credit_code(code) and not str(values["credit_code_reason"]).strip():
        errors["credit_code"] = _("The check character is wrong; say why it is kept, or mend it.")
    for name in PHONES:
        values[name] = clean_phone(str(values[name]))
        if values[name] and not is_phone(values[name]):
            errors[name] = _("This is no phone number.")
    if values["capacity"] is not None and not 0 < values["capacity"] <= MOST_CAPACITY:
        errors["capacity"] = _("A capacity is between 1 and %d.") % MOST_CAPACITY
    return errors


def _place_point(values: dict[str, Any]) -> dict[str, Words]:
    lon, lat = values["lon"], values["lat"]
    if lon in ("", None) and lat in ("", None):
        values["lon"] = values["lat"] = None
        return {}
    if lon in ("", None) or lat in ("", None):
        return {"lat": _("A point needs both longitude and latitude.")}
    if not _on_earth(lon, lat):
        return {"lon": _("This is no point on earth.")}
    return {}


def _on_earth(lon: float, lat: float) -> bool:
    return -180 <= lon <= 180 and -90 <= lat <= 90


def to_stored_point(values: dict[str, Any]) -> dict[str, Any]:
    """Values whose point is in `source_crs`, with the point as WGS84; one that is none stays."""
    if values.get("lon") in ("", None) or values.get("lat") in ("", None):
        return values
    if not _on_earth(values["lon"], values["lat"]):
        return values
    lon, lat = to_wgs84(values["lon"], values["lat"], values.get("source_crs") or "wgs84")
    return {**values, "lon": round(lon, 7), "lat": round(lat, 7)}


def _current(venue: Venue) -> dict[str, Any]:
    return {name: getattr(venue, name) for name in EDITABLE}


def _first_state(by: Officer) -> str:
    reviews = Post.REVIEWER in scoping.posts_of(by)
    return VenueStatus.ACTIVE if reviews else VenueStatus.PENDING


def _signed(by: Officer, state: str) -> str:
    """Whoever puts a venue on the register as active uses a reviewer's right, maybe a lent one."""
    used = Post.REVIEWER if state == VenueStatus.ACTIVE else Post.INSPECTOR
    return by.signs(frozenset({f"own.{used}"}))


def _refuse_outside(by: Officer, area: Area) -> None:
    kind = by.organisation.kind if by.organisation else ""
    own = by.organisation.area if by.organisation else None
    if kind not in (OrganisationKind.TOWN, OrganisationKind.COMMAND) or own is None:
        raise NotAllowed(_("Venues are put on the register by towns and command."))
    if not posts_up_to(by.post) or not scoping.contains(own, area):
        raise Refused({"area": _("This place is not in your area.")})


def _refuse_another_town(venue: Venue, area: Area) -> None:
    if area.town_id != venue.town_id:
        raise Refused({"area": _("Another town is given by “Assign a town”, an act of command.")})


def _next_code(area: Area) -> str:
    district = area.district or area
    return f"{district.code[:6]}-{next_number('venue/' + district.code[:6]):06d}"


def areas_for(officer: Officer) -> list[Area]:
    """Where this officer may place a new venue, from the town down, in the order of codes."""
    if officer.organisation is None:
        return []
    own = officer.organisation.area
    kinds = [AreaKind.TOWN, AreaKind.COMMUNITY, AreaKind.GRID]
    lookup = {"city": "district__parent", "district": "district", "town": "town"}[own.kind]
    return list(Area.objects.filter(**{lookup: own}, kind__in=kinds).order_by("code"))
