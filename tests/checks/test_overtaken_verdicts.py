"""Two people judge one issue from forms opened at the same time: no verdict is lost silently."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from inspections.checks.models import Inspection
from inspections.checks.visits import Verdict
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venuewatch.workflow import followups
from venuewatch.workflow.rules import Stale

URL = "/checks/file/V1/"
COMPLETE = {"value-A1": "pass", "value-B1": "pass", "value-C1": "na", "value-P1": "pass",
            "number-N1": "40", "value-N1": "pass"}  # fmt: skip
REASON = 'the "back" door is blocked'


class Judge:
    """One inspector's browser, with the filing form open."""

    def __init__(self, cast: Cast, name: str) -> None:
        self.client = Client()
        self.client.force_login(cast[name])
        self.page: Any = self.client.get(URL)

    @property
    def text(self) -> str:
        return unescape(self.page.content.decode())

    def send(self, issue: Issue, verdict: str, **fields: str) -> int:
        """Post a verdict with the hidden fields that the open page carries."""
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.text))
        fields = {name.replace("__", "-"): value for name, value in fields.items()}
        typed = {f"verdict-{issue.pk}": verdict, f"reason-{issue.pk}": REASON, **fields}
        self.page = self.client.post(URL, {**hidden, **typed})
        return int(self.page.status_code)

    def keeps(self, issue: Issue) -> bool:
        """Whether the failed verdict and its reason are still on the form."""
        ticked = f'name="verdict-{issue.pk}" value="fail" checked' in self.text
        return ticked and f'value="{REASON}"' in unescape(self.text)


@pytest.fixture
def issue(cast: Cast) -> Issue:
    """A general issue reported rectified by the department; the town and it may re-check it."""
    return cast.report(cast.open(), by="dept")


@rule("R-ISSUE-1")
@pytest.mark.parametrize("answers", [{}, COMPLETE])
def test_the_second_verdict_is_told_and_kept(
    cast: Cast, issue: Issue, answers: dict[str, str]
) -> None:
    first, second = Judge(cast, "colleague"), Judge(cast, "inspector")
    assert first.send(issue, "pass") == 302

    assert second.send(issue, "fail", **answers) == 409

    assert second.keeps(issue)
    assert "Colleague" in second.text, "who was faster"
    assert "待销号" in second.text, "how it stands now"
    assert Inspection.objects.filter(officer=cast["inspector"], kind="recheck").count() == 0


@rule("R-ISSUE-1", "R-CHECK-4")
def test_whoever_still_sees_it_answers_the_item_and_it_is_not_struck_off(
    cast: Cast, issue: Issue
) -> None:
    first, second = Judge(cast, "colleague"), Judge(cast, "inspector")
    first.send(issue, "pass")
    second.send(issue, "fail", **COMPLETE)

    again = second.send(issue, "fail", **COMPLETE)
    dropped = second.send(issue, "", **COMPLETE | {"value-A1": "fail", "note-A1": REASON})
    followups.run_due()

    assert (again, dropped) == (409, 302)
    after = Issue.objects.get(pk=issue.pk)
    assert (after.state, after.round) == ("open", 2)


@rule("R-ISSUE-1")
def test_a_verdict_on_one_round_does_not_judge_the_next(cast: Cast, issue: Issue) -> None:
    second = Judge(cast, "inspector")
    cast.recheck(issue, passed=False)
    cast.report(Issue.objects.get(pk=issue.pk), by="dept")

    assert second.send(issue, "pass") == 409
    assert Issue.objects.get(pk=issue.pk).state == "rectified"
    assert second.send(issue, "pass") == 302, "after the page showed how it stands now"
    assert Issue.objects.get(pk=issue.pk).state == "rechecked"


@rule("R-ISSUE-1")
@pytest.mark.parametrize("seen", ["", "²", "x", "-1", "9" * 40])
def test_a_verdict_that_does_not_say_what_it_saw_is_not_taken(
    cast: Cast, issue: Issue, seen: str
) -> None:
    judge = Judge(cast, "inspector")

    assert judge.send(issue, "pass", **{f"seen-{issue.pk}": seen}) == 409
    assert Issue.objects.get(pk=issue.pk).state == "rectified"


@rule("R-ISSUE-1", "R-SCOPE-5")
def test_whoever_reported_meanwhile_is_told_and_the_verdict_is_kept(cast: Cast) -> None:
    issue = cast.report(cast.open(), by="dept")
    judge = Judge(cast, "inspector")
    cast.recheck(issue, passed=False)
    cast.report(Issue.objects.get(pk=issue.pk), by="inspector")

    assert judge.send(issue, "fail", **COMPLETE) == 409
    assert judge.send(issue, "fail", **COMPLETE) == 400
    assert judge.keeps(issue)
    assert judge.send(issue, "", **COMPLETE) == 302


@rule("R-SCOPE-2")
def test_a_verdict_on_another_venues_issue_is_not_dropped_silently(
    cast: Cast, issue: Issue
) -> None:
    cast.check(venue=cast.venue_next_door, by="neighbour", failed="A1")
    other = Issue.objects.get(venue=cast.venue_next_door)

    assert Judge(cast, "inspector").send(other, "pass", **COMPLETE) == 400
    assert Issue.objects.get(pk=other.pk).state == "open"


@rule("R-CHECK-3")
def test_the_same_form_with_a_verdict_sent_twice_is_one_visit(cast: Cast, issue: Issue) -> None:
    judge = Judge(cast, "inspector")
    opened = judge.page
    assert judge.send(issue, "pass") == 302
    first = judge.page["Location"]
    judge.page = opened

    assert judge.send(issue, "pass") == 302
    assert judge.page["Location"] == first


@rule("R-ISSUE-1")
@pytest.mark.parametrize("passed", [True, False])
def test_the_action_itself_refuses_a_verdict_on_what_changed(
    cast: Cast, issue: Issue, passed: bool
) -> None:
    verdict = Verdict(passed, REASON, seen=issue.event_seq - 1)
    visits = Inspection.objects.count()

    with pytest.raises(Stale):
        cast.file(cast.visit(uuid=uuid4(), verdicts={issue.pk: verdict}), by="colleague")

    assert Inspection.objects.count() == visits
    assert Issue.objects.get(pk=issue.pk).state == "rectified"
