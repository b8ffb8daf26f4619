"""Which plates wait for whom: command staff, and the reviewers of the two sides."""

from django.db.models import Exists, OuterRef, Q

from inspections.plates.models import Plate, PlateGround, PlateQuerySet, PlateStep
from inspections.plates.rules import SETTLED, PlateSide, PlateState, StepKind
from venues.models import Officer
from venues.rules import OrganisationKind, Post
from venues.scoping import is_of_command, posts_of

OF_COMMAND = (PlateState.PROPOSED, PlateState.APPROVED, PlateState.ACCEPTED)
_SIDES = {OrganisationKind.TOWN: PlateSide.TOWN, OrganisationKind.DEPARTMENT: PlateSide.SECTOR}


def side_of(officer: Officer) -> str:
    """For which side this person accepts; "" for who is no reviewer of a town or department."""
    organisation = officer.organisation
    if organisation is None or Post.REVIEWER not in posts_of(officer):
        return ""
    return _SIDES.get(OrganisationKind(organisation.kind), "")


def waiting_for(officer: Officer) -> PlateQuerySet:
    """What waits for this person: to prepare, decide or hang; to accept, or to request lifting."""
    rows = Plate.objects.visible_to(officer)
    if is_of_command(officer):
        return rows.filter(state__in=OF_COMMAND)
    side = side_of(officer)
    if not side:
        return rows.none()
    own = rows if side == PlateSide.TOWN else rows.filter(department=officer.organisation_id)
    given = PlateStep.objects.filter(
        plate=OuterRef("pk"), round=OuterRef("round"), kind=StepKind.ACCEPTANCE, side=side
    )
    unsettled = PlateGround.objects.filter(plate=OuterRef("pk")).exclude(issue__state__in=SETTLED)
    return own.filter(
        Q(state=PlateState.LIFT_REQUESTED) & ~Exists(given)
        | Q(state=PlateState.HUNG) & ~Exists(unsettled)
    )
