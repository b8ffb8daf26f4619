"""My work today with plates: what waits for the command, and for the reviewers of both sides."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.checks.sections import Part, Section, all_of, first_of
from inspections.plates.models import Plate, PlateQuerySet, PlateStep, PlateSuggestion
from inspections.plates.rules import SETTLED, PlateSide, PlateState, StepKind
from venues import scoping
from venues.models import Officer
from venues.rules import BUSINESS_POSTS, OrganisationKind, Post
from venuewatch.workflow.rules import Words


def to_approve(officer: Officer) -> Section | None:
    """Proposals, for command staff to prepare and their leader to decide."""
    act = _("Decide") if _leads(officer) else _("Prepare")
    return _in_state(officer, PlateState.PROPOSED, _("Plates waiting for approval"), act)


def to_hang(officer: Officer) -> Section | None:
    """What was approved."""
    return _in_state(officer, PlateState.APPROVED, _("Plates to be hung"), _("Hang"))


def to_lift(officer: Officer) -> Section | None:
    """What both sides accepted."""
    act = _("Decide") if _leads(officer) else _("Look")
    return _in_state(officer, PlateState.ACCEPTED, _("Liftings to be decided"), act)


def suggested(officer: Officer) -> Section | None:
    """What reviewers suggested to the command."""
    if not _is_command(officer):
        return None
    rows = PlateSuggestion.objects.waiting_for(officer).select_related("venue__town")
    heading = _("Plates suggested to the command")
    return _unless_empty(list(rows.order_by("pk")), heading, _("Look"))


def to_accept(officer: Officer) -> Section | None:
    """Requests that this side has not accepted yet."""
    side = _side(officer)
    if not side:
        return None
    given = PlateStep.objects.filter(
        plate=OuterRef("pk"), round=OuterRef("round"), kind=StepKind.ACCEPTANCE, side=side
    )
    rows = _own(officer, side).filter(~Exists(given), state=PlateState.LIFT_REQUESTED)
    return _unless_empty(list(rows), _("Plates waiting for your acceptance"), _("Accept"))


def to_request(officer: Officer) -> Section | None:
    """Plates that hang though their grounds are settled."""
    side = _side(officer)
    if not side:
        return None
    rows = _own(officer, side).filter(state=PlateState.HUNG)
    settled = rows.annotate(
        unsettled=Count("grounds", filter=~Q(grounds__issue__state__in=SETTLED))
    ).filter(unsettled=0)
    heading = _("Plates whose grounds are settled")
    return _unless_empty(list(settled), heading, _("Request the lifting"))


_SECTIONS: tuple[Callable[[Officer], Section | None], ...] = (
    to_approve, to_hang, to_lift, suggested, to_accept, to_request,
)  # fmt: skip
PARTS = tuple(Part("plates/waiting.html", 4, each) for each in _SECTIONS)


def _is_command(officer: Officer) -> bool:
    organisation = officer.organisation
    at_work = organisation is not None and officer.post in BUSINESS_POSTS
    return at_work and organisation.kind == OrganisationKind.COMMAND  # type: ignore[union-attr]  # at work


def _leads(officer: Officer) -> bool:
    return Post.LEADER in scoping.posts_of(officer)


def _side(officer: Officer) -> str:
    """For which side this person accepts; "" for who is no reviewer of a town or department."""
    organisation = officer.organisation
    if organisation is None or Post.REVIEWER not in scoping.posts_of(officer):
        return ""
    sides = {OrganisationKind.TOWN: PlateSide.TOWN, OrganisationKind.DEPARTMENT: PlateSide.SECTOR}
    return sides.get(OrganisationKind(organisation.kind), "")


def _own(officer: Officer, side: str) -> PlateQuerySet:
    """The plates of the own town, or of the venues that the own department leads."""
    rows = Plate.objects.visible_to(officer).select_related("venue__town").order_by("pk")
    return rows if side == PlateSide.TOWN else rows.filter(department=officer.organisation_id)


def _in_state(officer: Officer, state: str, heading: Words, act: Words) -> Section | None:
    if not _is_command(officer):
        return None
    rows = Plate.objects.visible_to(officer).filter(state=state).select_related("venue__town")
    whole = f"{reverse('plates:list')}?state={state}"
    section = first_of(rows.order_by("pk"), heading=heading, act=act, whole=whole)
    return section if section.rows else None


def _unless_empty(rows: Sequence[Any], heading: Words, act: Words) -> Section | None:
    return all_of(rows, heading=heading, act=act) if rows else None
