"""My work today with joint enforcement: whistles, invitations, results owed, ratings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from inspections.enforcement.models import Operation, OperationQuerySet, Part
from inspections.enforcement.rules import RUNNING, OperationState, PartState
from venues import scoping
from venues.models import Officer
from venues.rules import BUSINESS_POSTS, OrganisationKind, Post
from venuewatch.workflow.rules import Words

MOST_SHOWN = 50


@dataclass(frozen=True)
class Section:
    """One list of what waits: its heading, its operations, and the act that each waits for."""

    heading: Words
    act: Words
    operations: Sequence[Operation]
    template: str = "operations/today.html"


def sections_for(officer: Officer) -> list[Section]:
    """The lists of this person's post that hold anything."""
    found = [
        Section(heading, act, list(rows.select_related("venue__town")[:MOST_SHOWN]))
        for heading, act, rows in _waiting(officer)
    ]
    return [section for section in found if section.operations]


def count_waiting(officer: Officer) -> int:
    """How many operations wait for this person; shown beside the place."""
    rows = [rows.order_by().values("pk") for _heading, _act, rows in _waiting(officer)]
    return rows[0].union(*rows[1:], all=True).count() if rows else 0


def _waiting(officer: Officer) -> list[tuple[Words, Words, OperationQuerySet]]:
    organisation = officer.organisation
    if organisation is None or officer.post not in BUSINESS_POSTS:
        return []
    rows = Operation.objects.visible_to(officer).order_by("pk")
    if organisation.kind == OrganisationKind.COMMAND:
        return [
            (_("Whistles to be convened"), _("Convene"), rows.filter(state=OperationState.BLOWN)),
            (_("Operations to be closed"), _("Close"), rows.filter(state=OperationState.REPORTED)),
        ]
    found: list[tuple[Words, Words, OperationQuerySet]] = [
        (_("Invitations to joint operations"), _("Sign in at the operation"),
         _mine(rows, officer, "invited")),
        (_("Results owed to joint operations"), _("Look"),
         _mine(rows, officer, "signed_in", "on_site")),
    ]  # fmt: skip
    if organisation.kind == OrganisationKind.TOWN and Post.REVIEWER in scoping.posts_of(officer):
        found.append((_("Agencies to be rated"), _("Rate"), _unrated(rows, officer)))
    return found


def _mine(rows: Any, officer: Officer, *states: str) -> Any:
    own = Part.objects.filter(
        operation=OuterRef("pk"), organisation=officer.organisation_id, state__in=states
    )
    return rows.filter(Exists(own), state__in=RUNNING)


def _unrated(rows: Any, officer: Officer) -> Any:
    others = Part.objects.filter(operation=OuterRef("pk"), rating=None)
    left = others.exclude(organisation=officer.organisation_id).exclude(state=PartState.INVITED)
    return rows.filter(Exists(left), state=OperationState.CLOSED)
