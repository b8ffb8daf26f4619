"""Operations that wait: for command to convene or close, for agencies, for the town to rate."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from inspections.enforcement.judging import situations_of
from inspections.enforcement.models import Operation, Part
from inspections.enforcement.rules import PART_RUNS, RUNNING, OperationState, PartState
from venues.pending import Pending, told, turn_of
from venues.rules import OrganisationKind
from venuewatch.workflow import clock

Rows = QuerySet[Any]
RATED_WITHIN = timedelta(days=90)  # what ended longer ago waits for no rating any more


def _convene(rows: Rows) -> Rows:
    return told(rows.filter(state=OperationState.BLOWN), since="blown_at")


def _take_part(rows: Rows) -> Rows:
    """By each agency that has not ended its part; late where a clock ran out (R-JOINT-1)."""
    running = rows.filter(state__in=RUNNING).annotate(
        _going=FilteredRelation("parts", condition=Q(parts__state__in=PART_RUNS))
    )
    return told(
        running, since="convened_at", behind=Q(pk__in=ran_out()), **turn_of("_going__organisation")
    )


def ran_out() -> list[int]:
    """The keys of the running operations of which a clock ran out, in five queries.

    Pauses move the clocks, so that no statement alone can tell; few operations run at a time.
    """
    running = Operation.objects.filter(state__in=RUNNING).order_by("pk")
    return [
        situation.operation.pk
        for situation in situations_of(running)
        if any(each.ran_out for each in situation.clocks)
    ]


def _close(rows: Rows) -> Rows:
    return told(rows.filter(state=OperationState.REPORTED), since="reported_at")


def _rate(rows: Rows) -> Rows:
    """By the venue's town as it is now, every agency that came but itself."""
    own = Q(organisation__kind=OrganisationKind.TOWN, organisation__area=OuterRef("venue__town"))
    left = Part.objects.filter(~own, operation=OuterRef("pk"), rating=None)
    ended = rows.filter(
        Exists(left.exclude(state=PartState.INVITED)), state=OperationState.CLOSED,
        ended_at__gte=clock.now() - RATED_WITHIN,
    )  # fmt: skip
    return told(ended, since="ended_at", town=F("venue__town_id"))


PENDING = (
    Pending("convene", _("whistles to be answered"), _convene, has_clock=False),
    Pending("take_part", _("operations under way"), _take_part, shared=True),
    Pending("close", _("operations reported, to be closed"), _close, has_clock=False),
    Pending("rate", _("operations to be rated by the town"), _rate, has_clock=False),
)
