"""Which matters wait for whom: the desk for command staff, verification for who was asked."""

from django.db.models import Q

from inspections.tracking.intake.models import Intake, IntakeQuerySet
from inspections.tracking.intake.rules import ON_THE_DESK
from venues.models import Officer
from venues.rules import Post
from venues.scoping import is_of_command, posts_of


def to_verify(officer: Officer) -> IntakeQuerySet:
    """What the officer's organisation was asked and has not answered (R-SCOPE-4 for command)."""
    rows = Intake.objects.visible_to(officer)
    if is_of_command(officer) and Post.REVIEWER not in posts_of(officer):
        return rows.none()
    return rows.asked_of(officer.organisation_id)


def waiting_for(officer: Officer) -> IntakeQuerySet:
    """What waits for this person: to dispatch or to answer, to verify."""
    verifying = to_verify(officer)
    if not is_of_command(officer):
        return verifying
    rows = Intake.objects.visible_to(officer)
    return rows.filter(Q(state__in=ON_THE_DESK) | Q(pk__in=verifying.values("pk")))
