"""Two real transactions at one plate: one wins, the other is told; nothing is half done."""

import pytest
from django.db import DatabaseError, connection, transaction

from inspections.checks.models import Inspection
from inspections.plates import actions as plates
from inspections.plates.models import Plate, PlateStep
from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, at
from tests.plates import stages
from tests.plates.test_lifting_guard import LIFT, step
from tests.racing import Act, all_at_once, one_after_another, side_by_side, wait_for_blocked
from tests.rules import rule
from venues.models import Standing
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import Stale

pytestmark = pytest.mark.django_db(transaction=True)


def on_friday(act: Act) -> Act:
    """The act, at the same moment in whichever thread."""

    def go() -> object:
        with at(FRIDAY, 13):
            return act()

    return go


def names_of(plate: Plate) -> list[str]:
    rows = Event.objects.filter(subject_type="plate", subject_id=plate.pk).order_by("seq")
    return list(rows.values_list("name", flat=True))


@rule("R-PLATE-5")
def test_two_lifts_lift_once(cast: Cast) -> None:
    plate = stages.accepted(cast)
    act = on_friday(lambda: stages.lift(cast, stages.fresh(plate)))

    results = all_at_once(act, act)

    assert sorted(type(each).__name__ for each in results) == ["Plate", "Stale"]
    assert names_of(plate).count("lift") == 1
    assert PlateStep.objects.filter(kind="lifting").count() == 1


@rule("R-PLATE-5", "R-PLATE-1")
@pytest.mark.parametrize("first", ["lift", "issue"])
def test_lift_and_a_new_ground_exclude_each_other(cast: Cast, first: str) -> None:
    plate = stages.accepted(cast)
    acts = [
        on_friday(lambda: stages.lift(cast, plate)),
        on_friday(lambda: cast.check(failed="C1", by="dept")),
    ]
    if first == "issue":
        acts.reverse()

    won, second = one_after_another(cast.venue, *acts)

    after = stages.fresh(plate)
    assert not isinstance(won, Exception)
    if first == "lift":
        assert isinstance(second, Inspection)
        assert (after.state, after.grounds.count()) == ("lifted", 1)
    else:
        assert isinstance(second, Stale)
        assert (after.state, after.round, after.grounds.count()) == ("hung", 2, 2)
    assert Standing.objects.get(pk=cast.venue.pk).plate_hung == (first == "issue")


@rule("R-PLATE-2", "R-PLATE-4")
def test_two_hangers_hang_once(cast: Cast) -> None:
    plate = stages.approved(cast)

    def hang(by: str) -> Act:
        def go() -> object:
            with at(MONDAY):
                return stages.hang(cast, stages.fresh(plate), by=by)

        return go

    results = all_at_once(hang("command"), hang("command-reviewer"))

    assert sorted(type(each).__name__ for each in results) == ["Plate", "Stale"]
    assert PlateStep.objects.filter(kind="hanging").count() == 1
    assert Standing.objects.get(pk=cast.venue.pk).plate_number == plate.number


@rule("R-PLATE-5")
def test_two_acceptances_make_one_joint_acceptance(cast: Cast) -> None:
    plate = stages.requested(cast)
    with at(FRIDAY, 12):
        visits = {by: cast.check(by=by) for by in ("town-reviewer", "dept-reviewer")}

    def accept(by: str) -> Act:
        return on_friday(lambda: plates.accept(
            stages.fresh(plate), by=cast[by], inspection=visits[by], pictures=stages.picture()
        ))  # fmt: skip

    results = all_at_once(accept("town-reviewer"), accept("dept-reviewer"))

    assert [type(each).__name__ for each in results] == ["Plate", "Plate"]
    assert stages.fresh(plate).state == "accepted"
    assert names_of(plate).count("accept_jointly") == 1


@rule("R-PLATE-2")
def test_two_proposals_propose_once(cast: Cast) -> None:
    issue = cast.open("serious")

    def propose(by: str) -> Act:
        return lambda: plates.propose(
            cast.venue, [(issue, "recurring")], by=cast[by], facts="again and again"
        )

    results = all_at_once(propose("command"), propose("command-reviewer"))

    assert sorted(type(each).__name__ for each in results) == ["Plate", "Refused"]
    assert Plate.objects.count() == 1


@rule("R-PLATE-5")
def test_the_guard_waits_for_a_failing_check_past_every_action(cast: Cast) -> None:
    """Raw SQL lifts while a check is filed: the check is in first, so the lift is refused."""
    plate = stages.accepted(cast)
    step(cast, plate, "command-leader")

    def lift() -> None:
        with transaction.atomic():
            connection.cursor().execute(LIFT, [plate.pk])

    with side_by_side() as start:
        with transaction.atomic(), at(FRIDAY, 13):
            Standing.objects.select_for_update().get(pk=cast.venue.pk)
            lifting = start(lift)
            wait_for_blocked(1)
            with connection.cursor() as cursor:
                cursor.execute("UPDATE inspections_issue SET event_seq = event_seq")
            Inspection.objects.bulk_create([unclean(cast)])
        result = lifting.result(20)

    assert isinstance(result, DatabaseError)
    assert "R-PLATE-5" in str(result)


def unclean(cast: Cast) -> Inspection:
    """A visit that found issues, past every action."""
    row = Inspection.objects.filter(venue=cast.venue).latest("pk")
    row.pk, row.uuid, row.outcome = None, cast.visit().uuid, "issues"
    return row
