"""A follow-up that fails again and again is shown to those who can have it mended."""

import pytest
from django.test import Client

from tests.cast import OFFICERS, Cast
from tests.rules import rule
from venuewatch.workflow.models import FollowUp

SEEN_BY = {name for name, (place, _post) in OFFICERS.items() if place == "command"}
REASON = "the printer burns"


@pytest.fixture
def number(cast: Cast) -> str:
    """The number of an issue whose strike-off failed five times."""
    issue = cast.complete()
    FollowUp.objects.filter(subject_id=issue.pk).update(tries=5, why=REASON)
    return issue.number


@rule("R-TRACK-2")
@pytest.mark.parametrize("name", [name for name in OFFICERS if name != "admin"])
def test_command_of_the_area_sees_it(cast: Cast, client: Client, number: str, name: str) -> None:
    client.force_login(cast[name])

    page = client.get("/").content.decode()

    assert ("系统未能完成" in page and number in page) == (name in SEEN_BY)
    assert REASON not in page


@rule("R-TRACK-2", "R-SCOPE-1")
def test_administrator_sees_why_but_not_the_issue(cast: Cast, client: Client, number: str) -> None:
    client.force_login(cast["admin"])

    page = client.get("/").content.decode()

    assert REASON in page
    assert number not in page


@rule("R-TRACK-2")
def test_four_failures_are_not_shown_yet(cast: Cast, client: Client, number: str) -> None:
    FollowUp.objects.filter(why=REASON).update(tries=4)
    client.force_login(cast["command"])

    assert "系统未能完成" not in client.get("/").content.decode()
