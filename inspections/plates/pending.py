"""Plates that wait for somebody: to be decided, hung, accepted, lifted.

Command's own steps have no time in the scheme; nor has the joint acceptance.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from inspections.plates.models import PlateStep
from inspections.plates.rules import PlateSide, PlateState, StepKind
from venues.pending import Pending, only_where, told

Rows = QuerySet[Any]


def _decide(rows: Rows) -> Rows:
    return told(rows.filter(state=PlateState.PROPOSED), since="proposed_at")


def _hang(rows: Rows) -> Rows:
    return told(rows.filter(state=PlateState.APPROVED), since=_latest(StepKind.APPROVAL))


def _accept(rows: Rows) -> Rows:
    """The sides that have not accepted yet."""
    return told(
        rows.filter(state=PlateState.LIFT_REQUESTED), since=_latest(StepKind.REQUEST),
        town=only_where(~_accepted(PlateSide.TOWN), "town_id"),
        department=only_where(~_accepted(PlateSide.SECTOR), "department_id"),
    )  # fmt: skip


def _lift(rows: Rows) -> Rows:
    return told(rows.filter(state=PlateState.ACCEPTED), since=_latest(StepKind.ACCEPTANCE))


def _latest(kind: str) -> Subquery:
    steps = PlateStep.objects.filter(plate=OuterRef("pk"), kind=kind).order_by("-record_order")
    return Subquery(steps.values("at")[:1])


def _accepted(side: str) -> Q:
    given = PlateStep.objects.filter(
        plate=OuterRef("pk"), round=OuterRef("round"), kind=StepKind.ACCEPTANCE, side=side
    )
    return Q(Exists(given))


PENDING = (
    Pending("decide", _("plates proposed, to be decided"), _decide, has_clock=False),
    Pending("hang", _("plates approved, to be hung"), _hang, has_clock=False),
    Pending("accept", _("plates to be accepted before lifting"), _accept, has_clock=False),
    Pending("lift", _("plates accepted, to be lifted"), _lift, has_clock=False),
)
