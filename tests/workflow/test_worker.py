"""The broker only wakes workers up: with it the work is done soon, without it nothing is lost."""

import subprocess
from collections.abc import Iterator
from time import monotonic

import pytest

from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venuewatch.celery import app
from venuewatch.workflow import followups
from venuewatch.workflow.models import FollowUp
from venuewatch.workflow.tasks import nudge

SECONDS = 30
pytestmark = pytest.mark.django_db(transaction=True)


def settled(issue: Issue) -> Issue:
    """The issue once its follow-up has ended, or as it is when patience has."""
    deadline = monotonic() + SECONDS
    while FollowUp.objects.filter(subject_id=issue.pk, ended=None).exists():
        assert monotonic() < deadline, "the worker has not come"
    return Issue.objects.get(pk=issue.pk)


@pytest.fixture
def no_broker() -> Iterator[None]:
    """Whoever wants to send finds that the broker's address leads nowhere."""
    with pytest.MonkeyPatch.context() as patch:
        nowhere = app.connection("redis://127.0.0.1:1/0")
        patch.setattr(app, "connection_for_write", lambda *_, **__: nowhere)
        patch.setattr(app.amqp, "_producer_pool", None)
        yield


@rule("R-TRACK-1", "R-ISSUE-1")
def test_a_real_worker_strikes_off_right_after_the_commit(
    celery_worker_process: "subprocess.Popen[str]", cast: Cast
) -> None:
    issue = cast.complete("serious")

    assert settled(issue).state == "closed"


@rule("R-TRACK-1")
def test_without_a_broker_the_act_goes_through_and_the_next_beat_does_the_rest(
    no_broker: None, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    issue = cast.complete("serious")
    assert Issue.objects.get(pk=issue.pk).state == "rechecked"
    assert "the broker is away" in caplog.text
    nudge()

    assert followups.run_due() == 1
    assert Issue.objects.get(pk=issue.pk).state == "closed"
