"""One colour per venue, the first that applies, always with its word."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.rules import rule
from venues.models import Standing

COLOURS: list[tuple[dict[str, Any], str]] = [
    ({}, "green"),
    ({"general_open": 1}, "yellow"),
    ({"serious_open": 1}, "yellow"),
    ({"general_rectified": 1}, "white"),
    ({"serious_rechecked": 2}, "white"),
    ({"general_rectified": 1, "serious_open": 1}, "yellow"),
    ({"major_open": 1}, "red"),
    ({"major_rectified": 1}, "red"),
    ({"major_rechecked": 1, "general_rectified": 1}, "red"),
    ({"regime": "restricted"}, "green"),
    ({"regime": "suspended"}, "red"),
    ({"regime": "closed", "general_open": 1}, "red"),
    ({"plate_hung": True}, "black"),
    ({"plate_hung": True, "major_open": 1, "regime": "closed"}, "black"),
]
WORDS = {"green": "绿", "yellow": "黄", "white": "白", "red": "红", "black": "黑"}


@rule("R-VENUE-1")
@pytest.mark.parametrize(("columns", "colour"), COLOURS)
def test_first_that_applies(cast: Cast, columns: dict[str, Any], colour: str) -> None:
    Standing.objects.filter(pk=cast.venue.pk).update(**columns)

    assert Standing.objects.get(pk=cast.venue.pk).colour == colour


@rule("R-VENUE-1")
@pytest.mark.parametrize("severity", ["general", "serious", "major"])
def test_colour_along_the_life_of_an_issue(cast: Cast, severity: str) -> None:
    seen = [Standing.objects.get(pk=cast.venue.pk).colour]
    issue = cast.open(severity)
    seen.append(Standing.objects.get(pk=cast.venue.pk).colour)
    issue = cast.report(issue)
    seen.append(Standing.objects.get(pk=cast.venue.pk).colour)
    cast.recheck(issue)
    seen.append(Standing.objects.get(pk=cast.venue.pk).colour)

    unclosed = ["red"] * 3 if severity == "major" else ["yellow", "white", "white"]
    assert seen == ["green", *unclosed]


@rule("R-VENUE-1")
@pytest.mark.parametrize("address", ["/venues/", "/venues/V1/"])
@pytest.mark.parametrize(("columns", "colour"), [COLOURS[0], COLOURS[1], COLOURS[3], COLOURS[6]])
def test_word_stands_with_it(
    cast: Cast, client: Client, address: str, columns: dict[str, Any], colour: str
) -> None:
    Standing.objects.filter(pk=cast.venue.pk).update(**columns)
    client.force_login(cast["inspector"])

    page = client.get(address).content.decode()

    badge = page.split(f"vw-colour-{colour}")[1].split("<")[0]
    assert WORDS[colour] in badge
