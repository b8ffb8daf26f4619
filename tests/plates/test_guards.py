"""What the database refuses before a plate is lifted: proposing, approving, hanging, numbers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inspections.ledger.models import Photo
from inspections.plates import actions as plates
from inspections.plates.models import Plate, PlateGround, PlateStep
from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, at, stands
from tests.plates import stages
from tests.rules import rule
from venues.models import SchemeValue
from venuewatch.workflow import clock
from venuewatch.workflow.models import Counter, Event
from venuewatch.workflow.rules import NotAllowed, Refused, Stale

APPROVE = (
    "UPDATE inspections_plate SET state = 'approved', event_seq = event_seq + 1,"
    " number = 'HP-410108-2026-0001' WHERE id = %s"
)
HANG = (
    "UPDATE inspections_plate SET state = 'hung', event_seq = event_seq + 1, hung_at ="
    " (SELECT max(at) FROM inspections_platestep WHERE kind = 'hanging') WHERE id = %s"
)


def sql(statement: str, plate: Plate) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [plate.pk])


def approval(cast: Cast, plate: Plate, by: str = "command-leader", hour: int = 12) -> None:
    """The evidence of an approval, and a counter that has given its number."""
    officer = cast[by]
    Counter.objects.update_or_create(series="plate/410108-2026", defaults={"value": 1})
    with at(stages.NOTICED, hour):
        PlateStep.objects.create(plate=plate, round=1, kind="approval", officer=officer,
                                 person_id=officer.person_id, at=clock.now())  # fmt: skip


@rule("R-PLATE-3")
def test_with_notice_and_reply_the_database_lets_an_approval_through(cast: Cast) -> None:
    plate = stages.replied(cast)
    approval(cast, plate)

    sql(APPROVE, plate)

    assert stages.fresh(plate).state == "approved"


@rule("R-PLATE-3")
@pytest.mark.parametrize("build", [stages.proposed, stages.told])
def test_no_way_approves_before_the_venue_was_heard(
    cast: Cast, build: Callable[[Cast], Plate]
) -> None:
    plate = build(cast)
    with at(stages.NOTICED, 20), pytest.raises(Refused):
        plates.approve(plate, by=cast["command-leader"])
    approval(cast, plate)

    with pytest.raises(DatabaseError, match="R-PLATE-3"):
        sql(APPROVE, plate)
    with pytest.raises(DatabaseError, match="R-PLATE-3"), transaction.atomic():
        Plate.objects.filter(pk=plate.pk).update(
            state="approved", number="HP-410108-2026-0001", event_seq=9
        )


@rule("R-PLATE-3")
def test_silence_for_the_time_to_reply_is_enough(cast: Cast) -> None:
    plate = stages.told(cast)
    with at(MONDAY, 10):
        assert plates.approve(plate, by=cast["command-leader"]).state == "approved"


@rule("R-PLATE-3")
def test_the_time_to_reply_is_the_districts(cast: Cast) -> None:
    SchemeValue.objects.create(area=cast.district, key="plate_reply_hours", value=48)
    plate = stages.told(cast)
    with at(MONDAY, 23), pytest.raises(Refused):
        plates.approve(plate, by=cast["command-leader"])


@rule("R-PLATE-3", "R-PLATE-1")
def test_a_ground_that_came_later_is_told_anew(cast: Cast) -> None:
    plate = stages.replied(cast)
    with at(stages.NOTICED, 13):
        cast.check(failed="C1", by="dept")
        major = cast.venue.issues.get(item_code="C1")
        plates.add_grounds(plate, [(major, "recurring")], by=cast["command"])
        with pytest.raises(Refused):
            plates.approve(stages.fresh(plate), by=cast["command-leader"])
        plates.tell_venue(stages.fresh(plate), by=cast["command"], facts="and the major one")
        plates.record_reply(stages.fresh(plate), by=cast["command"], reply="nothing")

        assert plates.approve(stages.fresh(plate), by=cast["command-leader"]).number


@rule("R-PLATE-1", "R-SCOPE-5")
def test_the_proposer_neither_approves_nor_refuses(cast: Cast) -> None:
    plate = stages.proposed(cast, by="command-leader")
    with at(stages.NOTICED, 10):
        plates.tell_venue(plate, by=cast["command"], facts="so")
        plates.record_reply(stages.fresh(plate), by=cast["command"], reply="so")
        with pytest.raises(Refused):
            plates.approve(stages.fresh(plate), by=cast["command-leader"])
        with pytest.raises(Refused):
            plates.refuse(stages.fresh(plate), by=cast["command-leader"], reason="no")
    approval(cast, plate)

    with pytest.raises(DatabaseError, match="R-PLATE-3"):
        sql(APPROVE, plate)


@rule("R-PLATE-2")
@pytest.mark.parametrize(
    "change",
    ["number = 'HP-410108-2026-0007'", "number = 'HP-410109-2026-0001'", "number = 'x'",
     "number = ''"],
)  # fmt: skip
def test_a_number_is_given_once_by_its_counter(cast: Cast, change: str) -> None:
    plate = stages.replied(cast)
    approval(cast, plate)
    with pytest.raises(DatabaseError):
        sql(APPROVE.replace("number = 'HP-410108-2026-0001'", change), plate)
    sql(APPROVE, plate)

    with pytest.raises(DatabaseError):
        sql(f"UPDATE inspections_plate SET {change}, event_seq = 99 WHERE id = %s", plate)


@rule("R-PLATE-2")
def test_numbers_have_no_gaps_though_proposals_are_refused(cast: Cast) -> None:
    first = stages.hung(cast)
    with at(MONDAY, 12):
        issue = cast.check(failed="A1", by="neighbour", venue=cast.venue_next_door).opened_issues
        made = plates.propose(cast.venue_next_door, [(issue.get(), "recurring")],
                              by=cast["command"], facts="x")  # fmt: skip
        plates.refuse(made, by=cast["command-leader"], reason="not yet")
        stages.withdraw(cast, stages.fresh(first))
    second = stages.approved(cast)

    assert (first.number[-4:], second.number[-4:]) == ("0001", "0002")
    assert made.number == ""


@rule("R-PLATE-2")
def test_at_most_one_current_plate(cast: Cast) -> None:
    plate = stages.hung(cast)
    issue = stages.ground_of(plate)
    with at(MONDAY, 12), pytest.raises(Refused):
        plates.propose(cast.venue, [(issue, "recurring")], by=cast["command"], facts="x")

    with pytest.raises(DatabaseError), transaction.atomic():
        Plate.objects.create(venue=cast.venue, proposal="TP-9", proposed_at=timezone.now())


@rule("R-PLATE-2")
@pytest.mark.parametrize("lacks", ["photo_id", "lon", "lat", "words"])
def test_not_hung_without_photo_position_and_place(cast: Cast, lacks: str) -> None:
    plate = stages.approved(cast)
    officer = cast["command"]
    columns = {"photo_id": cast_photo(cast), "lon": 113.6, "lat": 34.8, "words": "the door"}
    columns[lacks] = "" if lacks == "words" else None
    PlateStep.objects.create(plate=plate, round=1, kind="hanging", officer=officer,
                             person_id=officer.person_id, at=timezone.now(), **columns)  # fmt: skip

    with pytest.raises(DatabaseError, match="R-PLATE-2"):
        sql(HANG, plate)


def cast_photo(cast: Cast) -> int:
    photo = Photo.objects.create(venue=cast.venue, file="x.jpg", officer=cast["command"])
    return photo.pk


@rule("R-PLATE-2", "R-SCOPE-4")
@pytest.mark.parametrize(
    ("venue", "by"), [("chess_room", "inspector"), ("venue_without_town", "dept")]
)
def test_no_plate_hangs_where_nobody_leads_or_no_town_is_named(
    cast: Cast, venue: str, by: str
) -> None:
    place = getattr(cast, venue)
    issue = cast.check(failed="A1", venue=place, by=by).opened_issues.get()
    plate = plates.propose(place, [(issue, "recurring")], by=cast["command"], facts="so")
    plates.tell_venue(plate, by=cast["command"], facts="so")
    plates.record_reply(stages.fresh(plate), by=cast["command"], reply="so")
    plate = plates.approve(stages.fresh(plate), by=cast["command-leader"])

    with pytest.raises(Refused):
        stages.hang(cast, plate)


@rule("R-PLATE-1")
@pytest.mark.parametrize(
    "change", ["account = 'x'", "venue_id = (SELECT max(id) FROM venues_venue)", "round = 3",
               "state = 'refused', ended_at = now()", "hung_at = now()", "state = 'accepted'"],
)  # fmt: skip
def test_nothing_changes_past_the_table(cast: Cast, change: str) -> None:
    plate = stages.hung(cast)

    with pytest.raises(DatabaseError):
        sql(
            f"UPDATE inspections_plate SET {change}, event_seq = event_seq + 1 WHERE id = %s", plate
        )
    with pytest.raises(DatabaseError, match="R-TRACK-4"):
        sql("UPDATE inspections_plate SET town_id = NULL WHERE id = %s", plate)


@rule("R-PLATE-1")
def test_withdrawing_gives_a_reason_that_holds(cast: Cast) -> None:
    plate = stages.hung(cast)
    with at(MONDAY, 12):
        for kind in ("void", "ceased"):
            with pytest.raises(Refused):
                stages.withdraw(cast, plate, kind=kind)
        with pytest.raises(NotAllowed):
            stages.withdraw(cast, plate, by="command")
    with pytest.raises(DatabaseError, match="R-PLATE-1"):
        sql("UPDATE inspections_plate SET state = 'withdrawn', withdraw_kind = 'error',"
            " ended_at = now(), event_seq = event_seq + 1 WHERE id = %s", plate)  # fmt: skip


@rule("R-SCOPE-5", "R-PLATE-1")
def test_evidence_is_of_this_venue_this_round_and_ones_own_person(cast: Cast) -> None:
    plate = stages.hung(cast)
    one, other = cast["command"], cast["inspector"]
    about = {"plate": plate, "kind": "lifting", "at": timezone.now(), "officer": one}
    other_issue = cast.check(failed="A1", by="neighbour", venue=cast.venue_next_door)

    with pytest.raises(DatabaseError, match="R-SCOPE-5"), transaction.atomic():
        PlateStep.objects.create(round=1, person_id=other.person_id, **about)
    with pytest.raises(DatabaseError, match="R-PLATE-5"), transaction.atomic():
        PlateStep.objects.create(round=2, person_id=one.person_id, **about)
    with pytest.raises(DatabaseError, match="R-PLATE-1"), transaction.atomic():
        PlateGround.objects.create(plate=plate, issue=other_issue.opened_issues.get(),
                                   kind="recurring", at=timezone.now())  # fmt: skip


@rule("R-PLATE-1")
@pytest.mark.parametrize(
    "change", ["reason = 'x'", "state = 'waiting'", "venue_id = 1", "number = 'x'", "at = now()"]
)
def test_what_was_suggested_and_declined_stays(cast: Cast, change: str) -> None:
    row = plates.suggest(cast.venue, by=cast["town-reviewer"], reason="again and again")
    plates.decline_suggestion(row, by=cast["command"], reason="not yet")

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(f"UPDATE inspections_platesuggestion SET {change}")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


@rule("R-PLATE-5")
def test_no_entry_is_clean_only_for_a_venue_shut_by_order(cast: Cast) -> None:
    plate = stages.hung(cast)
    with at(stages.CLEAN_DAYS[0]):
        stages.settle(cast, plate)
        shut = {"no_entry_reason": "shut", "pictures": [cast.photo(kind="no_entry")]}
    for day in stages.CLEAN_DAYS:
        for by in ("inspector", "dept"):
            with at(day, 10):
                picture = [cast.photo(kind="no_entry")]
                cast.file(cast.visit(**{**shut, "pictures": picture}), by=by)
    with at(FRIDAY):
        with pytest.raises(Refused):
            plates.request_lift(stages.fresh(plate), by=cast["town-reviewer"])
        stands(cast.venue, regime="closed")

        assert plates.request_lift(stages.fresh(plate), by=cast["town-reviewer"]).state == (
            "lift_requested"
        )


@rule("R-PLATE-5")
@pytest.mark.parametrize("shift", [1, 2, 3])
def test_each_of_the_last_days_counts(cast: Cast, shift: int) -> None:
    """A day later the earliest clean day is out, and the new one has no check."""
    plate = stages.checked(cast)
    with at(FRIDAY + timedelta(days=shift)), pytest.raises(Refused):
        plates.request_lift(plate, by=cast["town-reviewer"])


@rule("R-PLATE-1", "R-TRACK-4")
def test_a_rejected_lifting_hangs_on_in_a_new_round(cast: Cast) -> None:
    plate = stages.accepted(cast)
    with at(FRIDAY, 12):
        back = plates.reject(plate, by=cast["dept-reviewer"], reason="the stairs")
        with pytest.raises(Stale):
            stages.lift(cast, stages.fresh(plate))

    assert (back.state, back.round) == ("hung", 2)
    assert back.judgement.request is None
    assert back.judgement.acceptances == {}
    assert Event.objects.filter(subject_type="plate", name="reject").count() == 1
