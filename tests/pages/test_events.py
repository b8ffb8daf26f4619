"""Auditors read events and nothing else."""

import pytest
from django.test import Client

from tests.cast import OFFICERS, Cast
from tests.rules import rule
from venues import actions


@rule("R-SCOPE-1", "R-TRACK-4")
def test_auditor_reads_what_was_done_by_whom(cast: Cast, client: Client) -> None:
    issue = cast.closed("serious")
    client.force_login(cast["auditor"])

    page = client.get("/events/", {"q": issue.number}).content.decode()

    name = cast["inspector"].person.name
    for word in (issue.number, "销号", "复查通过", "待销号 → 已销号", name, "系统"):
        assert word in page, word


@rule("R-SCOPE-1")
@pytest.mark.parametrize("name", [name for name in OFFICERS if name != "auditor"])
def test_nobody_else_does(cast: Cast, client: Client, name: str) -> None:
    cast.open()
    client.force_login(cast[name])

    assert client.get("/events/").status_code == 403


@rule("R-TRACK-4")
def test_looking_at_contacts_stands_with_who_looked(cast: Cast, client: Client) -> None:
    actions.reveal_contact(cast.venue, by=cast["inspector"])
    client.force_login(cast["auditor"])

    page = client.get("/events/?by=inspector&act=reveal_contact").content.decode()
    others = client.get("/events/?by=colleague&act=reveal_contact").content.decode()

    assert cast.venue.code in page.split("<tbody>")[1]
    assert "<tbody>" not in others


@pytest.mark.parametrize(
    "query", ["q=nothing", "kind=nothing", "act=nothing", "since=never", "page=9999", "sort=body"]
)
def test_odd_questions_are_answered(cast: Cast, client: Client, query: str) -> None:
    client.force_login(cast["auditor"])

    assert client.get(f"/events/?{query}").status_code == 200


def test_events_are_exported(cast: Cast, client: Client) -> None:
    issue = cast.closed()
    client.force_login(cast["auditor"])

    answer = client.get(f"/events/?export=csv&q={issue.number}")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # a stream

    assert len(lines) == 1 + issue.event_seq
    assert issue.event_hash in lines[1]
