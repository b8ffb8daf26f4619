"""Which operations wait for whom: command staff, the agencies invited, the towns that rate."""

# ruff: noqa: S608, S611 — the SQL is put together from constants of this code, never from input

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from inspections.enforcement.conditions import without_inspection
from inspections.enforcement.models import Operation, OperationQuerySet, Part
from inspections.enforcement.rules import PART_RUNS, RUNNING, OperationState, PartState
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


def unfounded(officer: Officer) -> OperationQuerySet:
    """Operations in which what the own organisation found rests on a withdrawn inspection."""
    rows = Operation.objects.visible_to(officer)
    return rows.filter(pk__in=_unfounded_of(officer)) if takes_part(officer) else rows.none()


def abandoned(officer: Officer) -> OperationQuerySet:
    """Convened operations in which no agency takes part any more: only cancelling leads on."""
    return Operation.objects.visible_to(officer).filter(_IS_ABANDONED)


def unrated(officer: Officer) -> OperationQuerySet:
    """Closed operations of which the town has not rated every agency that came."""
    return Operation.objects.visible_to(officer).filter(_has_unrated(officer))


def waiting_for(officer: Officer) -> OperationQuerySet:
    """What waits for this person: to convene, close or cancel; to sign in, to tell; to rate."""
    rows = Operation.objects.visible_to(officer)
    if scoping.is_of_command(officer):
        return rows.filter(_IS_ABANDONED | Q(state__in=OF_COMMAND))
    if not takes_part(officer):
        return rows.none()
    wanted = _own_part(officer, (*TO_SIGN_IN, *TO_RESULT)) | Q(pk__in=_unfounded_of(officer))
    return rows.filter(wanted | _has_unrated(officer) if rates(officer) else wanted)


_IS_ABANDONED = ~Exists(
    Part.objects.filter(operation=OuterRef("pk"), state__in=PART_RUNS)
) & Q(state=OperationState.CONVENED)  # fmt: skip
# The operations that go on; the condition then looks at few.
_GOING_ON = "(SELECT * FROM inspections_operation WHERE state IN ('under_way', 'reported'))"


def _unfounded_of(officer: Officer) -> RawSQL:
    found = f"SELECT operation_id FROM ({without_inspection(_GOING_ON)}) AS found"
    return RawSQL(f"{found} WHERE organisation_id = %s", [officer.organisation_id])


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
