"""What an invitation lets an agency see and do, and until when (R-SCOPE-1)."""

from datetime import timedelta

import pytest
from django.test import Client

from inspections.enforcement import actions as joint
from inspections.enforcement.actions import Party
from inspections.enforcement.models import Operation
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.rules import rule
from venues.models import Officer, Venue
from venuewatch.workflow.rules import NotAllowed, Refused


def sees(officer: Officer, venue: Venue) -> bool:
    return bool(Venue.objects.visible_to(officer).filter(pk=venue.pk).exists())


@rule("R-SCOPE-1", "R-SCOPE-3")
def test_an_invited_agency_sees_that_venue_until_thirty_days_after(cast: Cast) -> None:
    operation = stages.blown(cast)
    with at(MONDAY, 9):
        assert not sees(cast["police"], cast.venue)
        joint.convene(operation, by=cast["command"], plan=stages.plan(cast))
        assert sees(cast["police"], cast.venue)
        assert not sees(cast["police"], cast.venue_next_door)
        assert not sees(cast["postal"], cast.venue)
        joint.cancel(stages.fresh(operation), by=cast["command"], reason="closed down")
    with at(MONDAY + timedelta(days=29)):
        assert sees(cast["police"], cast.venue)
        assert Operation.objects.visible_to(cast["police"]).exists()
    with at(MONDAY + timedelta(days=31)):
        assert not sees(cast["police"], cast.venue)
        assert not Operation.objects.visible_to(cast["police"]).exists()


@rule("R-SCOPE-1", "R-JOINT-3")
def test_it_acts_there_only_while_the_operation_goes_on(cast: Cast) -> None:
    operation = stages.convened(cast)
    with at(MONDAY, 10):
        assert cast.venue.capacities(cast["police-reviewer"]) == {
            "joint.inspector", "joint.reviewer",
        }  # fmt: skip
        joint.decline_part(
            stages.part_of(operation, "police"), by=cast["police-reviewer"], reason="a flood"
        )
        assert cast.venue.capacities(cast["police-reviewer"]) == frozenset()
        with pytest.raises(NotAllowed):
            cast.check(by="police", failed="A1")
        assert sees(cast["police"], cast.venue)


@rule("R-SCOPE-2")
def test_pages_of_the_operation_follow_the_venue(cast: Cast, client: Client) -> None:
    operation = stages.convened(cast)
    for name, status in (
        ("police", 200), ("dept", 200), ("inspector", 200), ("command", 200), ("postal", 404),
        ("neighbour", 404), ("outsider", 404),
    ):  # fmt: skip
        client.force_login(cast[name])
        with at(MONDAY, 10):
            assert client.get(f"/operations/{operation.number}/").status_code == status, name
            assert client.get(f"/venues/{cast.venue.code}/").status_code == status, name
            listed = client.get("/operations/").content.decode()
        assert (operation.number in listed) == (status == 200), name


@rule("R-JOINT-2", "R-SCOPE-1")
def test_only_agencies_of_the_area_are_invited(cast: Cast) -> None:
    operation = stages.blown(cast)
    parties = [*stages.parties(cast), Party(stages.agency("next"), "town")]
    with at(MONDAY), pytest.raises(Refused, match="管辖范围不包括"):
        joint.convene(operation, by=cast["command"], plan=stages.plan(cast, parties=parties))
