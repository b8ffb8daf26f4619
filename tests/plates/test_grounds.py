"""What is found while a plate hangs becomes a ground, and returns it to hung (R-PLATE-1)."""

import pytest

from inspections.ledger import actions as ledger
from inspections.plates import actions as plates
from inspections.plates.models import Plate
from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, at
from tests.plates import stages
from tests.rules import rule
from venuewatch.workflow.rules import Refused


def kinds(plate: Plate) -> list[str]:
    return list(plate.grounds.order_by("record_order").values_list("kind", flat=True))


@rule("R-PLATE-1")
@pytest.mark.parametrize(("code", "grounds"), [("A1", 1), ("C1", 2)])
def test_a_new_serious_or_major_issue_becomes_a_ground(cast: Cast, code: str, grounds: int) -> None:
    plate = stages.hung(cast)
    with at(MONDAY, 12):
        cast.check(failed=code, by="dept")

    assert plate.grounds.count() == grounds
    assert (stages.fresh(plate).state, stages.fresh(plate).round) == ("hung", 1)


@rule("R-PLATE-1")
@pytest.mark.parametrize("build", [stages.requested, stages.accepted])
def test_it_returns_the_plate_to_hung(cast: Cast, build: object) -> None:
    plate = build(cast)  # type: ignore[operator]  # one of the stages
    with at(FRIDAY, 13):
        cast.check(failed="C1", by="dept")

    after = stages.fresh(plate)
    assert (after.state, after.round) == ("hung", 2)
    assert kinds(plate) == ["not_thorough", "found_hanging"]


@rule("R-PLATE-1", "R-ISSUE-6")
def test_a_recurrence_of_a_ground_becomes_a_ground_whatever_its_severity(cast: Cast) -> None:
    with at(stages.NOTICED):
        plate = plates.propose(cast.venue, [(cast.open("general"), "recurring")],
                               by=cast["command"], facts="again")  # fmt: skip
        plates.tell_venue(plate, by=cast["command"], facts="again")
        plates.record_reply(stages.fresh(plate), by=cast["command"], reply="yes")
        plate = plates.approve(stages.fresh(plate), by=cast["command-leader"])
    with at(MONDAY):
        plate = stages.hang(cast, plate)
    with at(stages.CLEAN_DAYS[0]):
        stages.settle(cast, plate)
        cast.check(failed="A1")

    assert kinds(plate) == ["recurring", "recurred_hanging"]


@rule("R-PLATE-1")
def test_what_was_there_before_it_hung_is_none(cast: Cast) -> None:
    with at(stages.NOTICED, 8):
        cast.check(failed="C1")
    plate = stages.hung(cast)
    with at(MONDAY, 12):
        cast.check(failed="C1", by="dept")

    assert kinds(plate) == ["not_thorough"]


@rule("R-PLATE-1")
def test_regraded_to_serious_while_it_hangs_is_one(cast: Cast) -> None:
    plate = stages.hung(cast)
    with at(MONDAY, 12):
        cast.check(failed="A1")
        issue = cast.venue.issues.get(item_code="A1")
        ledger.regrade(issue, by=cast["dept-reviewer"], severity="serious", reason="many guests")

    assert kinds(plate) == ["not_thorough", "found_hanging"]


@rule("R-PLATE-1")
def test_a_second_reason_adds_to_the_current_plate(cast: Cast) -> None:
    plate = stages.hung(cast)
    with at(MONDAY, 12):
        cast.check(failed="A1")
        issue = cast.venue.issues.get(item_code="A1")
        plates.add_grounds(plate, [(issue, "district")], by=cast["command"],
                           document_number="督〔12〕")  # fmt: skip
        with pytest.raises(Refused):
            plates.add_grounds(stages.fresh(plate), [(issue, "recurring")], by=cast["command"])

    assert kinds(plate) == ["not_thorough", "district"]
    assert Plate.objects.count() == 1
