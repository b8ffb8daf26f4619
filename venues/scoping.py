"""Who may see what, and in which capacity: the one place that decides scope (R-SCOPE-3)."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from venues.rules import (
    BUSINESS_POSTS,
    AreaKind,
    LeadRole,
    OrganisationKind,
    Post,
    posts_up_to,
)
from venuewatch.workflow import clock

if TYPE_CHECKING:
    from venues.models import Area, Officer, Organisation, Venue

Q_ = TypeVar("Q_", bound="QuerySet[Venue]")

_AREA_LOOKUP = {
    AreaKind.CITY: "district__parent",
    AreaKind.DISTRICT: "district",
    AreaKind.TOWN: "town",
}


def in_scope(venues: "Q_", officer: "Officer") -> "Q_":
    """The venues this officer may see (R-SCOPE-1): by area, and for departments by category, or
    because of an invitation to a joint operation.
    """
    organisation = officer.organisation
    if organisation is None or officer.post not in BUSINESS_POSTS:
        return venues.none()
    lookup = _AREA_LOOKUP.get(AreaKind(organisation.area.kind))
    if lookup is None:
        return venues.none()
    found = venues.filter(**{lookup: organisation.area_id})
    if organisation.kind in (OrganisationKind.DEPARTMENT, OrganisationKind.AGENCY):
        found = found.filter(answers_for(organisation) | _invited(organisation))
    return found


def is_of_command(officer: "Officer") -> bool:
    """Whether this person is of command, in a post with business rights."""
    organisation = officer.organisation
    of_command = organisation is not None and organisation.kind == OrganisationKind.COMMAND
    return of_command and officer.post in BUSINESS_POSTS


def capacities(officer: "Officer", venue: "Venue") -> frozenset[str]:
    """In which capacities ("town.inspector") an officer stands towards a venue; none out of scope.

    Where no department leads, a command reviewer acts for the department; where a venue has no
    town, for the town (R-SCOPE-4).
    """
    sides = _sides(officer, venue)
    posts = posts_of(officer)
    own = {f"{side}.{post}" for side in sides for post in posts}
    if "command.reviewer" in own:
        if venue.town_id is None:
            own |= {"town.inspector", "town.reviewer"}
        if lead_of(venue) is None:
            own |= {"lead.inspector", "lead.reviewer"}
    return frozenset(own)


def posts_in(officer: "Officer", area: "Area") -> frozenset[str]:
    """In which capacities ("command.leader") an officer of command stands towards an area."""
    organisation = officer.organisation
    if organisation is None or organisation.kind != OrganisationKind.COMMAND:
        return frozenset()
    if not officer.is_active or not contains(organisation.area, area):
        return frozenset()
    return frozenset(f"command.{post}" for post in posts_of(officer))


def posts_of(officer: "Officer") -> tuple[str, ...]:
    """The posts whose rights an officer has now: of the own post, and of one that was lent.

    A lent post gives its rights in the organisation of both, until its date (R-SCOPE-5).
    """
    posts = posts_up_to(officer.post)
    lent = [posts_up_to(loan.post) for loan in officer.borrowed()] if posts else []
    return max([posts, *lent], key=len)


def acts_for(officer: "Officer", used: frozenset[str]) -> "Officer | None":
    """Whose post was borrowed for an act in these capacities; None where the own one suffices."""
    posts = posts_up_to(officer.post)
    if any(_post_of(officer, capacity) in posts for capacity in used):
        return None
    lenders = [
        loan.lender
        for loan in officer.borrowed()
        if any(_post_of(officer, capacity) in posts_up_to(loan.post) for capacity in used)
    ]
    return lenders[0] if lenders else None


def _post_of(officer: "Officer", capacity: str) -> str:
    """The post that a capacity takes; command stands in for others as a reviewer (R-SCOPE-4)."""
    side, _dot, post = capacity.partition(".")
    organisation = officer.organisation
    stands_in = organisation is not None and organisation.kind == OrganisationKind.COMMAND
    if stands_in and side in ("town", "lead", "answering") and post == Post.INSPECTOR:
        return Post.REVIEWER
    return post


def papers_in_scope(organisations: "QuerySet[Organisation]", officer: "Officer") -> Any:
    """The organisations whose own papers (reports) an officer may read: the own one; command all
    in its area (R-SCOPE-1).
    """
    own = officer.organisation
    if own is None or officer.post not in BUSINESS_POSTS:
        return organisations.none()
    if own.kind != OrganisationKind.COMMAND:
        return organisations.filter(pk=own.pk)
    return organisations.filter(_inside(own.area))


def beside(organisations: "QuerySet[Organisation]", officer: "Officer") -> Any:
    """The organisations of the officer's district (or city): those a circular there goes to."""
    own = officer.organisation
    if own is None or officer.post not in BUSINESS_POSTS:
        return organisations.none()
    area = own.area if own.area.kind == AreaKind.CITY else own.area.district
    return organisations.filter(_inside(area)) if area else organisations.none()


def own_posts(officer: "Officer", organisation_id: int) -> frozenset[str]:
    """In which capacities ("own.reviewer") an officer stands towards an organisation's papers."""
    if officer.organisation_id != organisation_id or not officer.is_active:
        return frozenset()
    return frozenset(f"own.{post}" for post in posts_of(officer))


def lead_of(venue: "Venue") -> "Organisation | None":
    """The department that leads this venue; None where nobody leads (chess rooms)."""
    return next((each for each, role in answering(venue) if role == LeadRole.LEAD), None)


def leads_of(venues: "Collection[Venue]") -> "dict[int, Organisation | None]":
    """The same for many venues by their keys, in two queries."""
    overrides = apps.get_model("venues", "VenueLead")._default_manager.filter(venue__in=venues)
    own: dict[int, Any] = {}
    for named in overrides.select_related("organisation").order_by("id"):
        is_lead = named.role == LeadRole.LEAD
        own[named.venue_id] = named.organisation if is_lead else own.get(named.venue_id)
    usual = apps.get_model("venues", "CategoryLead")._default_manager.filter(
        category__in={venue.category_id for venue in venues}, role=LeadRole.LEAD
    )
    leads: dict[tuple[int, int], Any] = {}
    for row in usual.select_related("organisation").order_by("id"):
        leads.setdefault((row.category_id, row.organisation.area_id), row.organisation)
    return {
        venue.pk: own[venue.pk] if venue.pk in own
        else leads.get((venue.category_id, venue.district_id))
        for venue in venues
    }  # fmt: skip


def answering(venue: "Venue") -> "list[tuple[Organisation, str]]":
    """The departments and agencies that lead or co-lead this venue, overrides before category.

    Read once for a row at hand, as its other relations are; a row that is locked is read anew.
    """
    return venue.answering


def answering_now(venue: "Venue") -> "list[tuple[Organisation, str]]":
    """The same, asked of the database."""
    overrides = venue.lead_overrides.select_related("organisation__area").order_by("id")
    if own := [(row.organisation, row.role) for row in overrides]:
        return own
    usual = venue.category.leads.filter(organisation__area_id=venue.district_id)
    rows = usual.select_related("organisation__area").order_by("id")
    return [(row.organisation, row.role) for row in rows]


def own_area(officer: "Officer") -> "Area | None":
    """Where the officer's organisation acts: whose papers are written there, theirs are."""
    return officer.organisation.area if officer.organisation else None


def contains(area: "Area", other: "Area") -> bool:
    """Whether an area is, or has inside it, another one."""
    if area.kind == AreaKind.CITY:
        return other.district is not None and other.district.parent_id == area.pk
    return area.pk in (other.district_id, other.town_id, other.pk)


def _inside(area: "Area") -> Q:
    """The condition on an organisation of acting in an area or inside it."""
    if area.kind == AreaKind.CITY:
        return Q(area=area) | Q(area__district__parent=area)
    return Q(area=area) | Q(area__district=area) | Q(area__town=area)


def _sides(officer: "Officer", venue: "Venue") -> set[str]:
    organisation = officer.organisation
    if organisation is None or not officer.is_active or not _covers(organisation, venue):
        return set()
    if organisation.kind == OrganisationKind.COMMAND:
        return {"command"}
    joint = {"joint"} if acts_jointly(organisation, venue) else set()
    if organisation.kind == OrganisationKind.TOWN:
        return {"town"} | joint
    return {role for each, role in answering(venue) if each.pk == organisation.pk} | joint


def acts_jointly(organisation: "Organisation", venue: "Venue") -> bool:
    """Whether an operation to which the organisation was invited goes on at the venue."""
    return bool(organisation.invitations.filter(venue=venue, acting=True).exists())


def _invited(organisation: "Organisation") -> Q:
    """The condition of being seen because of a joint operation, some time longer (R-SCOPE-1)."""
    rows = organisation.invitations.in_force(clock.now())
    return Q(pk__in=rows.values("venue"))


def _covers(organisation: "Organisation", venue: "Venue") -> bool:
    area = organisation.area
    if area.kind == AreaKind.CITY:
        return venue.district.parent_id == area.pk
    return area.pk in (venue.district_id, venue.town_id)


def answers_for(organisation: "Organisation") -> Q:
    """The condition of being led or co-led by an organisation, overrides before categories."""
    return _named(organisation, LeadRole.values)


def led_by(organisation: "Organisation") -> Q:
    """The condition of being led by an organisation, overrides before categories."""
    return _named(organisation, [LeadRole.LEAD])


def led_by_nobody() -> Q:
    """The condition under which command acts for the department (R-SCOPE-4)."""
    usual = apps.get_model("venues", "CategoryLead")._default_manager.filter(
        category=OuterRef("category"), organisation__area=OuterRef("district"), role=LeadRole.LEAD
    )
    own = _overrides().filter(role=LeadRole.LEAD)
    return ~Exists(own) & (Exists(_overrides()) | ~Exists(usual))


def _overrides() -> QuerySet[Model]:
    leads = apps.get_model("venues", "VenueLead")._default_manager
    return leads.filter(venue=OuterRef("pk"))


def _named(organisation: "Organisation", roles: Iterable[str]) -> Q:
    by_category = organisation.category_leads.filter(role__in=roles).values("category")
    by_venue = organisation.venue_leads.filter(role__in=roles).values("venue")
    return Q(category__in=by_category) & ~Q(Exists(_overrides())) | Q(pk__in=by_venue)
