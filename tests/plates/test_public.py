"""The plate on paper, and the public board: off unless switched on, gone with the lifting."""

import pytest
from django.test import Client

from inspections.plates.models import Plate
from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, at
from tests.pages.test_scope import OUT_OF_SCOPE
from tests.plates import stages
from tests.rules import rule
from venues.models import SchemeValue

BOARD = "/board/410108/"


@rule("R-PLATE-6")
def test_the_board_is_off_unless_the_command_switched_it_on(cast: Cast, client: Client) -> None:
    stages.hung(cast)

    assert client.get(BOARD).status_code == 404
    assert client.get("/board/999999/").status_code == 404


@rule("R-PLATE-6")
def test_the_board_tells_name_number_and_day_and_nothing_else(cast: Cast, client: Client) -> None:
    SchemeValue.objects.create(area=cast.district, key="plate_board", value=1)
    plate = stages.hung(cast)

    page = client.get(BOARD)

    words = page.content.decode()
    assert cast.venue.name in words
    assert plate.number in words
    assert "exit" not in words
    assert "no-store" in page["Cache-Control"]


@rule("R-PLATE-6")
def test_the_board_does_not_know_what_is_not_hung_yet(cast: Cast, client: Client) -> None:
    SchemeValue.objects.create(area=cast.district, key="plate_board", value=1)
    plate = stages.approved(cast)
    assert plate.number not in client.get(BOARD).content.decode()


@rule("R-PLATE-6", "R-PLATE-5")
@pytest.mark.parametrize("end", ["lifted", "withdrawn"])
def test_it_is_gone_with_the_next_request(cast: Cast, client: Client, end: str) -> None:
    SchemeValue.objects.create(area=cast.district, key="plate_board", value=1)
    plate = stages.accepted(cast)
    assert plate.number in client.get(BOARD).content.decode()
    with at(FRIDAY, 12):
        stages.lift(cast, plate) if end == "lifted" else stages.withdraw(cast, plate)

    assert plate.number not in client.get(BOARD).content.decode()


@rule("R-PLATE-2", "R-SCOPE-2")
def test_a_plate_prints_from_its_approval_on_for_those_in_scope(cast: Cast, client: Client) -> None:
    plate = stages.approved(cast)
    address = f"/plates/{plate.number}/sheet/"
    client.force_login(cast["command"])
    page = client.get(address)

    assert cast.venue.name in page.content.decode()
    for name in OUT_OF_SCOPE:
        client.force_login(cast[name])
        assert client.get(address).status_code == 404, name
    with at(MONDAY):
        stages.withdraw(cast, Plate.objects.get())
    client.force_login(cast["command"])
    assert client.get(address).status_code == 404
