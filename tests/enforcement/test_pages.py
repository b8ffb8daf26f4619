"""The pages of operations: who may do what, what is missing, what is kept, how many queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.enforcement import actions as joint
from inspections.enforcement.forms import OPERATION_FORMS, PART_FORMS
from inspections.enforcement.models import Operation, Part
from tests.cast import OFFICERS, Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.enforcement.test_guards import off_the_ledger
from tests.pages.test_scope import IN_SCOPE, OUT_OF_SCOPE
from tests.rules import rule

STAFF = {"command", "command-reviewer", "command-reviewer-2", "command-leader"}
WHY = {"reason": "closed down by itself"}


def paused(cast: Cast) -> Operation:
    operation = stages.convened(cast)
    with at(MONDAY, 10):
        return joint.pause(operation, by=cast["command"], reason="a storm")


def signed_in(cast: Cast) -> Operation:
    operation = stages.convened(cast)
    with at(MONDAY, 10):
        joint.sign_in(stages.part_of(operation, "police"), by=cast["police"])
    return stages.fresh(operation)


# act on an operation → from which stage, who may, what is typed
ACTS: dict[str, tuple[Callable[[Cast], Operation], set[str], dict[str, Any]]] = {
    "close": (stages.reported, STAFF, {"remark": "all done"}),
    "decline": (stages.blown, {"command-leader"}, WHY),
    "cancel": (stages.convened, STAFF | {"town-leader"}, WHY),
    "pause": (stages.convened, STAFF, WHY),
    "resume": (paused, STAFF, {"reason": "the way is free"}),
}
# act on the police's part → from which stage, who may, what is typed
PART_ACTS: dict[str, tuple[Callable[[Cast], Operation], set[str], dict[str, Any]]] = {
    "sign_in": (stages.convened, {"police", "police-reviewer"}, {"remark": "four men"}),
    "arrive": (signed_in, {"police", "police-reviewer"}, {"remark": ""}),
    "give_result": (
        stages.under_way, {"police-reviewer"}, {"words": "warned by word", "measure": "none"},
    ),
    "correct_result": (off_the_ledger, STAFF | {"police-reviewer"}, WHY),
    "decline_part": (stages.convened, {"police-reviewer"}, WHY),
    "release": (stages.under_way, STAFF, WHY),
    "rate": (stages.closed, {"town-reviewer", "town-leader"}, {"stars": "4", "words": "quick"}),
}  # fmt: skip


def test_every_form_has_its_test() -> None:
    assert set(ACTS) == set(OPERATION_FORMS)
    assert set(PART_ACTS) == set(PART_FORMS)


def statuses(cast: Cast, client: Client, address: str, typed: Any, may: set[str]) -> dict[str, int]:
    """What each officer is answered; those who may come last."""
    found = {}
    names = [*OFFICERS, "police", "police-reviewer", "postal"]
    for name in sorted(names, key=lambda each: each in may):
        client.force_login(cast[name])
        with at(MONDAY, 14):
            found[name] = client.post(address, typed).status_code
        if found[name] == 302:
            break
    return found


@rule("R-JOINT-1", "R-JOINT-4", "R-SCOPE-1", "R-SCOPE-2")
@pytest.mark.parametrize("act", [*ACTS, *PART_ACTS])
def test_only_those_may_whom_the_scheme_names(cast: Cast, client: Client, act: str) -> None:
    build, may, typed = {**ACTS, **PART_ACTS}[act]
    operation = build(cast)
    address = f"/operations/{operation.event_key}/{act}/"
    if act in PART_ACTS:
        address = f"/operations/{operation.event_key}/parts/1/{act}/"

    found = statuses(cast, client, address, typed, may)

    for name, status in found.items():
        if name in OUT_OF_SCOPE or name == "postal" or name not in may:
            assert status in (403, 404), name
    assert next(reversed(found)) in may
    assert next(reversed(found.values())) == 302


@rule("R-JOINT-1")
@pytest.mark.parametrize("name", [*IN_SCOPE])
def test_only_the_towns_leader_blows(cast: Cast, client: Client, name: str) -> None:
    stages.gathered(cast)
    client.force_login(cast[name])
    typed = {"kind": "urgent", "why": "a closed shutter", "wanted": [stages.agency("police").pk]}

    answer = client.post(f"/operations/blow/{cast.venue.code}/", typed)

    assert answer.status_code == (302 if name == "town-leader" else 403)
    assert Operation.objects.count() == (name == "town-leader")


def convening(cast: Cast, **options: Any) -> dict[str, Any]:
    """What command types to convene the whole squad."""
    officers = [cast[name].pk for _role, name in stages.SQUAD.values()]
    return {
        "kind": "urgent", "meets_at": "2026-03-09T10:00", "place": "the north gate",
        "lead": stages.agency("police").pk, "squad": officers, "certified": officers[:2], **options,
    }  # fmt: skip


@rule("R-JOINT-1", "R-JOINT-2")
def test_command_convenes_and_is_told_what_the_squad_lacks(cast: Cast, client: Client) -> None:
    operation = stages.blown(cast)
    client.force_login(cast["command"])
    address = f"/operations/{operation.whistle}/convene/"
    short = convening(cast)
    short["squad"] = short["squad"][1:]

    with at(MONDAY, 9):
        refused = client.post(address, {**short, "lead": stages.agency("market").pk})
        kept = refused.content.decode()
        done = client.post(address, convening(cast))

    assert refused.status_code == 400
    assert "公安" in kept
    assert "the north gate" in kept
    assert kept.count('name="squad"') > kept.count("checked") >= 3
    assert done.status_code == 302
    assert stages.fresh(operation).state == "convened"
    assert Part.objects.filter(operation=operation).count() == 4


@rule("R-JOINT-2")
def test_an_engaged_agency_is_shown_and_not_refused(cast: Cast, client: Client) -> None:
    first = stages.convened(cast)
    client.force_login(cast["command"])
    with at(MONDAY, 10):
        address = f"/operations/convene/{cast.venue_next_door.code}/"
        shown = client.get(address).content.decode()
        town = {"squad": [cast[name].pk for name in ("police", "health", "dept", "neighbour")]}
        answer = client.post(address, convening(cast, why="a tip", **town))

    assert first.number in shown
    assert answer.status_code == 302
    assert Operation.objects.filter(state="convened").count() == 2


@rule("R-JOINT-1")
def test_a_page_that_is_overtaken_says_so_and_keeps_what_was_typed(
    cast: Cast, client: Client
) -> None:
    operation = stages.convened(cast)
    seen = operation.event_seq
    with at(MONDAY, 10):
        joint.cancel(operation, by=cast["command"], reason="closed down")
        client.force_login(cast["command-leader"])
        answer = client.post(
            f"/operations/{operation.number}/pause/", {"reason": "a storm", "seen": seen}
        )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已取消" in page
    assert "a storm" in page


@rule("R-JOINT-3")
def test_a_result_with_a_measure_needs_its_document_and_issues(cast: Cast, client: Client) -> None:
    operation = stages.under_way(cast)
    client.force_login(cast["police-reviewer"])
    address = f"/operations/{operation.number}/parts/1/give_result/"
    with at(MONDAY, 11):
        bare = client.post(address, {"words": "fined", "measure": "penalty"})
        issue = operation.named.get().issue_id
        without = client.post(
            address, {"words": "fined", "measure": "penalty", "issues": [issue], "day": ""}
        )

    assert (bare.status_code, without.status_code) == (400, 400)
    assert "fined" in without.content.decode()
    assert stages.part_of(operation, "police").state == "on_site"


@rule("R-JOINT-1")
def test_today_tells_each_what_waits(cast: Cast, client: Client) -> None:
    def today(name: str) -> str:
        client.force_login(cast[name])
        return client.get("/").content.decode()

    operation = stages.blown(cast)
    with at(MONDAY, 9):
        assert "待召集的哨声" in today("command")
        assert "vw-waiting" in today("command")
        assert operation.whistle not in today("police")
    with at(MONDAY, 10):
        operation = joint.convene(operation, by=cast["command"], plan=stages.plan(cast))
        assert "联合执法邀请" in today("police")
        joint.sign_in(stages.part_of(operation, "police"), by=cast["police"])
        assert "待反馈结果的联合执法" in today("police")
        assert "vw-waiting" not in today("command")


@rule("R-JOINT-4")
def test_today_tells_the_town_whom_to_rate(cast: Cast, client: Client) -> None:
    operation = stages.closed(cast)
    client.force_login(cast["town-leader"])
    with at(MONDAY, 14):
        assert "待评价的协同单位" in client.get("/").content.decode()
        for code in ("police", "health", "market"):
            joint.rate(stages.part_of(operation, code), by=cast["town-leader"], stars=4)
        assert "待评价的协同单位" not in client.get("/").content.decode()


def queries(client: Client, address: str) -> int:
    with (
        at(MONDAY, 14),
        CaptureQueriesContext(
            connection,
        ) as caught,
    ):
        assert client.get(address).status_code == 200
    return len(caught)


def test_the_room_asks_as_often_however_long_it_is(cast: Cast, client: Client) -> None:
    client.force_login(cast["command"])
    operation = stages.convened(cast)
    address = f"/operations/{operation.number}/"
    queries(client, address)
    early = queries(client, address)
    with at(MONDAY, 10):
        for code in stages.PEOPLE:
            joint.sign_in(stages.part_of(operation, code), by=cast[stages.PEOPLE[code][0]])
            joint.arrive(stages.part_of(operation, code), by=cast[stages.PEOPLE[code][0]])

    # the measures of the evidence are asked for once there is some
    assert queries(client, address) == early + 1


def test_the_list_asks_as_often_for_two_as_for_one(cast: Cast, client: Client) -> None:
    client.force_login(cast["command"])
    stages.convened(cast)
    queries(client, "/operations/")
    one = queries(client, "/operations/")
    with at(MONDAY, 10):
        joint.convene_at_once(
            cast.chess_room, by=cast["command"], plan=stages.plan(cast), why="a tip"
        )

    assert queries(client, "/operations/") == one
