"""What the forms offer: open choices, issues closed meanwhile, nothing where it is over."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.enforcement import actions as joint
from inspections.enforcement.inviting import certified_before
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.enforcement import stages
from tests.enforcement.test_pages import convening
from tests.ledger.stages import void
from tests.plates import stages as plates
from tests.rules import rule


@rule("R-JOINT-4")
def test_no_stars_are_given_by_themselves(cast: Cast, client: Client) -> None:
    operation = stages.closed(cast)
    client.force_login(cast["town-leader"])
    address = f"/operations/{operation.number}/parts/1/rate/"
    with at(MONDAY, 14):
        page = client.get(address).content.decode()
        answer = client.post(address, {"words": "quick"})

    assert "checked" not in page
    assert set(answer.context["form"].errors) == {"stars"}


def blowing(cast: Cast) -> tuple[str, str, dict[str, Any]]:
    typed = {"kind": "urgent", "why": "a shutter", "wanted": [stages.agency("police").pk]}
    return "town-leader", f"/operations/blow/{cast.venue.code}/", typed


def at_once(cast: Cast) -> tuple[str, str, dict[str, Any]]:
    typed = convening(cast, why="a tip", meets_at="2026-03-10T10:00")
    return "command", f"/operations/convene/{cast.venue.code}/", typed


def proposing(cast: Cast) -> tuple[str, str, dict[str, Any]]:
    typed = {"kind": "not_thorough", "facts": "blocked"}
    return "command", f"/plates/propose/{cast.venue.code}/", typed


@rule("R-JOINT-1", "R-PLATE-1")
@pytest.mark.parametrize("way", [blowing, at_once, proposing])
def test_an_issue_that_ended_meanwhile_is_named(
    cast: Cast, client: Client, way: Callable[[Cast], tuple[str, str, dict[str, Any]]]
) -> None:
    stages.gathered(cast)
    with at(MONDAY, 9):
        ended, left = cast.open("serious"), cast.open("general")
        void(cast, ended)
    name, address, typed = way(cast)
    client.force_login(cast[name])
    with at(TUESDAY, 9):
        answer = client.post(address, {**typed, "issues": [ended.pk, left.pk]})
        garbage = client.post(address, {**typed, "issues": ["x"]})

    told = " ".join(answer.context["form"].errors["issues"])
    assert ended.number in told
    assert Issue.objects.get(pk=ended.pk).get_state_display() in told
    assert left.number not in told
    assert "issues" in garbage.context["form"].errors


@rule("R-PLATE-1")
def test_a_ground_that_was_added_meanwhile_is_named(cast: Cast, client: Client) -> None:
    plate = plates.hung(cast)
    ground = plate.grounds.earliest("pk").issue
    client.force_login(cast["command"])
    with at(TUESDAY, 9):
        answer = client.post(
            f"/plates/{plate.code}/add_ground/", {"issues": [ground.pk], "kind": "not_thorough"}
        )

    assert "已是本牌事由" in " ".join(answer.context["form"].errors["issues"])


@rule("R-JOINT-1")
def test_who_convenes_once_more_is_told_at_once(cast: Cast, client: Client) -> None:
    operation = stages.convened(cast)
    client.force_login(cast["command-reviewer"])
    address = f"/operations/{operation.number}/convene/"
    with at(MONDAY, 10):
        opened = client.get(address)
        sent = client.post(address, convening(cast, place="the south gate"))

    assert (opened.status_code, opened.context["form"]) == (409, None)
    assert cast["command"].signature in opened.content.decode()
    page = sent.content.decode()
    assert sent.status_code == 409
    assert "the south gate" in page
    assert '<button class="btn btn-primary mt-3">' not in page


@rule("R-JOINT-2")
def test_certificates_are_asked_of_the_last_squad_alone(cast: Cast) -> None:
    operation = stages.convened(cast)
    with at(MONDAY, 10):
        joint.cancel(operation, by=cast["command"], reason="closed down")
        joint.convene_at_once(
            cast.venue, by=cast["command"], why="a tip",
            plan=stages.plan(cast, parties=stages.parties(cast, certified=3)),
        )  # fmt: skip
    people = [cast[name] for _role, name in stages.SQUAD.values()]

    with CaptureQueriesContext(connection) as asked:
        found = certified_before(people)

    assert found == {cast[name].pk for name in ("police", "health", "dept")}
    assert "DISTINCT ON" in asked.captured_queries[0]["sql"]
