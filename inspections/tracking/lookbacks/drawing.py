"""Who is sent to look back: drawn fairly among the inspectors in scope (R-TRACK-3)."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

from django.db.models import Count, Q, QuerySet

from inspections.ledger.models import Recheck, Rectification
from inspections.plates.models import PlateStep
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.lookbacks.rules import LookBackState
from venues.models import Officer, Organisation, Venue
from venues.rules import OrganisationKind, Post
from venues.scoping import answering
from venuewatch.workflow import clock

REMEMBERED = timedelta(days=90)


def candidates(look_back: LookBack) -> "QuerySet[Officer]":
    """Who may be sent: the inspectors of command, of the venue's town and of its departments.

    Whoever reported the rectification or decided on it does not look back at it.
    """
    rows = Officer.objects.filter(
        organisation__in=_organisations(look_back.venue), post=Post.INSPECTOR, is_active=True
    )
    return rows.exclude(person__in=_involved(look_back))


def draw(look_back: LookBack) -> Officer | None:
    """The one who is sent least now, then within the last 90 days; None where nobody may be.

    Among equals a hash decides, so that nobody can tell beforehand who comes.
    """
    loads = _loads()
    nothing = (0, 0)
    return min(
        candidates(look_back).select_related("organisation__area"),
        key=lambda each: (loads.get(each.pk, nothing), _lot(look_back, each)),
        default=None,
    )


def _loads() -> Mapping[int, tuple[int, int]]:
    """Officer → how many wait for their visit now, how many were given to them lately."""
    lately = Q(state=LookBackState.SENT) | Q(sent_at__gte=clock.now() - REMEMBERED)
    rows = LookBack.objects.filter(lately, officer__isnull=False).order_by().values_list("officer")
    counted = rows.annotate(
        waiting=Count("pk", filter=Q(state=LookBackState.SENT)), lately=Count("pk")
    )
    return {officer: (waiting, lately) for officer, waiting, lately in counted}


def _lot(look_back: LookBack, officer: Officer) -> str:
    return sha256(f"{look_back.event_hash}:{officer.pk}".encode()).hexdigest()


def _organisations(venue: Venue) -> set[int]:
    """Command in whose area the venue lies, its town, and its lead and co-departments."""
    places = Q(area=venue.district_id) | Q(area=venue.district.parent_id)
    command = Q(places, kind=OrganisationKind.COMMAND)
    town = Q(kind=OrganisationKind.TOWN, area=venue.town_id)
    keys = Organisation.objects.filter(command | town).values_list("pk", flat=True)
    return {*keys, *(each.pk for each, _role in answering(venue))}


def _involved(look_back: LookBack) -> set[int]:
    """The persons who reported that it was fixed, or found it so."""
    if look_back.issue_id is None:
        steps = PlateStep.objects.filter(plate=look_back.plate_id, person__isnull=False)
        return set(steps.values_list("person_id", flat=True))
    of_issue = {"issue": look_back.issue_id, "person__isnull": False}
    reports = Rectification.objects.filter(**of_issue).values_list("person_id", flat=True)
    rechecks = Recheck.objects.filter(**of_issue).values_list("person_id", flat=True)
    return {*reports, *rechecks}
