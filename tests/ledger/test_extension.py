"""More time for an issue: asked before the due, decided by another, added to the first due."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from inspections.ledger import actions as ledger
from inspections.ledger.models import ExtensionAsk, Issue
from inspections.ledger.rules import end_of_day
from tests.cast import OFFICERS, Cast
from tests.rules import rule
from tests.today import sections
from venues.models import Standing
from venuewatch.workflow import clock
from venuewatch.workflow.rules import NotAllowed, Refused, Stale

DAY = timedelta(days=1)
WHY = "the part is on its way"


def day(count: int) -> date:
    return timezone.localdate() + count * DAY


def ask(cast: Cast, issue: Issue, by: str = "inspector", wanted: date | None = None) -> Issue:
    return ledger.ask_extension(issue, by=cast[by], wanted=wanted or day(30), reason=WHY)


def grant(cast: Cast, issue: Issue, by: str = "dept-reviewer") -> Issue:
    return ledger.grant_extension(issue, by=cast[by], until=day(20))


def refuse(cast: Cast, issue: Issue, by: str = "dept-reviewer") -> Issue:
    return ledger.refuse_extension(issue, by=cast[by], reason="long enough")


@rule("R-ISSUE-3")
def test_granted_it_adds_a_due_and_the_first_one_stays(cast: Cast) -> None:
    before = cast.open("serious")

    after = grant(cast, ask(cast, before))

    assert after.due == end_of_day(day(20)) > before.due == after.first_due
    assert after.round_from == before.round_from
    assert Standing.objects.get(pk=cast.venue.pk).next_due == after.due
    row = after.extension_asks.get()
    assert (row.reason, row.wanted, row.due_then) == (WHY, end_of_day(day(30)), before.due)
    assert (row.decision.due, row.decision.officer) == (after.due, cast["dept-reviewer"])


@rule("R-ISSUE-3")
def test_refused_the_due_stays_and_another_may_be_asked_for(cast: Cast) -> None:
    issue = ask(cast, cast.open("serious"))

    after = refuse(cast, issue)

    assert after.due == after.first_due
    assert not after.extension_asks.get().decision.is_granted
    assert ask(cast, after, by="dept").extension_asks.count() == 2


@rule("R-ISSUE-3")
def test_it_is_asked_for_before_the_due_expires(cast: Cast) -> None:
    issue = cast.open()
    with clock.at(issue.due + timedelta(seconds=1)), pytest.raises(Refused) as refusal:
        ask(cast, issue)

    assert str(refusal.value) == "期限已过，延期须在到期前申请。"
    with clock.at(issue.due):
        assert ask(cast, issue).extension_asks.exists()


@rule("R-ISSUE-3")
def test_what_was_asked_in_time_may_be_granted_later(cast: Cast) -> None:
    issue = ask(cast, cast.open())
    with clock.at(issue.due + DAY):
        assert grant(cast, issue).due == end_of_day(day(20))


@rule("R-ISSUE-3")
@pytest.mark.parametrize("count", [-1, 0, 3])
def test_the_new_due_is_later(cast: Cast, count: int) -> None:
    issue = cast.open("serious")

    with pytest.raises(Refused) as refusal:
        ask(cast, issue, wanted=day(count))
    assert list(refusal.value.errors) == ["wanted"]

    ask(cast, issue)
    with pytest.raises(Refused) as refusal:
        ledger.grant_extension(issue, by=cast["dept-reviewer"], until=day(count))
    assert list(refusal.value.errors) == ["until"]


@rule("R-ISSUE-3")
def test_one_waits_at_a_time(cast: Cast) -> None:
    issue = ask(cast, cast.open())

    with pytest.raises(Refused):
        ask(cast, issue, by="dept")


@rule("R-SCOPE-5", "R-ISSUE-3")
@pytest.mark.parametrize(("severity", "asker", "may"), [
    ("serious", "inspector", {"dept-reviewer"}),
    ("serious", "dept-reviewer", set()),
    ("major", "inspector", {"command-reviewer", "command-reviewer-2", "command-leader"}),
    ("general", "town-reviewer", {"dept-reviewer"}),
])  # fmt: skip
def test_who_decides(cast: Cast, severity: str, asker: str, may: set[str]) -> None:
    issue = ask(cast, cast.open(severity), by=asker)

    assert {name for name in OFFICERS if can(partial(grant, cast, issue, name))} == may
    assert {name for name in OFFICERS if can(partial(refuse, cast, issue, name))} == may
    listed = {name for name in OFFICERS if ExtensionAsk.objects.waiting_for(cast[name]).exists()}
    assert listed == may


@rule("R-SCOPE-4")
def test_where_nobody_leads_the_command_decides(cast: Cast) -> None:
    found = ledger.Found(source="town", severity="general", hours=24, description="noise")
    issue = ledger.open_issue(cast.chess_room, found, by=cast["inspector"], at=timezone.now())
    ask(cast, issue)

    listed = {name for name in OFFICERS if ExtensionAsk.objects.waiting_for(cast[name]).exists()}

    assert listed == {"command-reviewer", "command-reviewer-2", "command-leader"}
    assert grant(cast, issue, by="command-reviewer").due > issue.due


@rule("R-SCOPE-5")
def test_another_account_of_the_same_person_does_not_decide(cast: Cast) -> None:
    cast["dept-reviewer"].person = cast["dept"].person
    cast["dept-reviewer"].save()
    issue = ask(cast, cast.open(), by="dept")

    with pytest.raises(Refused):
        grant(cast, issue)


@rule("R-ISSUE-3")
def test_it_is_moot_once_the_issue_left_open(cast: Cast) -> None:
    issue = cast.report(ask(cast, cast.open("serious")))

    assert not ExtensionAsk.objects.waiting().exists()
    with pytest.raises(Stale):
        grant(cast, issue)
    again = cast.recheck(issue, passed=False)
    assert not ExtensionAsk.objects.waiting().exists()
    with pytest.raises(Refused):
        grant(cast, again)
    assert ExtensionAsk.objects.waiting_for(cast["dept-reviewer"]).count() == 0
    ask(cast, again)
    assert ExtensionAsk.objects.waiting_for(cast["dept-reviewer"]).count() == 1


def can(act: Callable[[], Any]) -> bool:
    """Whether the act is taken; everything is rolled back."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act()
        except (NotAllowed, Refused):
            return False
        finally:
            transaction.set_rollback(True)
    return True


def evidence(cast: Cast, issue: Issue, by: str, **columns: Any) -> dict[str, Any]:
    officer = cast[by]
    return {"issue": issue, "round": issue.round, "officer": officer, "at": timezone.now(),
            "person_id": officer.person_id, **columns}  # fmt: skip


@rule("R-ISSUE-3", "R-SCOPE-5")
@pytest.mark.parametrize("wrong", [
    {"at": timezone.now() + 400 * DAY}, {"wanted": timezone.now()}, {"round": 2}, {"reason": ""},
    {"due_then": timezone.now()},
], ids=lambda wrong: next(iter(wrong)))  # fmt: skip
def test_the_database_refuses_a_wrong_ask(cast: Cast, wrong: dict[str, Any]) -> None:
    issue = cast.open()
    right = {"wanted": end_of_day(day(30)), "due_then": issue.due, "reason": WHY}

    with pytest.raises(DatabaseError), transaction.atomic():
        ExtensionAsk.objects.create(**evidence(cast, issue, "inspector", **right) | wrong)
    ExtensionAsk.objects.create(**evidence(cast, issue, "inspector", **right))
    with pytest.raises(DatabaseError, match="one extension waits"), transaction.atomic():
        ExtensionAsk.objects.create(**evidence(cast, issue, "dept", **right))


@rule("R-ISSUE-3", "R-SCOPE-5")
@pytest.mark.parametrize(("by", "columns"), [
    ("inspector", {"due": end_of_day(day(30))}), ("dept-reviewer", {"due": timezone.now()}),
    ("dept-reviewer", {"due": None}), ("dept-reviewer", {"due": end_of_day(day(30)), "round": 2}),
])  # fmt: skip
def test_the_database_refuses_a_wrong_decision(cast: Cast, by: str, columns: Any) -> None:
    issue = ask(cast, cast.open())
    row = issue.extension_asks.get()

    with pytest.raises(DatabaseError), transaction.atomic():
        issue.extension_decisions.create(ask=row, **evidence(cast, issue, by) | columns)


@rule("R-ISSUE-3")
def test_pages_from_the_ask_to_the_decision(cast: Cast, client: Client) -> None:
    issue = cast.open("serious")
    address = f"/ledger/{issue.number}"
    client.force_login(cast["inspector"])
    assert f"{address}/ask_extension/" in client.get(f"{address}/").content.decode()
    asked = client.post(f"{address}/ask_extension/", {"wanted": day(30), "reason": WHY})
    assert asked.status_code == 302
    page = client.get(f"{address}/").content.decode()
    assert WHY in page
    assert "由牵头部门审核人员决定" in page
    assert f"{address}/grant_extension/" not in page

    client.force_login(cast["dept-reviewer"])
    waiting = sections(client)
    form = client.get(f"{address}/grant_extension/").context["form"]
    granted = client.post(f"{address}/grant_extension/", {"until": day(20)})

    assert waiting["待您审批的延期申请"] == [issue]
    assert form["until"].value() == day(30)
    assert granted.status_code == 302
    page = client.get(f"{address}/").content.decode()
    assert str(day(20)) in page, "in the timeline"
    assert Issue.objects.get().due == end_of_day(day(20))
