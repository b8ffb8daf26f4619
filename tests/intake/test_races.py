"""Two real transactions at one matter: one wins, the other is told; nothing is half done."""

import pytest

from inspections.ledger.models import Issue
from inspections.tracking.intake import actions as desk
from inspections.tracking.intake.models import Intake, IntakeAsk, IntakeFinding, IntakeReply
from tests.cast import Cast
from tests.intake import stages
from tests.racing import all_at_once, one_after_another
from tests.rules import rule
from venuewatch.workflow.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(results: list[object]) -> list[str]:
    return sorted(type(each).__name__ for each in results)


@rule("R-INTAKE-2")
def test_two_dispatch_and_one_does(cast: Cast) -> None:
    matter = stages.received(cast)
    asks = stages.both()

    results = all_at_once(
        *(lambda by=by: desk.dispatch(matter, asks, by=cast[by])
          for by in ("command", "command-reviewer"))
    )  # fmt: skip

    assert kinds(results) == ["Intake", "Stale"]
    assert IntakeAsk.objects.count() == 2
    assert Event.objects.filter(subject_type="intake", name="dispatch").count() == 1


@rule("R-INTAKE-3")
def test_two_of_one_organisation_verify_and_one_does(cast: Cast) -> None:
    matter = stages.dispatched(cast)
    seen = matter.event_seq

    results = all_at_once(
        lambda: stages.confirm(cast, matter, by="inspector", seen=seen),
        lambda: desk.find_unconfirmed(matter, by=cast["colleague"], words="open", seen=seen),
    )

    assert kinds(results) == ["Intake", "Stale"]
    assert IntakeFinding.objects.count() == 1
    assert Issue.objects.count() == IntakeFinding.objects.filter(result="confirmed").count()


@rule("R-INTAKE-3")
def test_both_sides_verify_at_once_and_it_is_concluded_once(cast: Cast) -> None:
    matter = stages.dispatched(cast)

    results = all_at_once(
        lambda: stages.confirm(cast, matter, by="inspector"),
        lambda: desk.find_unconfirmed(matter, by=cast["dept"], words="open"),
    )

    assert kinds(results) == ["Intake", "Intake"]
    assert stages.fresh(matter).state == "confirmed"
    concluded = Event.objects.filter(subject_type="intake", name__startswith="conclude")
    assert concluded.count() == 1


@rule("R-INTAKE-3")
@pytest.mark.parametrize("first", ["find", "return"])
def test_not_theirs_and_a_finding_come_one_after_the_other(cast: Cast, first: str) -> None:
    matter = stages.dispatched(cast)
    acts = [
        lambda: desk.find_unconfirmed(matter, by=cast["inspector"], words="open"),
        lambda: desk.return_to_desk(matter, by=cast["dept"], reason="not ours"),
    ]

    results = one_after_another(cast.venue, *(acts if first == "find" else acts[::-1]))

    found = stages.fresh(matter)
    assert (found.state, found.round) == ("received", 2)
    assert kinds(results) == (["Intake", "Intake"] if first == "find" else ["Intake", "Stale"])


@rule("R-INTAKE-4")
def test_two_answer_and_one_does(cast: Cast) -> None:
    matter = stages.confirmed(cast)

    results = all_at_once(
        *(
            lambda by=by: stages.feed_back(cast, matter, by=by)
            for by in ("command", "command-leader")
        )
    )

    assert kinds(results) == ["Intake", "Stale"]
    assert IntakeReply.objects.count() == 1


@rule("R-INTAKE-5")
def test_two_merged_into_each_other_leave_one(cast: Cast) -> None:
    first, second = stages.received(cast), stages.received(cast)

    results = all_at_once(
        lambda: desk.merge(first, second, by=cast["command"]),
        lambda: desk.merge(second, first, by=cast["command-reviewer"]),
    )

    assert kinds(results) == ["Intake", "Refused"]
    assert Intake.objects.filter(state="duplicate").count() == 1


@rule("R-INTAKE-4", "R-INTAKE-5")
def test_merging_into_what_is_being_answered_is_answered_too_or_refused(cast: Cast) -> None:
    original, other = stages.confirmed(cast), stages.received(cast)

    results = all_at_once(
        lambda: stages.feed_back(cast, original),
        lambda: desk.merge(other, original, by=cast["command-reviewer"]),
    )

    after = stages.fresh(other)
    assert kinds(results) in (["Intake", "Intake"], ["Intake", "Refused"])
    assert (after.state == "duplicate") == (after.answered_at is not None)
