"""The QR code on a plate: what it says, and where who scans it comes to."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import segno
from django.test import Client

from inspections.plates.printing_views import QR_ERROR_LEVEL
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.pages.test_scope import OUT_OF_SCOPE
from tests.plates import stages
from tests.rules import rule
from venues.models import SchemeValue

SVG = "{http://www.w3.org/2000/svg}"
RUN = re.compile(r"m(-?\d+) (-?[\d.]+)h(\d+)", re.IGNORECASE)
QUIET_ZONE = 4


def modules_of(picture: str) -> set[tuple[int, int]]:
    """The dark squares (row, column) that the picture draws, without its quiet zone."""
    root = ElementTree.fromstring(unquote(picture.partition(",")[2]))
    paths = root.iter(f"{SVG}path")
    drawn = next(each.attrib["d"] for each in paths if each.get("stroke") == "#000")
    column, row = 0, 0.0
    dark: set[tuple[int, int]] = set()
    for right, down, width in RUN.findall(drawn):
        is_first = not dark
        column, row = (int(right), float(down)) if is_first else (
            column + int(right), row + float(down))  # fmt: skip
        dark |= {(int(row) - QUIET_ZONE, column - QUIET_ZONE + n) for n in range(int(width))}
        column += int(width)
    return dark


def switch_on(cast: Cast) -> None:
    SchemeValue.objects.create(area=cast.district, key="plate_board", value=1)


@rule("R-PLATE-2")
def test_the_code_says_the_plates_absolute_address(cast: Cast, client: Client) -> None:
    plate = stages.hung(cast)
    client.force_login(cast["command"])

    page = client.get(f"/plates/{plate.number}/sheet/", secure=True, headers={"host": "localhost"})

    wanted = segno.make_qr(f"https://localhost/qr/{plate.number}/", error=QR_ERROR_LEVEL)
    matrix = {
        (row, column)
        for row, line in enumerate(wanted.matrix)
        for column, is_dark in enumerate(line)
        if is_dark
    }
    assert modules_of(page.context["qr"]) == matrix
    assert f'src="{page.context["qr"]}"'.encode() in page.content


@rule("R-PLATE-6")
@pytest.mark.parametrize("is_on", [False, True])
def test_a_citizen_comes_to_the_board_where_it_is_on_else_to_the_sign_in(
    cast: Cast, client: Client, is_on: bool
) -> None:
    plate = stages.hung(cast)
    if is_on:
        switch_on(cast)

    answer = client.get(f"/qr/{plate.number}/", follow=True)

    steps = [address for address, _status in answer.redirect_chain]
    if is_on:
        assert steps == [f"/board/410108/#{plate.number}"]
        assert f'id="{plate.number}"' in answer.content.decode()
    else:
        assert steps[0] == f"/plates/{plate.number}/"
        assert steps[1].startswith("/sign-in/")


@rule("R-PLATE-6", "R-SCOPE-2")
@pytest.mark.parametrize("is_on", [False, True])
@pytest.mark.parametrize("number", ["HP-410108-2022-0999", "HP-999999-2022-0001", "x", "²"])
def test_numbers_that_do_not_exist_are_answered_like_those_that_do(
    cast: Cast, client: Client, number: str, is_on: bool
) -> None:
    if is_on:
        switch_on(cast)

    place = client.get(f"/qr/{number}/").headers["Location"]

    is_public = is_on and number.startswith("HP-410108-")
    assert place.startswith("/board/410108/#" if is_public else "/plates/")


@rule("R-PLATE-6", "R-SCOPE-2")
def test_an_officer_comes_to_the_plate_and_finds_it_in_scope_only(
    cast: Cast, client: Client
) -> None:
    plate = stages.hung(cast)
    switch_on(cast)

    for name in ("inspector", *OUT_OF_SCOPE):
        client.force_login(cast[name])
        with at(MONDAY, 12):
            answer = client.get(f"/qr/{plate.number}/", follow=True)
        assert answer.redirect_chain == [(f"/plates/{plate.number}/", 302)]
        assert answer.status_code == (404 if name in OUT_OF_SCOPE else 200), name
