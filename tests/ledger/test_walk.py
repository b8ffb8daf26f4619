"""An issue from found to struck off, for each severity."""

import pytest

from inspections.ledger import actions
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venues.models import Standing
from venuewatch.workflow import followups


@rule("R-ISSUE-1")
@pytest.mark.parametrize("severity", ["general", "serious", "major"])
def test_is_struck_off_once_all_its_evidence_is_there(cast: Cast, severity: str) -> None:
    issue = cast.closed(severity)

    assert issue.state == "closed"
    assert issue.closing_reason == "fixed"
    assert Standing.objects.get(pk=cast.venue.pk).colour == "green"


@rule("R-ISSUE-1")
@pytest.mark.parametrize("severity", ["serious", "major"])
def test_waits_while_a_sign_off_is_missing(cast: Cast, severity: str) -> None:
    issue = cast.rechecked(severity)

    followups.run_due()

    assert Issue.objects.get(pk=issue.pk).state == "rechecked"


@rule("R-ISSUE-1")
def test_failed_recheck_opens_a_new_round(cast: Cast) -> None:
    issue = cast.recheck(cast.report(cast.open()), passed=False)

    assert (issue.state, issue.round, issue.rectified_at) == ("open", 2, None)
    assert issue.first_due < issue.due


@rule("R-ISSUE-1")
def test_rejected_issue_needs_a_whole_new_round(cast: Cast) -> None:
    issue = cast.rechecked("serious")
    actions.reject(issue, by=cast["dept-reviewer"], reason="photo shows another door")

    issue = cast.recheck(cast.report(Issue.objects.get(pk=issue.pk)))
    cast.sign(issue, "dept-reviewer")
    followups.run_due()

    assert Issue.objects.get(pk=issue.pk).state == "closed"
