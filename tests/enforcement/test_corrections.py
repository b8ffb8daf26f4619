"""A result whose joint inspection was withdrawn leads on: another inspection, or a correction."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from inspections.enforcement import actions as joint
from inspections.enforcement.models import Operation, PartStep
from inspections.verify.of_operations import CHECKS
from inspections.verify.running import ask
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.enforcement.test_guards import found_and_punished, off_the_ledger
from tests.rules import rule
from tests.today import sections
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import NotAllowed, Refused

AGAIN = "待重新登记的联合检查"
_REVISE = (
    "INSERT INTO inspections_partstep (part_id, kind, officer_id, person_id, at, recorded,"
    " record_order, words, measure, inspection_id) SELECT part_id, 'revision', {officer}, {person},"
    " now(), now(), nextval('workflow_record_order'), 'nothing', '', inspection_id"
    " FROM inspections_partstep WHERE kind = 'result' AND inspection_id IS NOT NULL"
)


def revise(officer: str = "officer_id", person: str = "person_id") -> None:
    """A correction by SQL, in the name of who gave the result unless told otherwise."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_REVISE.format(officer=officer, person=person))


def correct(cast: Cast, operation: Operation, by: str = "police-reviewer") -> None:
    part = stages.part_of(operation, "police")
    joint.correct_result(part, by=cast[by], reason="the wrong venue was checked")


@rule("R-JOINT-4", "R-CHECK-6")
@pytest.mark.parametrize("by", ["police-reviewer", "command"])
def test_a_correction_leads_on_to_closing(cast: Cast, by: str) -> None:
    operation = off_the_ledger(cast)
    with at(MONDAY, 13):
        correct(cast, operation, by)
        closed = joint.close(stages.fresh(operation), by=cast["command"])

    assert closed.state == "closed"
    part = stages.part_of(operation, "police")
    assert part.state == "resulted"
    assert part.steps.get(kind="revision").words == "the wrong venue was checked"
    events = Event.objects.filter(subject_type="part", subject_id=part.pk).order_by("seq")
    assert events.last().name == "correct_result"  # type: ignore[union-attr]  # there are some
    assert [each.check.question for each in ask(CHECKS) if each.broken] == []


@rule("R-JOINT-4")
def test_who_corrects_says_why_and_is_the_agency_or_command(cast: Cast) -> None:
    operation = off_the_ledger(cast)
    part = stages.part_of(operation, "police")
    with at(MONDAY, 13):
        for name in ("police", "health-reviewer", "town-leader"):
            with pytest.raises(NotAllowed):
                joint.correct_result(part, by=cast[name], reason="a mistake")
        with pytest.raises(Refused):
            joint.correct_result(part, by=cast["police-reviewer"], reason=" ")


@rule("R-JOINT-4")
def test_a_result_that_rests_on_an_inspection_is_not_corrected(cast: Cast) -> None:
    operation = found_and_punished(cast)
    with at(MONDAY, 13), pytest.raises(Refused):
        correct(cast, operation)
    with pytest.raises(DatabaseError, match="R-JOINT-4"):
        revise()


@rule("R-JOINT-4")
def test_nor_one_that_a_later_inspection_bears_out(cast: Cast) -> None:
    operation = off_the_ledger(cast)
    with at(MONDAY, 13):
        cast.check(by="police", failed="A1")
        with pytest.raises(Refused):
            correct(cast, operation)
    with pytest.raises(DatabaseError, match="R-JOINT-4"):
        revise()


@rule("R-JOINT-3", "R-JOINT-4")
def test_the_database_keeps_others_from_correcting(cast: Cast) -> None:
    off_the_ledger(cast)
    stranger, command = cast["health-reviewer"], cast["command"]
    with pytest.raises(DatabaseError, match="R-JOINT-3"):
        revise(str(stranger.pk), str(stranger.person_id))
    revise(str(command.pk), str(command.person_id))
    assert PartStep.objects.filter(kind="revision").count() == 1


@rule("R-JOINT-4")
def test_nothing_is_corrected_once_it_is_closed(cast: Cast) -> None:
    operation = off_the_ledger(cast)
    with at(MONDAY, 13):
        cast.check(by="police", failed="A1")
        joint.close(stages.fresh(operation), by=cast["command"])
        with pytest.raises(Refused):
            correct(cast, operation)
    with pytest.raises(DatabaseError, match="R-JOINT"):
        revise()


@rule("R-JOINT-4")
def test_the_need_and_the_room_name_the_agency(cast: Cast, client: Client) -> None:
    operation = off_the_ledger(cast)
    with at(MONDAY, 13):
        with pytest.raises(Refused, match="police"):
            joint.close(operation, by=cast["command"])
        for name in ("command", "town-leader", "police-reviewer"):
            client.force_login(cast[name])
            room = client.get(f"/operations/{operation.number}/")
            assert any("police" in str(each) for each in room.context["waits"]), name


@rule("R-JOINT-4", "R-CHECK-6")
def test_the_agency_is_offered_both_ways(cast: Cast, client: Client) -> None:
    operation = off_the_ledger(cast)
    for name, files, corrects in (
        ("police", True, False), ("police-reviewer", True, True), ("health-reviewer", False, False),
        ("command", False, True),
    ):  # fmt: skip
        client.force_login(cast[name])
        with at(MONDAY, 13):
            page = client.get(f"/operations/{operation.number}/").content.decode()
            today = sections(client)
            listed = client.get("/operations/?waits=on").content.decode()
        assert ("?joint=1" in page) == files, name
        assert ("/correct_result/" in page) == corrects, name
        assert (AGAIN in today) == files, name
        assert (operation.number in listed) == (files or name == "command"), name


@rule("R-JOINT-4")
def test_today_is_done_with_it_after_another_inspection(cast: Cast, client: Client) -> None:
    operation = off_the_ledger(cast)
    client.force_login(cast["police"])
    with at(MONDAY, 13):
        assert list(sections(client)[AGAIN]) == [operation]
        cast.check(by="police", failed="A1")
        assert AGAIN not in sections(client)
        assert "?joint=1" not in client.get(f"/operations/{operation.number}/").content.decode()
