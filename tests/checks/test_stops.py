"""Where an officer goes today: each venue once, the most urgent first (R-DUTY-3, R-ISSUE-7)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from inspections.checks.stops import (
    LATE,
    PROBLEM,
    RECHECK,
    ROUTINE,
    SENT,
    round_for,
    stops_for,
)
from inspections.duties.actions import plan_day, today
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.duties.days import at, checked, stands
from tests.rules import rule
from tests.tracking.going_back import sent
from venues.models import Officer
from venuewatch.workflow import clock

LONG_AGO = timedelta(days=400)


def stops(cast: Cast, name: str) -> list[tuple[str, int, int]]:
    """Code, urgency and number of reasons of each stop, in their order."""
    return [(each.venue.code, each.urgency, len(each.reasons)) for each in stops_for(cast[name])]


@pytest.fixture
def owing(cast: Cast) -> Cast:
    """Routine checks are owed everywhere; the tea house next door has an issue."""
    for venue in (cast.venue, cast.venue_next_door, cast.chess_room):
        checked(venue, today() - LONG_AGO)
    stands(cast.venue_next_door, general_open=1)
    plan_day(today())
    return cast


@rule("R-DUTY-3")
def test_what_the_own_organisation_owes(owing: Cast) -> None:
    problem = ("V2", PROBLEM, 1)
    routine = [code for code, urgency, _ in stops(owing, "inspector") if urgency == ROUTINE]
    assert set(routine) <= {"V1", "V4"}  # none on a day on which nobody works
    assert stops(owing, "neighbour") == [problem]
    assert stops(owing, "dept")[0] == problem
    assert stops(owing, "command") == []
    assert stops(owing, "auditor") == []


@rule("R-DUTY-3", "R-ISSUE-7")
@pytest.mark.parametrize(
    ("severity", "goes", "stays"),
    [("general", "colleague", "dept"), ("serious", "dept", "colleague"),
     ("major", "dept", "colleague")],
)  # fmt: skip
def test_the_re_check_is_owed_by_who_found_it_or_by_who_leads(
    cast: Cast, severity: str, goes: str, stays: str
) -> None:
    issue = cast.report(cast.open(severity))

    assert stops(cast, goes) == [("V1", RECHECK, 1)]
    assert stops_for(cast[goes])[0].issue == issue.number
    assert stops(cast, stays) == []


@rule("R-ISSUE-7")
def test_never_by_who_reported_it(cast: Cast) -> None:
    cast.report(cast.open("general"))

    assert stops(cast, "inspector") == []


@rule("R-ISSUE-7", "R-DUTY-3")
def test_a_re_check_that_is_late_comes_first(owing: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=3, minutes=1)):
        owing.report(owing.open("serious"))
    Issue.objects.get()

    assert stops(owing, "dept")[0][:2] == ("V1", LATE)


@rule("R-DUTY-3")
def test_one_venue_is_one_stop(cast: Cast) -> None:
    checked(cast.venue, today() - LONG_AGO)
    with clock.at(clock.now() - timedelta(days=1)):
        cast.check(failed="A1")
        cast.report(cast.only_issue())
    plan_day()

    here = [stop for stop in stops(cast, "colleague") if stop[0] == "V1"]
    assert here == [("V1", RECHECK, 2)]


@rule("R-DUTY-3")
def test_the_page_shows_why_and_one_button(owing: Cast) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(owing["neighbour"])

    page = client.get("/").content.decode()

    assert "Tea house" in page
    assert "daily: issues are unclosed; last full check on" in page
    assert '/checks/file/V2/"' in page


def told_to_look_back(officer: Officer) -> int:
    """At how many stops this officer is told to look back."""
    with override("en"):
        told = [" ".join(map(str, stop.reasons)) for stop in stops_for(officer)]
    return sum("look-back" in words for words in told)


@rule("R-TRACK-3", "R-DUTY-3")
def test_whoever_is_sent_to_look_back_goes_there(cast: Cast) -> None:
    row = sent(cast)
    goer = row.officer
    assert goer is not None
    with at(row.due_day, 9):
        (stop,) = [each for each in stops_for(goer) if each.venue == cast.venue]
        told = round_for(goer)
        assert told is not None
        assert (stop.urgency, told.count.number) == (SENT, 1)
        assert told_to_look_back(goer) == 1
        assert "/look-backs/?mine=on" in [each.whole for each in told.tallies]
        others = [name for name in ("inspector", "colleague", "dept") if cast[name] != goer]
        assert [told_to_look_back(cast[name]) for name in others] == [0] * len(others)
    with at(row.owed_day + timedelta(days=1), 9):
        assert stops_for(goer)[0].urgency == LATE
