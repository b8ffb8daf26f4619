"""What the database refuses of duties, whoever asks (R-DUTY-2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from inspections.checks.models import Inspection
from inspections.duties.actions import plan_day, today
from inspections.duties.models import Duty
from tests.cast import Cast
from tests.duties.days import checked, stands
from tests.rules import rule


@pytest.fixture
def duty(cast: Cast) -> Duty:
    """What the town owes the venue today."""
    checked(cast.venue, today() - timedelta(days=400))
    stands(cast.venue, general_open=1)
    plan_day()
    return Duty.objects.get(venue=cast.venue, side="town")


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def change(duty: Duty, **values: object) -> Callable[[], object]:
    return lambda: Duty.objects.filter(pk=duty.pk).update(**values)


@rule("R-DUTY-2")
def test_one_per_venue_day_and_side(duty: Duty) -> None:
    duty.pk = None
    refused(duty.save)


@rule("R-DUTY-2")
@pytest.mark.parametrize("state", ["done", "done_late", "missed", "moot"])
def test_it_starts_owed(duty: Duty, state: str) -> None:
    duty.pk, duty.day, duty.state = None, duty.day + timedelta(days=1), state
    refused(duty.save)


@rule("R-DUTY-1")
def test_it_is_owed_to_a_venue(duty: Duty) -> None:
    duty.pk, duty.venue_id = None, 0
    refused(duty.save)


@rule("R-DUTY-1")
@pytest.mark.parametrize("lost", ["town", "department"])
def test_somebody_owes_it(duty: Duty, lost: str) -> None:
    duty.pk, duty.day = None, duty.day + timedelta(days=1)
    duty.side = {"town": "town", "department": "sector"}[lost]
    setattr(duty, lost, None)
    refused(duty.save)


@rule("R-DUTY-2")
def test_it_is_never_deleted(duty: Duty) -> None:
    refused(duty.delete)


@rule("R-DUTY-2")
def test_what_it_was_made_with_stays(duty: Duty, cast: Cast) -> None:
    refused(change(duty, day=duty.day + timedelta(days=1)))
    refused(change(duty, venue=cast.venue_next_door))
    refused(change(duty, side="sector"))
    refused(change(duty, town=cast.neighbour))
    refused(change(duty, department=cast["co"].organisation))


@rule("R-DUTY-2")
def test_not_missed_before_its_day_has_ended(duty: Duty) -> None:
    refused(change(duty, state="missed"))


@rule("R-DUTY-2")
def test_not_done_without_a_visit(duty: Duty) -> None:
    refused(change(duty, state="done"))
    refused(change(duty, state="done_late"))


@rule("R-DUTY-2")
@pytest.mark.parametrize("by", ["dept", "command"])
def test_not_done_by_another_side(duty: Duty, cast: Cast, by: str) -> None:
    refused(change(duty, state="done", inspection=cast.check(by=by)))


@rule("R-DUTY-2")
def test_not_done_at_another_venue_or_on_another_day(duty: Duty, cast: Cast) -> None:
    elsewhere = cast.check(by="neighbour", venue=cast.venue_next_door)
    refused(change(duty, state="done", inspection=elsewhere))
    yesterday = cast.visit().started - timedelta(days=1)
    refused(change(duty, state="done", inspection=cast.check(started=yesterday)))


@rule("R-DUTY-2")
def test_no_transition_but_those_of_its_table(duty: Duty, cast: Cast) -> None:
    cast.check()
    duty.refresh_from_db()
    assert duty.state == "done"

    refused(change(duty, state="moot", inspection=None))
    refused(change(duty, state="done_late"))
    assert Inspection.objects.get() == duty.inspection
