"""Which operations wait for whom: command staff, the agencies invited, the towns that rate."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q

from inspections.enforcement.models import Operation, OperationQuerySet, Part
from inspections.enforcement.rules import RUNNING, OperationState, PartState
from venues import scoping
from venues.models import Officer
from venues.rules import BUSINESS_POSTS, OrganisationKind, Post

OF_COMMAND = (OperationState.BLOWN, OperationState.REPORTED)
TO_SIGN_IN = (PartState.INVITED,)
TO_RESULT = (PartState.SIGNED_IN, PartState.ON_SITE)


def takes_part(officer: Officer) -> bool:
    """Whether this person's organisation may be invited."""
    return _kind_of(officer) not in (None, OrganisationKind.COMMAND)


def rates(officer: Officer) -> bool:
    """Whether this person rates for a town."""
    reviews = Post.REVIEWER in scoping.posts_of(officer)
    return reviews and _kind_of(officer) == OrganisationKind.TOWN


def with_part(officer: Officer, states: Sequence[str]) -> OperationQuerySet:
    """Running operations in which the own organisation's part stands so."""
    return Operation.objects.visible_to(officer).filter(_own_part(officer, states))


def unrated(officer: Officer) -> OperationQuerySet:
    """Closed operations of which the town has not rated every agency that came."""
    return Operation.objects.visible_to(officer).filter(_has_unrated(officer))


def waiting_for(officer: Officer) -> OperationQuerySet:
    """What waits for this person: to convene or close; to sign in or give a result; to rate."""
    rows = Operation.objects.visible_to(officer)
    if scoping.is_of_command(officer):
        return rows.filter(state__in=OF_COMMAND)
    if not takes_part(officer):
        return rows.none()
    wanted = _own_part(officer, (*TO_SIGN_IN, *TO_RESULT))
    return rows.filter(wanted | _has_unrated(officer) if rates(officer) else wanted)


def _kind_of(officer: Officer) -> str | None:
    organisation = officer.organisation
    if organisation is None or officer.post not in BUSINESS_POSTS:
        return None
    return organisation.kind


def _own_part(officer: Officer, states: Sequence[str]) -> Q:
    own = Part.objects.filter(
        operation=OuterRef("pk"), organisation=officer.organisation_id, state__in=states
    )
    return Q(Exists(own), state__in=RUNNING)


def _has_unrated(officer: Officer) -> Q:
    others = Part.objects.filter(operation=OuterRef("pk"), rating=None)
    left = others.exclude(organisation=officer.organisation_id).exclude(state=PartState.INVITED)
    return Q(Exists(left), state=OperationState.CLOSED)
