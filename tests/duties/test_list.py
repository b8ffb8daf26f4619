"""The list of a day's duties: whose they are, why they are owed, what did them."""

from datetime import timedelta

import pytest
from django.test import Client

from inspections.duties.actions import plan_day, today
from tests.cast import Cast
from tests.duties.days import checked
from tests.rules import rule


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """Both sides owe a check at the noodle house, the town has made it; others owe theirs."""
    for venue in (cast.venue, cast.venue_next_door, cast.chess_room):
        checked(venue, today() - timedelta(days=400))
    cast.check(failed="A1", venue=cast.venue_next_door, by="neighbour")
    plan_day()
    return cast


def page(cast: Cast, name: str, address: str = "/duties/") -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast[name])
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@rule("R-DUTY-1", "R-SCOPE-1")
def test_whoever_looks_sees_their_own(planned: Cast) -> None:
    assert "Tea house" not in page(planned, "inspector")
    assert "Tea house" in page(planned, "dept")
    assert "Tea house" in page(planned, "command")


@rule("R-DUTY-1")
def test_it_says_why(planned: Cast) -> None:
    assert "daily: issues are unclosed; last full check on" in page(planned, "dept")


@rule("R-DUTY-2")
def test_a_check_is_offered_to_whom_it_is_owed_by(planned: Cast) -> None:
    """A visit of the command or of the other side would fulfil nothing."""
    offered = f"/checks/file/{planned.venue_next_door.code}/"
    whole = "/duties/?q=Tea"
    assert offered in page(planned, "dept", whole)
    assert offered not in page(planned, "neighbour", whole)
    assert offered not in page(planned, "command", whole)


@rule("R-DUTY-2")
def test_filters(planned: Cast) -> None:
    department = planned.department.pk
    assert "Tea house" in page(planned, "command", "/duties/?side=sector&state=owed")
    assert "Tea house" not in page(planned, "command", "/duties/?side=town&state=owed&q=Tea")
    assert "Tea house" in page(planned, "command", f"/duties/?department={department}&q=Tea")
    assert "Tea house" not in page(planned, "command", f"/duties/?town={planned.town.pk}")
    assert "Tea house" in page(planned, "command", "/duties/?reason=problem")


@rule("R-DUTY-2")
@pytest.mark.parametrize("day", ["2020-01-01", "9999-12-31"])
def test_another_day(planned: Cast, day: str) -> None:
    assert "Tea house" not in page(planned, "command", f"/duties/?day={day}")


@pytest.mark.parametrize("day", ["", "abc", "2026-02-30", "%00"])
def test_no_day_is_today(planned: Cast, day: str) -> None:
    assert "Tea house" in page(planned, "command", f"/duties/?day={day}")
