"""The operation room asks the database as often for twenty agencies as for two."""

from dataclasses import replace

import pytest
from django.test import Client

from inspections.enforcement import actions as joint
from inspections.enforcement.actions import Party
from inspections.enforcement.models import Operation
from tests.cast import PASSWORD, Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.listing.test_query_counts import queries
from venues.models import Officer, Organisation, Person, SchemeValue


def party(cast: Cast, number: int) -> Party:
    """One more agency with an officer."""
    organisation = Organisation.objects.create(
        code=f"more{number}", name=f"agency {number}", short=f"a{number}", kind="agency",
        area=cast.district,
    )  # fmt: skip
    officer = Officer.objects.create_user(
        f"more{number}", PASSWORD, post="inspector", organisation=organisation,
        person=Person.objects.create(name=f"More {number}"),
    )  # fmt: skip
    return Party(organisation, "other", [(officer, False)])


def operation_of(cast: Cast, agencies: int) -> Operation:
    """An operation with so many agencies, each of which signed in and is on site."""
    for key in ("squad_police", "squad_health", "squad_market", "squad_town", "squad_certified"):
        SchemeValue.objects.update_or_create(area=cast.district, key=key, defaults={"value": 0})
    stages.gathered(cast)
    parties = [party(cast, 100 * agencies + number) for number in range(agencies)]
    plan = replace(stages.plan(cast), parties=parties, lead=parties[0].organisation)
    venue = {2: cast.venue, 20: cast.chess_room}[agencies]
    operation = joint.convene_at_once(venue, by=cast["command"], plan=plan, why="a tip")
    for part in operation.parts.order_by("place"):
        officer = part.members.get().officer
        joint.arrive(joint.sign_in(part, by=officer), by=officer)
    return operation


@pytest.mark.parametrize("name", ["command", "town-leader"])
def test_the_room_asks_as_often_for_many_agencies(cast: Cast, client: Client, name: str) -> None:
    with at(MONDAY, 10):
        rooms = [f"/operations/{operation_of(cast, count).number}/" for count in (2, 20)]
    if name == "town-leader":
        cast.chess_room.lead_overrides.all().delete()
    client.force_login(cast[name])
    with at(MONDAY, 11):
        few, many = (queries(client, room) for room in rooms)

    assert many == few
