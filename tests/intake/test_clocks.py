"""The desk's clocks: which runs when, amber, and what is noted once when one runs out."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from inspections.ledger.rules import end_of_day
from inspections.tracking.intake import actions as desk
from inspections.tracking.intake.actions.clocks import LATE, verify_due
from inspections.tracking.intake.models import Intake
from inspections.tracking.intake.rules import working_day_after
from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, NEXT_MONDAY, TUESDAY, at
from tests.intake import stages
from tests.rules import rule
from venues.models import SchemeValue
from venuewatch.workflow import clock, followups
from venuewatch.workflow.models import Event, FollowUp


def hours(matter: Intake) -> float:
    return (matter.due - matter.clock_from) / timedelta(hours=1)


def breaches(matter: Intake, moment: datetime) -> int:
    with clock.at(moment):
        followups.run_due(moment)
    return stages.fresh(matter).breaches


@rule("R-INTAKE-2")
def test_the_dispatch_has_its_hours_as_the_district_says(cast: Cast) -> None:
    assert hours(stages.received(cast)) == 2
    SchemeValue.objects.create(area=cast.district, key="intake_dispatch_hours", value=5)

    assert hours(stages.received(cast)) == 5


@rule("R-INTAKE-3")
def test_verification_counts_working_days(cast: Cast) -> None:
    assert working_day_after(FRIDAY, 1) == NEXT_MONDAY
    assert working_day_after(FRIDAY, 0) == FRIDAY
    with at(FRIDAY):
        assert verify_due(cast.district, clock.now()) == end_of_day(NEXT_MONDAY + timedelta(days=2))


@rule("R-INTAKE-2", "R-INTAKE-3", "R-INTAKE-4", "R-TRACK-2")
def test_each_state_has_its_clock_and_leaving_it_stops_it(cast: Cast) -> None:
    matter = stages.dispatched(cast)
    first = min(each.due for each in matter.asks.all())
    assert stages.fresh(matter).due == first
    matter = stages.confirm(cast, matter, by="inspector")
    assert stages.fresh(matter).due == matter.asks.get(side="sector").due
    matter = desk.find_unconfirmed(stages.fresh(matter), by=cast["dept"], words="nothing")
    assert hours(stages.fresh(matter)) == 48
    stages.feed_back(cast, stages.fresh(matter))

    rows = FollowUp.objects.filter(kind=LATE, subject_id=matter.pk)
    assert set(rows.values_list("state", flat=True)) == {"moot"}
    assert rows.count() == 4


@rule("R-INTAKE-2", "R-TRACK-1")
def test_a_clock_that_ran_out_is_noted_once(cast: Cast) -> None:
    with at(MONDAY):
        matter = stages.received(cast)
    assert breaches(matter, matter.due - timedelta(minutes=1)) == 0
    assert breaches(matter, matter.due + timedelta(minutes=1)) == 1
    assert breaches(matter, matter.due + timedelta(days=1)) == 1

    event = Event.objects.get(subject_type="intake", name="pass_due")
    assert '"clock":"received"' in event.body
    with at(TUESDAY):
        assert Intake.objects.overdue(clock.now()).get() == matter


@rule("R-INTAKE-3")
def test_the_next_state_has_its_own_time_after_a_breach(cast: Cast) -> None:
    with at(MONDAY):
        matter = stages.received(cast)
    breaches(matter, matter.due + timedelta(minutes=1))
    with at(TUESDAY):
        matter = desk.dispatch(stages.fresh(matter), stages.both(), by=cast["command"])
    assert breaches(matter, matter.due - timedelta(minutes=1)) == 1
    assert breaches(matter, matter.due + timedelta(minutes=1)) == 2


@rule("R-INTAKE-2")
def test_amber_from_four_fifths_on(cast: Cast) -> None:
    with at(MONDAY):
        matter = stages.received(cast)
    for minutes, amber in ((95, False), (97, True), (119, True), (121, False)):
        moment = matter.clock_from + timedelta(minutes=minutes)
        assert Intake.objects.amber(moment).exists() == amber, minutes


@rule("R-TRACK-2")
@pytest.mark.parametrize("build", [stages.closed, stages.merged])
def test_nothing_is_noted_on_what_has_ended(cast: Cast, build: object) -> None:
    matter = build(cast)  # type: ignore[operator]  # a stage
    FollowUp.objects.create(kind=LATE, subject_type="intake", subject_id=matter.pk, step=99,
                            due=timezone.now())  # fmt: skip

    assert breaches(matter, timezone.now() + timedelta(days=30)) == 0
    assert FollowUp.objects.get(step=99).state == "moot"


@rule("R-INTAKE-2", "R-TRACK-1")
def test_what_came_in_late_is_noted_as_late_at_once(cast: Cast) -> None:
    matter = stages.received(cast, at=clock.now() - timedelta(days=30))

    followups.run_due()

    assert stages.fresh(matter).breaches == 1
