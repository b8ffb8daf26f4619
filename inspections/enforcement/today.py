"""My work today with joint enforcement: whistles, invitations, results owed, ratings."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.checks.sections import Part, Section, first_of
from inspections.enforcement.models import OperationQuerySet
from inspections.enforcement.rules import OperationState
from inspections.enforcement.waiting import (
    TO_RESULT,
    TO_SIGN_IN,
    abandoned,
    rates,
    takes_part,
    unfounded,
    unrated,
    waiting_for,
    with_part,
)
from venues.models import Officer
from venues.scoping import is_of_command
from venuewatch.workflow.rules import Words


def to_convene(officer: Officer) -> Section | None:
    """Whistles that nobody answered yet."""
    return _in_state(officer, OperationState.BLOWN, _("Whistles to be convened"), _("Convene"))


def to_close(officer: Officer) -> Section | None:
    """Operations whose agencies have all reported."""
    return _in_state(officer, OperationState.REPORTED, _("Operations to be closed"), _("Close"))


def to_sign_in(officer: Officer) -> Section | None:
    """Operations to which the own organisation is invited."""
    if not takes_part(officer):
        return None
    heading = _("Invitations to joint operations")
    return _section(with_part(officer, TO_SIGN_IN), heading, _("Sign in at the operation"))


def to_result(officer: Officer) -> Section | None:
    """Operations that wait for the own result."""
    if not takes_part(officer):
        return None
    heading = _("Results owed to joint operations")
    return _section(with_part(officer, TO_RESULT), heading, _("Look"))


def to_file_again(officer: Officer) -> Section | None:
    """Operations in which what the own organisation found is off the ledger (R-JOINT-4)."""
    heading = _("Joint inspections to be filed again")
    return _section(unfounded(officer), heading, _("Look")) if takes_part(officer) else None


def to_cancel(officer: Officer) -> Section | None:
    """Operations that every agency left before anybody signed in."""
    if not is_of_command(officer):
        return None
    heading = _("Operations that every agency left")
    return _section(abandoned(officer), heading, _("Look"))


def to_rate(officer: Officer) -> Section | None:
    """Closed operations whose agencies the town has not rated."""
    if not rates(officer):
        return None
    return _section(unrated(officer), _("Agencies to be rated"), _("Rate"))


_SECTIONS: tuple[Callable[[Officer], Section | None], ...] = (
    to_convene, to_close, to_cancel, to_sign_in, to_result, to_file_again, to_rate,
)  # fmt: skip
PARTS = tuple(Part("operations/waiting.html", 3, each) for each in _SECTIONS)


def _in_state(officer: Officer, state: str, heading: Words, act: Words) -> Section | None:
    if not is_of_command(officer):
        return None
    rows = waiting_for(officer).filter(state=state)
    return _section(rows, heading, act, f"state={state}")


def _section(
    rows: OperationQuerySet, heading: Words, act: Words, whole: str = ""
) -> Section | None:
    whole = whole or f"{reverse('operations:list')}?waits=on"
    rows = rows.select_related("venue__town").order_by("pk")
    section = first_of(rows, heading=heading, act=act, whole=whole)
    return section if section.rows else None
