"""My work today with the intake desk: to dispatch, to verify, to answer; what is due first."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.checks.sections import Part, Section, first_of
from inspections.tracking.intake.models import Intake, IntakeQuerySet
from inspections.tracking.intake.rules import VERIFIED, IntakeState
from inspections.tracking.intake.waiting import to_verify
from venues.models import Officer
from venues.scoping import is_of_command
from venuewatch.workflow.rules import Words


def to_dispatch(officer: Officer) -> Section | None:
    """What came in and was not handed on."""
    heading = _("Intake: to be dispatched")
    return _on_the_desk(officer, [IntakeState.RECEIVED], heading, _("Dispatch"))


def to_answer(officer: Officer) -> Section | None:
    """What was verified and not answered."""
    return _on_the_desk(officer, VERIFIED, _("Intake: to be answered"), _("Feed back"))


def to_be_verified(officer: Officer) -> Section | None:
    """What the own organisation is asked."""
    whole = f"{reverse('intake:list')}?state={IntakeState.DISPATCHED}&waits=on"
    return _section(to_verify(officer), _("Intake: to be verified"), _("Verify"), whole)


def _on_the_desk(
    officer: Officer, states: Sequence[str], heading: Words, act: Words
) -> Section | None:
    if not is_of_command(officer):
        return None
    rows = Intake.objects.visible_to(officer).filter(state__in=states)
    query = "&".join(f"state={state}" for state in states)
    return _section(rows, heading, act, f"{reverse('intake:list')}?{query}")


def _section(rows: IntakeQuerySet, heading: Words, act: Words, whole: str) -> Section | None:
    ordered = rows.select_related("venue").order_by("due", "pk")
    section = first_of(ordered, heading=heading, act=act, whole=whole)
    return section if section.rows else None


_SECTIONS: tuple[Callable[[Officer], Section | None], ...] = (
    to_dispatch, to_be_verified, to_answer,
)  # fmt: skip
PARTS = tuple(Part("intake/waiting.html", 4, each) for each in _SECTIONS)
