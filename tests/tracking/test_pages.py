"""Pages of look-backs: who may know of one, its acts, and what the list says of holding."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from inspections.tracking.lookbacks.holding import holding_of
from tests.cast import OFFICERS, Cast
from tests.duties.days import MONDAY, at
from tests.reports.test_links import counted
from tests.rules import rule
from tests.tracking.going_back import IN_A_WEEK, closed, go, goer, only, sent


@rule("R-TRACK-3", "R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_only_command_and_who_goes_know_of_it(cast: Cast, client: Client, name: str) -> None:
    row = sent(cast)
    client.force_login(cast[name])
    knows = name.startswith("command") or cast[name] == goer(row)

    with at(row.due_day, 9):
        assert client.get(f"/look-backs/{row.code}/").status_code == (200 if knows else 404)
        page = client.get("/look-backs/")
        told = page.status_code == 200 and row.code in page.content.decode()
        assert told == knows


@rule("R-TRACK-3")
def test_who_goes_finds_it_on_todays_page_and_on_the_form(cast: Cast, client: Client) -> None:
    row = sent(cast)
    client.force_login(goer(row))
    with at(row.due_day, 9):
        today = client.get("/").content.decode()
        assert f"/look-backs/{row.code}/" in today
        form = client.get(f"/checks/file/{cast.venue.code}/").content.decode()
        assert "您受派回头看" in form


@rule("R-TRACK-3")
def test_a_result_in_words_needs_a_visit_first(cast: Cast, client: Client) -> None:
    row = sent(cast)
    client.force_login(goer(row))
    with at(row.due_day, 9):
        refused = client.post(
            f"/look-backs/{row.code}/find_again/", {"remark": "it is back", "seen": row.event_seq}
        )
    assert refused.status_code == 400
    assert "请先填报" in refused.content.decode()
    assert "it is back" in refused.content.decode()
    assert only().state == "sent"


@rule("R-TRACK-3")
def test_command_sends_another_by_the_page(cast: Cast, client: Client) -> None:
    row = sent(cast)
    other = next(cast[n] for n in ("dept", "co", "command") if cast[n] != goer(row))
    client.force_login(cast["command"])
    with at(row.due_day, 9):
        given = {"officer": other.pk, "reason": "ill", "seen": 1}
        stale = client.post(f"/look-backs/{row.code}/send/", given)
        assert stale.status_code == 409
        given = {"officer": other.pk, "reason": "ill", "seen": row.event_seq}
        done = client.post(f"/look-backs/{row.code}/send/", given)
    assert done.status_code == 302
    assert only().officer == other


@rule("R-TRACK-3")
def test_the_issue_tells_of_its_look_backs_to_who_may_know(cast: Cast, client: Client) -> None:
    row = sent(cast)
    assert row.issue is not None
    page = f"/ledger/{row.issue.number}/"
    client.force_login(cast["town-reviewer"])
    assert row.code not in client.get(page).content.decode()
    go(cast, row)
    assert row.code in client.get(page).content.decode()


def test_holding_counts_what_has_had_its_time(cast: Cast) -> None:
    closed(cast)
    with at(MONDAY + timedelta(days=6)):
        assert [each.closed for each in holding_of(cast["command"])] == [0, 0]
    with at(IN_A_WEEK, 12):
        assert [each.share for each in holding_of(cast["command"])] == [100, None]


@rule("R-ISSUE-6")
def test_what_came_back_in_time_did_not_hold(cast: Cast) -> None:
    closed(cast)
    with at(MONDAY + timedelta(days=3)):
        cast.open()
    with at(MONDAY + timedelta(days=31), 12):
        assert [each.share for each in holding_of(cast["command"])] == [0, 0]


@rule("R-TRACK-3", "R-ISSUE-6")
def test_each_number_of_what_held_leads_to_its_list(cast: Cast, client: Client) -> None:
    closed(cast)
    with at(MONDAY + timedelta(days=3)):
        cast.open()
    with at(MONDAY, 10):
        cast.closed("serious")
    client.force_login(cast["command"])
    with at(MONDAY + timedelta(days=31), 12):
        page = client.get("/look-backs/").content.decode()
        found = re.findall(r'<a href="(/ledger/\?holding=[^"]+)">(\d+)</a>', page)
        rows = [counted(client, address) for address, _number in found]

    names = [address.split("=")[1] for address, _number in found]
    assert names == ["held-7", "back-7", "held-30", "back-30"]
    assert rows == [int(number) for _address, number in found] == [1, 1, 1, 1]
