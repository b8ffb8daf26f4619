"""A plate's whole way, from the proposal to the lifting, and what its venue shows meanwhile."""

import json

import pytest

from inspections.duties.actions import plan_day
from inspections.plates.models import Plate
from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, TUESDAY, at, duties, reasons
from tests.plates import stages
from tests.rules import rule
from venues.actions import end
from venues.models import Standing
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import Refused


def standing(cast: Cast) -> Standing:
    return Standing.objects.get(pk=cast.venue.pk)


@rule("R-PLATE-1", "R-PLATE-2", "R-PLATE-3", "R-PLATE-5", "R-TRACK-4")
def test_from_proposal_to_lifting(cast: Cast) -> None:
    plate = stages.lifted(cast)

    events = Event.objects.filter(subject_type="plate", subject_id=plate.pk).order_by("seq")
    assert list(events.values_list("name", flat=True)) == [
        "propose", "tell_venue", "record_reply", "approve", "hang", "request_lift", "accept",
        "accept", "accept_jointly", "lift",
    ]  # fmt: skip
    assert plate.number == "HP-410108-2026-0001"
    assert json.loads(events[0].body)["key"] == "TP-410108-2026-0001"
    assert json.loads(events[9].body)["key"] == plate.number
    assert Plate.objects.known_as(plate.proposal).get() == plate


@rule("R-VENUE-1", "R-VENUE-2")
def test_the_venue_is_black_as_long_as_it_hangs(cast: Cast) -> None:
    plate = stages.approved(cast)
    assert (standing(cast).plate_hung, standing(cast).colour) == (False, "yellow")
    with at(MONDAY, 22):
        plate = stages.hang(cast, plate)
    now = standing(cast)
    assert (now.colour, now.plate_since, now.plate_number) == ("black", MONDAY, plate.number)


@rule("R-VENUE-1", "R-VENUE-2")
def test_lifting_takes_the_colour(cast: Cast) -> None:
    plate = stages.accepted(cast)
    assert standing(cast).colour == "black"
    with at(FRIDAY, 12):
        stages.lift(cast, plate)

    now = standing(cast)
    assert (now.plate_hung, now.plate_since, now.plate_number) == (False, None, "")
    assert now.colour == "green"


@rule("R-PLATE-4", "R-DUTY-1")
def test_both_sides_owe_a_daily_check_from_the_day_after(cast: Cast) -> None:
    with at(MONDAY, 1):
        plan_day()
    stages.hung(cast)
    assert "plate" not in {reason for reason, _days in reasons(cast.venue, MONDAY).values()}
    with at(TUESDAY, 1):
        plan_day()

    assert reasons(cast.venue, TUESDAY) == {"sector": ("plate", 1), "town": ("plate", 1)}


@rule("R-VENUE-2")
def test_a_venue_does_not_end_under_its_plate(cast: Cast) -> None:
    plate = stages.checked(cast)
    with at(FRIDAY, 9):
        with pytest.raises(Refused):
            end(cast.venue, by=cast["command"], reason="closed down")
        stages.withdraw(cast, plate)

        assert end(cast.venue, by=cast["command"], reason="closed down").state == "ended"


@rule("R-PLATE-4", "R-DUTY-2")
def test_withdrawing_makes_the_days_duty_moot(cast: Cast) -> None:
    plate = stages.checked(cast)
    with at(FRIDAY, 1):
        plan_day()
    assert duties(cast.venue, FRIDAY) == {"sector": "owed", "town": "owed"}
    with at(FRIDAY, 9):
        stages.withdraw(cast, plate)

    assert duties(cast.venue, FRIDAY) == {"sector": "moot", "town": "moot"}
