"""Which agencies can be invited to a venue, whom they have, and which are engaged (R-JOINT-2)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from inspections.enforcement.models import Part, SquadMember
from inspections.enforcement.rules import PART_RUNS, RUNNING
from venues.models import Officer, Organisation, Venue
from venues.rules import BUSINESS_POSTS, OrganisationKind


def invitable(venue: Venue) -> Any:
    """The venue's town, and the departments and agencies of its district and city."""
    town = Q(kind=OrganisationKind.TOWN, area=venue.town_id)
    others = Q(
        kind__in=[OrganisationKind.DEPARTMENT, OrganisationKind.AGENCY],
        area__in=[venue.district_id, venue.district.parent_id],
    )
    return Organisation.objects.filter(town | others).order_by("pk")


def officers_of(agencies: Sequence[Organisation]) -> Any:
    """The officers of these agencies who may be sent."""
    rows = Officer.objects.filter(
        organisation__in=agencies, is_active=True, post__in=BUSINESS_POSTS
    )
    return rows.select_related("person", "organisation").order_by("organisation", "pk")


def engaged(agencies: Sequence[Organisation]) -> dict[int, Part]:
    """The running part of each agency that is engaged elsewhere; shown, never refused."""
    rows = Part.objects.filter(
        organisation__in=agencies, state__in=PART_RUNS, operation__state__in=RUNNING
    )
    found = rows.select_related("operation__venue").order_by("-pk")
    return {part.organisation_id: part for part in found}


def certified_before(officers: Sequence[Officer]) -> set[int]:
    """The officers who held a certificate when their person was last sent; a first tick only."""
    rows = SquadMember.objects.filter(person__in={each.person_id for each in officers})
    latest = rows.order_by("person", "-pk").distinct("person").values_list("person", "certified")
    certified = {person for person, is_certified in latest if is_certified}
    return {each.pk for each in officers if each.person_id in certified}
