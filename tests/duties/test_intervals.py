"""The days between checks, per category and side, as command sets them (R-DUTY-1)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.duties import actions
from inspections.duties.actions import plan_day, set_intervals
from inspections.duties.models import CheckInterval
from tests.cast import OFFICERS, Cast
from tests.duties.days import MONDAY, at, checked, duties, reasons
from tests.rules import rule
from venues import ranges
from venues.models import Category, Venue
from venuewatch.workflow import followups
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import NotAllowed, Refused, Stale

PAGE = "/duties/intervals/410108/catering/"
NEW = {"town_routine": 7, "town_problem": 2, "sector_routine": 60, "sector_problem": 3}


def set_them(cast: Cast, by: str = "command-leader", **options: object) -> CheckInterval:
    given = {**NEW, **options}
    seen = given.pop("seen", None)
    assert seen is None or isinstance(seen, int)
    return set_intervals(
        cast.category, cast.district, given, by=cast[by], reason="spring", seen=seen
    )


@rule("R-DUTY-1")
def test_each_side_has_its_own(cast: Cast) -> None:
    checked(cast.venue, MONDAY - timedelta(days=30))
    set_them(cast)
    with at(MONDAY):
        plan_day()

    assert reasons(cast.venue, MONDAY) == {"town": ("routine", 7)}


@rule("R-DUTY-1")
def test_a_planned_day_is_told_anew(cast: Cast) -> None:
    checked(cast.venue, MONDAY - timedelta(days=10))
    with at(MONDAY):
        plan_day()
        assert duties(cast.venue, MONDAY) == {}
        set_them(cast)
        assert followups.run_due() > 0
        assert duties(cast.venue, MONDAY) == {"town": "owed"}

        set_them(cast, town_routine=60)
        followups.run_due()

    assert duties(cast.venue, MONDAY) == {"town": "moot"}


@rule("R-DUTY-1")
def test_venues_are_told_a_range_of_keys_at_a_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranges, "KEYS_AT_ONCE", 1)
    told: list[list[int]] = []
    monkeypatch.setattr(actions, "replan_after_the_planner", told.append)

    set_them(cast)
    followups.run_due()

    rows = Venue.objects.filter(category=cast.category, district=cast.district).order_by("pk")
    assert told == [[key] for key in rows.values_list("pk", flat=True)]
    assert len(told) > 1


@rule("R-TRACK-4")
def test_their_history_is_their_chain_of_events(cast: Cast) -> None:
    set_them(cast)
    set_them(cast, town_routine=10)

    first, second = Event.objects.filter(subject_type="interval").order_by("seq")
    assert first.actor == second.actor == cast["command-leader"]
    assert '"before":{"sector_problem":3' in second.body
    assert '"town_routine":10' in second.body
    assert '"why":"spring"' in second.body


@pytest.mark.parametrize("by", ["command-reviewer", "town-leader", "outsider", "dept-reviewer"])
def test_only_the_districts_command_leader(cast: Cast, by: str) -> None:
    with pytest.raises(NotAllowed):
        set_them(cast, by=by)

    assert not CheckInterval.objects.exists()


@pytest.mark.parametrize("wrong", [0, -1, 367, "x", "", None, "²"])
def test_a_number_of_days_is_needed(cast: Cast, wrong: object) -> None:
    with pytest.raises(Refused) as refusal:
        set_them(cast, town_routine=wrong)

    assert list(refusal.value.errors) == ["town_routine"]


def test_a_page_from_before_somebody_elses_change_is_stale(cast: Cast) -> None:
    seen = set_them(cast).event_seq
    set_them(cast, town_routine=9)

    with pytest.raises(Stale):
        set_them(cast, town_routine=8, seen=seen)


def test_what_changes_nothing_is_told(cast: Cast) -> None:
    set_them(cast)

    with pytest.raises(Refused):
        set_them(cast)


@rule("R-DUTY-1", "R-TRACK-4")
def test_leaders_set_them_on_a_page_and_the_settings_tell_them(cast: Cast, client: Client) -> None:
    client.force_login(cast["command-leader"])
    assert client.get(PAGE).status_code == 200

    answer = client.post(PAGE, {**NEW, "reason": "winter fires", "seen": 0})

    assert answer.status_code == 302
    row = CheckInterval.objects.get()
    assert (row.town_routine, row.sector_problem) == (7, 3)
    for address in (PAGE, "/settings/410108/"):
        assert "winter fires" in client.get(address).content.decode()
    assert "镇办 7/2" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("name", list(OFFICERS))
def test_command_reads_and_only_its_leaders_write(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])

    read = client.get(PAGE).status_code
    written = client.post(PAGE, {**NEW, "reason": "x", "seen": 0}).status_code

    assert (read == 200) == (OFFICERS[name][0] == "command")
    assert (written == 302) == (name == "command-leader")
    assert CheckInterval.objects.exists() == (name == "command-leader")


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast["command-leader"])

    answer = client.post(PAGE, {**NEW, "town_problem": 0, "reason": "kept words"})

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["town_problem"]
    assert "kept words" in answer.content.decode()


def test_many_set_intervals_ask_the_database_as_often_as_one(cast: Cast, client: Client) -> None:
    client.force_login(cast["command-leader"])
    set_them(cast)
    few = _queries(client)
    for place in range(5):
        category = Category.objects.create(code=f"more{place}", name=f"More {place}")
        set_intervals(category, cast.district, NEW, by=cast["command-leader"], reason="spring")

    assert _queries(client) == few


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/settings/410108/").status_code == 200
    return len(asked)
