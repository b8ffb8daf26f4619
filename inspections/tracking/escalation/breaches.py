"""The clocks of joint operations that ran out: told to the whole ladder at once (R-JOINT-1).

One that was met after its time is told like one that still runs: between two looks, or while no
worker looked, nothing gets lost (R-TRACK-1). Closing an operation ends that.
"""

from collections.abc import Iterator
from datetime import datetime

from inspections.enforcement.models import Operation
from inspections.enforcement.rules import UNDER_WAY
from inspections.tracking.escalation.models import Escalation
from inspections.tracking.escalation.rules import LADDER, LateKind
from venues.scoping import leads_of


def run_out(now: datetime) -> list[Escalation]:
    """The rungs that clocks reached and nobody was told of, not yet stored.

    Few operations run at a time, and pauses move their clocks; so each is asked for its own.
    """
    rows = list(_breached(now))
    known = set(
        Escalation.objects.filter(
            kind=LateKind.CLOCK, subject_id__in={row.subject_id for row in rows}
        ).values_list("subject_id", "occasion", "step")
    )
    return [row for row in rows if (row.subject_id, row.occasion, row.step) not in known]


def _breached(now: datetime) -> Iterator[Escalation]:
    rows = Operation.objects.filter(state__in=UNDER_WAY).select_related("venue")
    going_on = list(rows.order_by("pk"))
    leads = leads_of([operation.venue for operation in going_on])
    for operation in going_on:
        for clock in operation.situation.clocks:
            if not clock.ran_out:
                continue
            for rung in LADDER:
                yield Escalation(
                    kind=LateKind.CLOCK, subject_type=operation.subject_type,
                    subject_id=operation.pk, subject_key=operation.event_key,
                    occasion=clock.name, step=rung.step, since=clock.due, at=now,
                    venue=operation.venue, district_id=operation.venue.district_id,
                    town_id=operation.venue.town_id, department=leads[operation.venue_id],
                )  # fmt: skip
