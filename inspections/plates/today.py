"""My work today with plates: what waits for the command, and for the reviewers of both sides."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.checks.sections import Part, Section, all_of, first_of
from inspections.plates.models import Plate, PlateSuggestion
from inspections.plates.rules import PlateState
from inspections.plates.waiting import side_of, waiting_for
from venues import scoping
from venues.models import Officer
from venues.rules import Post
from venues.scoping import is_of_command
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
    if not is_of_command(officer):
        return None
    rows = PlateSuggestion.objects.waiting_for(officer).select_related("venue__town")
    heading = _("Plates suggested to the command")
    return _unless_empty(list(rows.order_by("pk")), heading, _("Look"))


def to_accept(officer: Officer) -> Section | None:
    """Requests that this side has not accepted yet."""
    heading = _("Plates waiting for your acceptance")
    return _of_side(officer, PlateState.LIFT_REQUESTED, heading, _("Accept"))


def to_request(officer: Officer) -> Section | None:
    """Plates that hang though their grounds are settled."""
    heading = _("Plates whose grounds are settled")
    return _of_side(officer, PlateState.HUNG, heading, _("Request the lifting"))


_SECTIONS: tuple[Callable[[Officer], Section | None], ...] = (
    to_approve, to_hang, to_lift, suggested, to_accept, to_request,
)  # fmt: skip
PARTS = tuple(Part("plates/waiting.html", 4, each) for each in _SECTIONS)


def _leads(officer: Officer) -> bool:
    return Post.LEADER in scoping.posts_of(officer)


def _in_state(officer: Officer, state: str, heading: Words, act: Words) -> Section | None:
    if not is_of_command(officer):
        return None
    rows = Plate.objects.visible_to(officer).filter(state=state).select_related("venue__town")
    whole = f"{reverse('plates:list')}?state={state}"
    section = first_of(rows.order_by("pk"), heading=heading, act=act, whole=whole)
    return section if section.rows else None


def _of_side(officer: Officer, state: str, heading: Words, act: Words) -> Section | None:
    if not side_of(officer):
        return None
    rows = waiting_for(officer).filter(state=state).select_related("venue__town")
    return _unless_empty(list(rows.order_by("pk")), heading, act)


def _unless_empty(rows: Sequence[Any], heading: Words, act: Words) -> Section | None:
    return all_of(rows, heading=heading, act=act) if rows else None
