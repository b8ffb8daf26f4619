"""Two real transactions at one operation: one wins, the other is told; nothing is half done."""

import pytest

from inspections.enforcement import actions as joint
from inspections.enforcement.models import Operation, Part
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.racing import Act, all_at_once, one_after_another
from tests.rules import rule
from venues.models import Invitation
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import Refused, Stale

pytestmark = pytest.mark.django_db(transaction=True)


def at_noon(act: Act) -> Act:
    """The act, at the same moment in whichever thread."""

    def go() -> object:
        with at(MONDAY, 12):
            return act()

    return go


def times(operation: Operation, name: str) -> int:
    rows = Event.objects.filter(subject_type="operation", subject_id=operation.pk, name=name)
    return rows.count()


@rule("R-JOINT-3", "R-JOINT-4")
def test_two_agencies_report_at_once_and_one_moves_it(cast: Cast) -> None:
    operation = stages.nearly_reported(cast)
    acts = [
        at_noon(lambda code=code: stages.result(cast, operation, code))  # type: ignore[misc]  # bound now
        for code in ("police", "town")
    ]

    results = all_at_once(*acts)

    assert [type(each).__name__ for each in results] == ["Part", "Part"]
    assert stages.fresh(operation).state == "reported"
    assert times(operation, "report") == 1


@rule("R-JOINT-1")
@pytest.mark.parametrize("first", ["convene", "cancel"])
def test_convening_and_cancelling_exclude_each_other(cast: Cast, first: str) -> None:
    operation = stages.blown(cast)
    seen = operation.event_seq
    acts = [
        at_noon(lambda: joint.convene(
            operation, by=cast["command"], plan=stages.plan(cast), seen=seen)),
        at_noon(lambda: joint.cancel(
            operation, by=cast["town-leader"], reason="closed down", seen=seen)),
    ]  # fmt: skip
    if first == "cancel":
        acts.reverse()

    won, second = one_after_another(cast.venue, *acts)

    assert isinstance(won, Operation)
    assert isinstance(second, Stale)
    assert stages.fresh(operation).state == ("convened" if first == "convene" else "cancelled")
    assert Part.objects.count() == (4 if first == "convene" else 0)
    assert Invitation.objects.count() == Part.objects.count()


@rule("R-JOINT-4")
@pytest.mark.parametrize("first", ["release", "sign_in"])
def test_a_late_sign_in_and_releasing_the_agency_exclude_each_other(cast: Cast, first: str) -> None:
    operation = stages.convened(cast)
    with at(MONDAY, 10):
        for code in ("police", "health", "market"):
            joint.sign_in(stages.part_of(operation, code), by=cast[stages.PEOPLE[code][0]])
            joint.arrive(stages.part_of(operation, code), by=cast[stages.PEOPLE[code][0]])
            stages.result(cast, operation, code)
    part = stages.part_of(operation, "town")
    acts = [
        at_noon(lambda: joint.release(part, by=cast["command"], reason="silent", seen=1)),
        at_noon(lambda: joint.sign_in(part, by=cast["inspector"], seen=1)),
    ]
    if first == "sign_in":
        acts.reverse()

    won, second = one_after_another(cast.venue, *acts)

    assert isinstance(won, Part)
    assert isinstance(second, Stale)
    now = stages.fresh(operation).state
    assert now == ("reported" if first == "release" else "under_way")


@rule("R-JOINT-4")
@pytest.mark.parametrize("first", ["close", "sign_in"])
def test_nothing_is_closed_over_a_new_sign_in(cast: Cast, first: str) -> None:
    """Command closes what it saw reported or not, while the last agency signs in."""
    operation = stages.convened(cast)
    part = stages.part_of(operation, "town")
    acts = [
        at_noon(lambda: joint.close(operation, by=cast["command"])),
        at_noon(lambda: joint.sign_in(part, by=cast["inspector"])),
    ]
    if first == "sign_in":
        acts.reverse()

    results = dict(zip([first, "other"], one_after_another(cast.venue, *acts), strict=True))

    assert sum(isinstance(each, Stale) for each in results.values()) == 1
    assert stages.fresh(operation).state == "under_way"
    assert stages.part_of(operation, "town").state == "signed_in"


@rule("R-JOINT-4")
def test_two_closings_close_once(cast: Cast) -> None:
    operation = stages.reported(cast)
    act = at_noon(lambda: joint.close(stages.fresh(operation), by=cast["command"]))

    results = all_at_once(act, act)

    assert sorted(type(each).__name__ for each in results) == ["Operation", "Stale"]
    assert times(operation, "close") == 1


@rule("R-JOINT-1")
def test_two_whistles_blow_once(cast: Cast) -> None:
    stages.gathered(cast)
    act = at_noon(lambda: stages.blow(cast))

    results = all_at_once(act, act)

    assert sorted(type(each).__name__ for each in results) == ["Operation", "Refused"]
    assert any(isinstance(each, Refused) for each in results)
    assert Operation.objects.count() == 1
