"""My work today with plates: what waits for the command, and for the reviewers of both sides."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from inspections.plates.models import Plate, PlateQuerySet, PlateStep, PlateSuggestion
from inspections.plates.rules import SETTLED, PlateSide, PlateState, StepKind
from venues import scoping
from venues.models import Officer
from venues.rules import BUSINESS_POSTS, OrganisationKind, Post
from venuewatch.workflow.rules import Words

MOST_SHOWN = 50


@dataclass(frozen=True)
class Section:
    """One list of what waits: its heading, its plates, and the act that each waits for."""

    heading: Words
    act: Words
    plates: Sequence[Plate]
    suggestions: Sequence[PlateSuggestion] = ()
    template: str = "plates/today.html"


def sections_for(officer: Officer) -> list[Section]:
    """The lists of this person's post that hold anything."""
    organisation = officer.organisation
    if organisation is None or officer.post not in BUSINESS_POSTS:
        return []
    if organisation.kind == OrganisationKind.COMMAND:
        found = _for_command(officer)
    elif Post.REVIEWER in scoping.posts_of(officer):
        found = _for_reviewers(officer)
    else:
        found = []
    return [section for section in found if section.plates or section.suggestions]


def _for_command(officer: Officer) -> list[Section]:
    leads = Post.LEADER in scoping.posts_of(officer)
    suggestions = PlateSuggestion.objects.waiting_for(officer).select_related("venue__town")
    return [
        Section(_("Plates waiting for approval"), _("Decide") if leads else _("Prepare"),
                _in(officer, PlateState.PROPOSED)),
        Section(_("Plates to be hung"), _("Hang"), _in(officer, PlateState.APPROVED)),
        Section(_("Liftings to be decided"), _("Decide") if leads else _("Look"),
                _in(officer, PlateState.ACCEPTED)),
        Section(_("Plates suggested to the command"), _("Look"), [],
                list(suggestions.order_by("pk")[:MOST_SHOWN])),
    ]  # fmt: skip


def _for_reviewers(officer: Officer) -> list[Section]:
    town = officer.organisation is not None and officer.organisation.kind == OrganisationKind.TOWN
    side = PlateSide.TOWN if town else PlateSide.SECTOR
    given = PlateStep.objects.filter(
        plate=OuterRef("pk"), round=OuterRef("round"), kind=StepKind.ACCEPTANCE, side=side
    )
    hung = _led(officer, town=town).annotate(
        unsettled=Count("grounds", filter=~Q(grounds__issue__state__in=SETTLED))
    )
    rows = _led(officer, town=town).filter(~Exists(given), state=PlateState.LIFT_REQUESTED)
    return [
        Section(_("Plates waiting for your acceptance"), _("Accept"), list(rows[:MOST_SHOWN])),
        Section(_("Plates whose grounds are settled"), _("Request the lifting"),
                list(hung.filter(state=PlateState.HUNG, unsettled=0)[:MOST_SHOWN])),
    ]  # fmt: skip


def _led(officer: Officer, *, town: bool) -> PlateQuerySet:
    rows = _rows(officer)
    return rows if town else rows.filter(department=officer.organisation_id)


def _rows(officer: Officer) -> PlateQuerySet:
    return Plate.objects.visible_to(officer).select_related("venue__town").order_by("pk")


def _in(officer: Officer, state: str) -> list[Plate]:
    return list(_rows(officer).filter(state=state)[:MOST_SHOWN])
