"""What is settled while the ladder is being climbed is told to nobody."""

import pytest

from inspections.tracking.escalation.actions import escalate
from inspections.tracking.escalation.models import Escalation, Message
from inspections.tracking.escalation.rules import LADDER
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.racing import one_after_another
from tests.rules import rule

pytestmark = pytest.mark.django_db(transaction=True)


@rule("R-ISSUE-7")
def test_rectified_in_that_very_moment(cast: Cast) -> None:
    with at(MONDAY):
        issue = cast.open()
    one_after_another(cast.venue, lambda: cast.report(issue), escalate)

    assert not Escalation.objects.exists()
    assert not Message.objects.exists()


@rule("R-ISSUE-7", "R-TRACK-1")
def test_two_runs_at_once_tell_it_once(cast: Cast) -> None:
    with at(MONDAY):
        issue = cast.open()
    told = one_after_another(cast.venue, escalate, escalate)

    assert set(told) == {0, len(LADDER)}  # due long ago, it has reached every rung
    assert issue.pk == Escalation.objects.get(step=1).subject_id
    assert Message.objects.filter(officer=cast["town-leader"]).count() == 1
