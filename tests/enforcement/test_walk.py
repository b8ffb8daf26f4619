"""An operation's whole way, from the whistle to the rating, and what lands on the ledger."""

import pytest

from inspections.enforcement import actions as joint
from inspections.enforcement.models import Operation, Part, PartRating
from inspections.ledger.models import Issue, Measure
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.rules import rule
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import NotAllowed, Refused


def events_of(operation: Operation) -> list[str]:
    rows = Event.objects.filter(subject_type="operation", subject_id=operation.pk)
    return list(rows.order_by("seq").values_list("name", flat=True))


@rule("R-JOINT-1", "R-JOINT-4", "R-TRACK-4")
def test_from_whistle_to_rating(cast: Cast) -> None:
    operation = stages.closed(cast)
    with at(MONDAY, 14):
        rated = joint.rate(
            stages.part_of(operation, "police"), by=cast["town-leader"], stars=5, words="quick"
        )

    assert events_of(operation) == ["blow", "convene", "start", "report", "close"]
    assert operation.number == "LH-410108-2026-0001"
    assert operation.whistle == "CS-410108-2026-0001"
    assert PartRating.objects.get(part=rated).stars == 5
    names = Event.objects.filter(subject_type="part", subject_id=rated.pk).order_by("seq")
    assert list(names.values_list("name", flat=True)) == [
        "invite", "sign_in", "arrive", "give_result", "rate",
    ]  # fmt: skip


@rule("R-JOINT-1")
def test_the_first_sign_in_starts_it_and_the_last_result_reports_it(cast: Cast) -> None:
    operation = stages.convened(cast)
    assert operation.state == "convened"
    with at(MONDAY, 10):
        joint.sign_in(stages.part_of(operation, "health"), by=cast["health"])
    assert stages.fresh(operation).state == "under_way"

    with at(MONDAY, 11):
        for code in ("police", "market", "town"):
            joint.release(stages.part_of(operation, code), by=cast["command"], reason="silent")
        joint.arrive(stages.part_of(operation, "health"), by=cast["health"])
        assert stages.fresh(operation).state == "under_way"
        stages.result(cast, operation, "health")

    assert stages.fresh(operation).state == "reported"


@rule("R-JOINT-3", "R-ISSUE-9")
def test_measures_and_findings_land_on_the_same_issues(cast: Cast) -> None:
    operation = stages.under_way(cast)
    issue = Issue.objects.get()
    with at(MONDAY, 11):
        visit = cast.check(by="police", failed="B1")
        stages.result(
            cast, operation, "police", measure="penalty", found=True, issues=[issue],
            document_number="P-7", day=MONDAY,
        )  # fmt: skip

    assert visit.side == "joint"
    assert Issue.objects.get() == issue
    measure = Measure.objects.get()
    assert (measure.issue, measure.kind, measure.organisation) == (
        issue, "penalty", stages.agency("police"),
    )  # fmt: skip
    step = stages.part_of(operation, "police").steps.get(kind="result")
    assert (step.inspection, step.measures.get().measure) == (visit, measure)


@rule("R-JOINT-3")
def test_who_leads_the_venue_files_the_joint_inspection_too(cast: Cast) -> None:
    stages.under_way(cast)
    with at(MONDAY, 11):
        assert cast.check(by="dept").side == "sector"
        assert cast.check(by="dept", joint=True).side == "joint"
        with pytest.raises(NotAllowed):
            cast.check(by="co", joint=True)


@rule("R-JOINT-3", "R-JOINT-4")
def test_what_was_found_is_filed_before_the_result(cast: Cast) -> None:
    operation = stages.under_way(cast)
    with at(MONDAY, 11), pytest.raises(Refused) as refused:
        stages.result(cast, operation, "police", found=True)

    assert set(refused.value.errors) == {"found"}
    assert stages.part_of(operation, "police").state == "on_site"


@rule("R-JOINT-4")
def test_only_the_town_rates_and_never_itself(cast: Cast) -> None:
    operation = stages.closed(cast)
    with at(MONDAY, 14):
        with pytest.raises(NotAllowed):
            joint.rate(stages.part_of(operation, "police"), by=cast["command"], stars=5)
        with pytest.raises(Refused):
            joint.rate(stages.part_of(operation, "town"), by=cast["town-leader"], stars=5)
        joint.rate(stages.part_of(operation, "health"), by=cast["town-leader"], stars=2)
        with pytest.raises(Refused):
            joint.rate(stages.part_of(operation, "health"), by=cast["town-leader"], stars=3)

    assert PartRating.objects.get().stars == 2


@rule("R-JOINT-1")
def test_command_convenes_without_a_whistle(cast: Cast) -> None:
    stages.gathered(cast)
    with at(MONDAY):
        operation = joint.convene_at_once(
            cast.venue, by=cast["command"], plan=stages.plan(cast), why="tip"
        )

    assert (operation.state, operation.blower) == ("convened", None)
    assert events_of(operation) == ["convene_at_once"]
    assert Part.objects.filter(operation=operation).count() == 4


@rule("R-JOINT-1")
def test_a_whistle_is_declined_by_the_leader_or_cancelled_by_the_blower(cast: Cast) -> None:
    operation = stages.blown(cast)
    with at(MONDAY, 9):
        with pytest.raises(NotAllowed):
            joint.decline(operation, by=cast["command"], reason="the town can do it")
        joint.cancel(operation, by=cast["town-leader"], reason="it closed down by itself")
        again = stages.blow(cast)
        joint.decline(again, by=cast["command-leader"], reason="the town can do it")

    assert {row.state for row in Operation.objects.all()} == {"cancelled", "declined"}
