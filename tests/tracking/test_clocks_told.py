"""A clock that ran out is told, even where it was met or stopped before anybody looked."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.enforcement import actions as joint
from inspections.enforcement.models import Operation
from inspections.tracking.escalation.actions import escalate
from inspections.tracking.escalation.breaches import run_out
from inspections.tracking.escalation.models import Escalation
from inspections.tracking.escalation.rules import LADDER
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.rules import rule
from venuewatch.workflow import clock


def told() -> set[str]:
    """The clocks that were told to the whole ladder."""
    rows = Escalation.objects.filter(kind="clock").order_by("occasion", "step")
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row.occasion, []).append(row.step)
    assert all(steps == [rung.step for rung in LADDER] for steps in found.values())
    return set(found)


def states(operation: Operation) -> dict[str, str]:
    return {each.name: each.state for each in stages.fresh(operation).situation.clocks}


def all_leave(cast: Cast, operation: Operation, hour: int) -> None:
    """Every agency is released or declines before anybody signed in."""
    with at(MONDAY, hour):
        for code in ("police", "health", "market"):
            joint.release(stages.part_of(operation, code), by=cast["command"], reason="silent")
        town = stages.part_of(operation, "town")
        joint.decline_part(town, by=cast["town-reviewer"], reason="a flood")


@rule("R-JOINT-1", "R-ISSUE-7", "R-TRACK-1")
def test_one_that_was_met_late_between_two_looks(cast: Cast) -> None:
    stages.under_way(cast)  # convened at 9; all signed in at 10, too late, and were on site in time
    with at(MONDAY, 11):
        assert escalate() == len(LADDER)
        assert escalate() == 0
    assert told() == {"signed_in"}


@rule("R-JOINT-1", "R-TRACK-1")
def test_after_the_report_too_until_it_is_closed(cast: Cast) -> None:
    operation = stages.reported(cast)
    with at(MONDAY, 13):
        escalate()
    assert told() == {"signed_in"}
    assert "escalate" in {row.name for row in operation.workflow if "reported" in row.sources}


@rule("R-JOINT-1")
def test_looking_asks_no_more_for_clocks_that_ran_out(cast: Cast) -> None:
    """Whoever leads is looked up once, not for every rung of every clock."""
    stages.under_way(cast)
    asked = []
    for hour in (10, 23):
        with at(MONDAY, hour), CaptureQueriesContext(connection) as queries:
            run_out(clock.now())
        asked.append(len(queries))
    assert asked[0] == asked[1]


@rule("R-JOINT-1")
def test_a_closed_one_is_told_no_more(cast: Cast) -> None:
    stages.closed(cast)
    with at(MONDAY, 14):
        assert escalate() == 0


@rule("R-JOINT-1")
@pytest.mark.parametrize("name", ["release", "decline_part"])
def test_leaving_erases_no_breach(cast: Cast, name: str) -> None:
    operation = stages.convened(cast)
    with at(MONDAY, 9):
        for code in ("police", "health", "market"):
            joint.sign_in(stages.part_of(operation, code), by=cast[stages.PEOPLE[code][0]])
    with at(MONDAY, 12):
        assert states(operation)["signed_in"] == "breached"
        town = stages.part_of(operation, "town")
        by = cast["command" if name == "release" else "town-reviewer"]
        getattr(joint, name)(town, by=by, reason="silent")
        assert states(operation)["signed_in"] == "met_late"
        clock = stages.fresh(operation).situation.clocks[0]
        assert clock.met == stages.part_of(operation, "town").steps.get().at
        escalate()
    assert told() >= {"signed_in"}


@rule("R-JOINT-1")
def test_where_nobody_takes_part_the_clocks_stop(cast: Cast) -> None:
    operation = stages.convened(cast)
    all_leave(cast, operation, 9)
    with at(MONDAY, 23):
        assert set(states(operation).values()) == {"stopped"}
        assert escalate() == 0


@rule("R-JOINT-1")
def test_what_ran_out_before_that_stays_late(cast: Cast) -> None:
    operation = stages.convened(cast)
    all_leave(cast, operation, 11)
    with at(MONDAY, 23):
        assert states(operation) == {
            "signed_in": "stopped_late", "on_site": "stopped_late", "first_result": "stopped",
            "final_report": "stopped",
        }  # fmt: skip
        escalate()
        joint.cancel(stages.fresh(operation), by=cast["command"], reason="nobody came")
        assert states(operation)["first_result"] == "stopped"
    assert told() == {"signed_in", "on_site"}


@rule("R-JOINT-1", "R-JOINT-4")
def test_a_result_that_nobody_is_left_to_give_is_not_waited_for(cast: Cast) -> None:
    operation = stages.convened(cast)
    with at(MONDAY, 9):
        joint.sign_in(stages.part_of(operation, "police"), by=cast["police"])
        for code in stages.PEOPLE:
            joint.release(stages.part_of(operation, code), by=cast["command"], reason="a mistake")
    with at(MONDAY, 23):
        assert states(operation)["first_result"] == "stopped"
        assert escalate() == 0


@rule("R-JOINT-1")
def test_the_room_and_today_say_that_only_cancelling_leads_on(cast: Cast, client: Client) -> None:
    operation = stages.convened(cast)
    all_leave(cast, operation, 9)
    for name in ("command", "town-leader", "police"):
        client.force_login(cast[name])
        with at(MONDAY, 10):
            room = client.get(f"/operations/{operation.number}/")
        assert "均已不参加或退出" in room.content.decode(), name
        main = room.context["main"]
        assert (main.name if main else None) == (None if name == "police" else "cancel")
    client.force_login(cast["command"])
    with at(MONDAY, 10):
        assert "各单位均已退出的联合执法" in client.get("/").content.decode()
        joint.cancel(stages.fresh(operation), by=cast["command"], reason="nobody came")
        assert "各单位均已退出的联合执法" not in client.get("/").content.decode()
