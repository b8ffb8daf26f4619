"""The broker only wakes workers up: with it the work is done soon."""

import subprocess
from time import monotonic

import pytest

from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venuewatch.workflow.models import FollowUp

SECONDS = 30
pytestmark = pytest.mark.django_db(transaction=True)


def settled(issue: Issue) -> Issue:
    """The issue once its follow-up has ended, or as it is when patience has."""
    deadline = monotonic() + SECONDS
    while FollowUp.objects.filter(subject_id=issue.pk, ended=None).exists():
        assert monotonic() < deadline, "the worker has not come"
    return Issue.objects.get(pk=issue.pk)


@rule("R-TRACK-1", "R-ISSUE-1")
def test_a_real_worker_strikes_off_right_after_the_commit(
    celery_worker_process: "subprocess.Popen[str]", cast: Cast
) -> None:
    issue = cast.complete("serious")

    assert settled(issue).state == "closed"
