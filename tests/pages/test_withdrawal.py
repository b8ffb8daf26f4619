"""The pages of a withdrawal: who is offered what, what is typed is kept, and where it shows."""

import pytest
from django.test import Client

from inspections.checks import withdrawing
from inspections.checks.models import Inspection
from inspections.checks.withdrawals import Withdrawal
from tests.cast import OFFICERS, Cast
from tests.listing.test_query_counts import queries
from tests.pages.test_scope import OUT_OF_SCOPE
from tests.rules import rule


def address(visit: Inspection, *, act: str = "") -> str:
    return f"/checks/{visit.uuid}/{act}"


def page(client: Client, cast: Cast, name: str, where: str) -> str:
    client.force_login(cast[name])
    return client.get(where).content.decode()


@rule("R-CHECK-6")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_only_the_filer_may_ask(cast: Cast, client: Client, name: str) -> None:
    visit = cast.check(failed="A1")
    client.force_login(cast[name])

    answer = client.post(address(visit, act="withdraw/"), {"reason": "wrong venue"})

    assert (answer.status_code == 302) == (name == "inspector")
    assert Withdrawal.objects.exists() == (name == "inspector")
    if name != "inspector":
        assert answer.status_code in ((404,) if name in OUT_OF_SCOPE else (400, 403))


@rule("R-CHECK-6", "R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
@pytest.mark.parametrize("act", ["grant", "refuse"])
def test_only_their_reviewer_decides(cast: Cast, client: Client, act: str, name: str) -> None:
    visit = cast.check(failed="A1")
    withdrawing.ask_withdrawal(visit, by=cast["inspector"], reason="wrong venue")
    client.force_login(cast[name])

    answer = client.post(address(visit, act=f"withdraw/{act}/"), {"reason": "so"})

    may = name in ("town-reviewer", "town-leader")
    assert (answer.status_code == 302) == may
    assert (Withdrawal.objects.get().state != "asked") == may
    if not may:
        assert answer.status_code == (404 if name in OUT_OF_SCOPE else 403)


@rule("R-CHECK-6")
def test_the_way_from_asking_to_withdrawn(cast: Cast, client: Client) -> None:
    visit = cast.check(failed="A1")
    assert "withdraw/" in page(client, cast, "inspector", address(visit))
    assert "withdraw/" not in page(client, cast, "colleague", address(visit))
    client.force_login(cast["inspector"])
    client.post(address(visit, act="withdraw/"), {"reason": "it was the tea house"})
    assert "it was the tea house" in page(client, cast, "town-reviewer", "/")
    assert "it was the tea house" not in page(client, cast, "dept-reviewer", "/")
    assert "it was the tea house" not in page(client, cast, "inspector", "/")
    assert "withdraw/grant/" in page(client, cast, "town-leader", address(visit))

    client.force_login(cast["town-reviewer"])
    client.post(address(visit, act="withdraw/grant/"), {"reason": "indeed"})

    shown = page(client, cast, "dept", address(visit))
    for words in ("it was the tea house", "indeed", "Town-Reviewer", "已撤回", "作废"):
        assert words in shown, words
    venue = page(client, cast, "dept", f"/venues/{cast.venue.code}/")
    assert 'class="withdrawn"' in venue
    assert "it was the tea house" not in page(client, cast, "town-reviewer", "/")


@rule("R-CHECK-6")
def test_on_the_strip_a_visit_that_counts_stands_before_a_withdrawn_one(
    cast: Cast, client: Client
) -> None:
    cast.check(by="colleague")
    ask = withdrawing.ask_withdrawal(cast.check(), by=cast["inspector"], reason="twice")
    withdrawing.grant_withdrawal(ask, by=cast["town-reviewer"])

    venue = page(client, cast, "dept", f"/venues/{cast.venue.code}/")

    assert 'class="withdrawn"' not in venue
    assert 'class="clean"' in venue


@rule("R-CHECK-6")
def test_what_lacks_is_said_and_what_was_typed_is_kept(cast: Cast, client: Client) -> None:
    visit = cast.check(failed="A1")
    client.force_login(cast["inspector"])
    blank = client.post(address(visit, act="withdraw/"), {"reason": ""})
    cast.report(cast.only_issue())

    late = client.post(address(visit, act="withdraw/"), {"reason": "wrong & late"})

    assert (blank.status_code, late.status_code) == (400, 400)
    assert "wrong &amp; late" in late.content.decode()
    assert "已报告整改" in client.get(address(visit)).content.decode()


@rule("R-CHECK-6")
def test_a_decision_that_was_overtaken_shows_who_and_keeps_the_text(
    cast: Cast, client: Client
) -> None:
    visit = cast.check(failed="A1")
    ask = withdrawing.ask_withdrawal(visit, by=cast["inspector"], reason="wrong venue")
    withdrawing.refuse_withdrawal(ask, by=cast["town-leader"], reason="it was right")
    client.force_login(cast["town-reviewer"])

    answer = client.post(address(visit, act="withdraw/grant/"), {"reason": "indeed", "seen": "1"})

    assert answer.status_code == 409
    for words in ("indeed", "Town-Leader", "不予撤回"):
        assert words in answer.content.decode()


def test_today_asks_as_often_for_many_asks_as_for_one(cast: Cast, client: Client) -> None:
    client.force_login(cast["town-reviewer"])
    withdrawing.ask_withdrawal(cast.check(), by=cast["inspector"], reason="x")
    few = queries(client, "/")
    for _ in range(5):
        withdrawing.ask_withdrawal(cast.check(), by=cast["inspector"], reason="x")

    assert queries(client, "/") == few
