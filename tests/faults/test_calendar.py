"""The clock goes over midnight, a month's end, a leap day and a year's end, beat by beat."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from inspections.duties.models import Duty, PlannedDay
from inspections.reports.models import DailyReport
from inspections.tasks import escalate, plan_day, propose_plates
from inspections.tracking.escalation.models import Message
from inspections.tracking.lookbacks.models import LookBack
from tests.cast import Cast
from tests.duties.days import at, checked
from tests.orders.acts import drafted
from tests.rules import rule
from venues.models import Order
from venues.orders import actions as orders
from venuewatch.workflow import clock, followups
from venuewatch.workflow.models import Event

LAST_DAYS = [date(2025, 10, 31), date(2025, 12, 31), date(2024, 2, 29), date(2026, 3, 9)]
BEFORE, AFTER = timedelta(minutes=12), timedelta(minutes=12)


def over_midnight(day: date) -> None:
    """Every minute around the end of a day, each of beat's tasks twice, as two beats would."""
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    moment = midnight - BEFORE
    while moment <= midnight + AFTER:
        with clock.at(moment):
            for _beat in range(2):
                plan_day()
                followups.run_due()
                propose_plates()
                escalate()
        moment += timedelta(minutes=1)


@rule("R-TRACK-1", "R-DUTY-2", "R-ORDER-1", "R-TRACK-3", "R-REPORT-2")
@pytest.mark.parametrize("day", LAST_DAYS, ids=str)
def test_each_thing_is_done_once_and_on_its_day(cast: Cast, day: date) -> None:
    following = day + timedelta(days=1)
    with at(day - timedelta(days=7), 9):
        cast.closed()  # looked back at after 7 days
    checked(cast.venue, day - timedelta(days=400))
    with at(day, 1):
        plan_day()
        cast.check(by="neighbour", venue=cast.venue_next_door)
    with at(day, 10):
        starting = orders.issue(drafted(cast, "1", starts=following), by=cast["command-leader"])
        ending = orders.issue(drafted(cast, "2", starts=day, until=day), by=cast["command-leader"])
    owed = Duty.objects.filter(day=day, state="owed").count()
    assert owed

    over_midnight(day)

    assert PlannedDay.objects.filter(day__in=[day, following]).count() == 2
    assert Duty.objects.filter(day=day, state="missed").count() == owed
    assert not Duty.objects.filter(day=day, state="owed").exists()
    assert Order.objects.get(pk=starting.pk).state == "in_force"
    assert Order.objects.get(pk=ending.pk).state == "ended"
    for order, name in ((starting, "come_into_force"), (ending, "expire")):
        switched = Event.objects.filter(subject_type="order", subject_id=order.pk, name=name)
        assert switched.count() == 1
    assert LookBack.objects.exclude(state="scheduled").count() == 1
    assert DailyReport.objects.filter(day=following).count() == (
        DailyReport.objects.filter(day=day).count()
    )
    told = Message.objects.values_list("officer", "kind", "step")
    assert len(told) == len(set(told)), "a rung was told twice"
