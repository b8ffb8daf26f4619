"""The planner and acts at the same time: nothing is overlooked, nobody waits (R-DUTY-1)."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from inspections.checks.models import Inspection
from inspections.duties import actions
from inspections.duties.actions import plan_day, today
from inspections.duties.models import Duty, PlannedDay
from tests.cast import Cast
from tests.duties.days import checked, duties
from tests.racing import all_at_once, side_by_side
from tests.rules import rule
from venuewatch.workflow import followups
from venuewatch.workflow.models import FollowUp

pytestmark = pytest.mark.django_db(transaction=True)


@rule("R-DUTY-2")
def test_two_planners_make_one_plan(cast: Cast) -> None:
    checked(cast.venue, today() - timedelta(days=400))
    checked(cast.venue_next_door, today() - timedelta(days=400))
    added = all_at_once(plan_day, plan_day, plan_day)

    assert sorted(str(count) for count in added) == ["0", "0", str(Duty.objects.count())]
    assert PlannedDay.objects.count() == 1


@rule("R-DUTY-1", "R-TRACK-1")
def test_an_act_does_not_wait_for_the_planner_and_is_not_overlooked(cast: Cast) -> None:
    checked(cast.venue, today() - timedelta(days=1))
    with side_by_side() as start:
        with transaction.atomic():
            plan_day()  # not committed yet: it knows nothing of the issue found meanwhile
            filed = start(lambda: cast.check(failed="A1")).result(20)
        assert isinstance(filed, Inspection)
    assert duties(cast.venue, today()) == {}
    assert FollowUp.objects.filter(kind=actions.REPLAN, state="waiting").count() == 1

    followups.run_due()

    assert duties(cast.venue, today()) == {"sector": "owed"}


@rule("R-DUTY-1")
def test_the_planner_waits_for_acts_under_way(cast: Cast) -> None:
    checked(cast.venue, today() - timedelta(days=1))
    with side_by_side() as start:
        with transaction.atomic():
            cast.check(failed="A1")
            planned = start(plan_day)
            assert not planned.done()
        assert planned.result(20) == Duty.objects.count()
    assert duties(cast.venue, today()) == {"sector": "owed"}
    assert connection.in_atomic_block is False
