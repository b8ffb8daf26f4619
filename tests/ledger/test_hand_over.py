"""Handing an issue over 转办: to whom, how long, who may refuse, and who decides on that."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from inspections.ledger import actions as ledger
from inspections.ledger.models import HandOver, Issue
from tests.cast import OFFICERS, Cast
from tests.rules import rule
from tests.today import sections
from venues.models.organisations import SchemeValue
from venuewatch.workflow import clock
from venuewatch.workflow.rules import NotAllowed, Refused

DAY = timedelta(days=1)


def waiting(cast: Cast) -> set[str]:
    return {name for name in OFFICERS if HandOver.objects.waiting_for(cast[name]).exists()}


@rule("R-ISSUE-1")
def test_the_receiver_answers_and_the_department_it_counts_under_stays(cast: Cast) -> None:
    issue = cast.hand_over(cast.open("serious"))

    assert (issue.answering, issue.department) == (cast["co"].organisation, cast.department)
    issue = cast.recheck(cast.report(issue))
    with pytest.raises(NotAllowed):
        cast.sign(issue, "dept-reviewer")
    assert cast.sign(issue, "co-reviewer").sign_offs.exists()


@rule("R-ISSUE-1", "R-SCOPE-5")
@pytest.mark.parametrize("how", ["uphold", "return"])
def test_refused_the_command_decides(cast: Cast, how: str) -> None:
    issue = cast.hand_over(cast.open())
    assert waiting(cast) == {"co-reviewer"}
    issue = ledger.refuse_hand_over(issue, by=cast["co-reviewer"], reason="not ours")
    assert issue.answering == cast["co"].organisation, "until it is decided"
    assert waiting(cast) == {"command-reviewer", "command-reviewer-2", "command-leader"}
    act = ledger.uphold_hand_over if how == "uphold" else ledger.return_hand_over

    issue = act(issue, by=cast["command-reviewer"], reason="looked at it")

    fire = cast["co"].organisation
    assert issue.answering == (fire if how == "uphold" else cast.department)
    assert [each.state for each in issue.hand_overs.order_by("pk")] == [
        "handed", "refused", "upheld" if how == "uphold" else "returned",
    ]  # fmt: skip
    assert waiting(cast) == set()
    by, to = ("co-reviewer", cast.department) if how == "uphold" else ("dept-reviewer", fire)
    with pytest.raises(Refused):
        ledger.hand_over(issue, by=cast[by], to=to, reason="again")


@rule("R-SCOPE-1")
@pytest.mark.parametrize("code", ["town", "far", "market", ""])
def test_only_a_department_that_answers_there_receives(cast: Cast, code: str) -> None:
    organisations = {"market": cast.department, "town": cast["inspector"].organisation,
                     "far": cast["outsider"].organisation, "": None}  # fmt: skip
    issue = cast.open()

    with pytest.raises(Refused) as refusal:
        ledger.hand_over(issue, by=cast["dept-reviewer"], to=organisations[code], reason="not ours")

    assert list(refusal.value.errors) == ["to"]


@rule("R-ISSUE-1")
def test_each_step_has_its_time(cast: Cast) -> None:
    issue = cast.open()
    with clock.at(timezone.now() + DAY + timedelta(minutes=1)), pytest.raises(Refused):
        cast.hand_over(issue)
    SchemeValue.objects.create(area=cast.district, key="hand_over_days", value=2)
    with clock.at(timezone.now() + DAY + timedelta(minutes=1)):
        issue = cast.hand_over(issue)
        assert waiting(cast) == {"co-reviewer"}
    with clock.at(timezone.now() + 4 * DAY):
        assert waiting(cast) == set()
        with pytest.raises(Refused):
            ledger.refuse_hand_over(issue, by=cast["co-reviewer"], reason="not ours")


@rule("R-SCOPE-5")
def test_a_party_does_not_decide(cast: Cast) -> None:
    issue = cast.refuse_hand_over(cast.open())
    officer = cast["command-reviewer"]
    officer.person = cast["co-reviewer"].person
    officer.save()

    with pytest.raises(Refused):
        ledger.uphold_hand_over(issue, by=officer, reason="it is ours")
    assert not HandOver.objects.waiting_for(officer).exists()
    with pytest.raises(DatabaseError, match="no party"), transaction.atomic():
        step(cast, issue, "upheld", "command-reviewer")


def step(cast: Cast, issue: Issue, state: str, by: str, **columns: Any) -> HandOver:
    officer = cast[by]
    rest = {"giver": cast.department, "receiver": cast["co"].organisation, "reason": "x"}
    return HandOver.objects.create(issue=issue, state=state, officer=officer, round=1,
                                   person_id=officer.person_id, at=timezone.now(),
                                   **rest | columns)  # fmt: skip


@rule("R-ISSUE-1")
def test_the_database_refuses_a_step_out_of_order(cast: Cast) -> None:
    issue = cast.open()
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("refused", {}), ("upheld", {}), ("handed", {"reason": ""}),
        ("handed", {"giver": cast["co"].organisation}),
    ]  # fmt: skip
    for state, columns in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            step(cast, issue, state, "dept-reviewer", **columns)
    step(cast, issue, "handed", "dept-reviewer")
    with pytest.raises(DatabaseError), transaction.atomic():
        step(cast, issue, "returned", "command-reviewer")


@rule("R-ISSUE-1")
def test_pages_from_the_hand_over_to_the_refusal(cast: Cast, client: Client) -> None:
    issue = cast.open()
    address = f"/ledger/{issue.number}"
    client.force_login(cast["dept-reviewer"])
    fire = cast["co"].organisation_id
    answer = client.post(f"{address}/hand_over/", {"to": fire, "reason": "it is a fire exit"})
    assert answer.status_code == 302

    client.force_login(cast["co-reviewer"])
    page = client.get(f"{address}/").content.decode()
    waiting = sections(client)

    assert "market → fire" in page
    assert "接收部门可在" in page
    assert f"{address}/refuse_hand_over/" in page
    assert waiting["待您处理的转办"] == [issue]
