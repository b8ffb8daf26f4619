"""Without the broker nothing is lost: the act goes through, and the next beat does the rest."""

from collections.abc import Iterator

import pytest

from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venuewatch.celery import app
from venuewatch.workflow import followups
from venuewatch.workflow.tasks import nudge

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def no_broker() -> Iterator[None]:
    """Whoever wants to send finds that the broker's address leads nowhere."""
    with pytest.MonkeyPatch.context() as patch:
        nowhere = app.connection("redis://127.0.0.1:1/0")
        patch.setattr(app, "connection_for_write", lambda *_, **__: nowhere)
        patch.setattr(app.amqp, "_producer_pool", None)
        yield


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
