"""What the database refuses at the desk, whoever asks: by act, form, update and SQL."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inspections.tracking.intake.models import (
    Intake,
    IntakeAsk,
    IntakeCall,
    IntakeFinding,
    IntakeReply,
)
from tests.cast import Cast
from tests.intake import stages
from tests.rules import rule
from venues.models import Officer, Organisation

MOVED = "event_seq = event_seq + 1"


def sql(statement: str, matter: Intake) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE inspections_intake SET {statement} WHERE id = %s", [matter.pk])


def by(officer: Officer) -> dict[str, object]:
    return {"officer": officer, "person_id": officer.person_id, "at": timezone.now()}


def answer(cast: Cast, matter: Intake) -> IntakeReply:
    return IntakeReply.objects.create(intake=matter, words="so", whom="caller", satisfied="yes",
                                      **by(cast["command"]))  # fmt: skip


def find(matter: Intake, officer: Officer, result: str, **more: object) -> IntakeFinding:
    ask = matter.asks.get(organisation=officer.organisation)
    return IntakeFinding.objects.create(ask=ask, result=result, words="so", **by(officer), **more)


@rule("R-INTAKE-3", "R-INTAKE-4")
@pytest.mark.parametrize("build", [stages.received, stages.dispatched, stages.half_verified])
@pytest.mark.parametrize(
    "change",
    ["state = 'confirmed'", "state = 'unconfirmed'", "state = 'closed', ended_at = now()"],
)
def test_not_answered_without_verification(
    cast: Cast, build: Callable[[Cast], Intake], change: str
) -> None:
    matter = build(cast)

    with pytest.raises(DatabaseError, match="R-INTAKE"):
        sql(f"{change}, {MOVED}", matter)
    values = dict(each.split(" = ") for each in change.replace("'", "").split(", "))
    if "ended_at" in values:
        values["ended_at"] = timezone.now()  # type: ignore[assignment]  # as the column wants it
    with pytest.raises(DatabaseError, match="R-INTAKE"), transaction.atomic():
        Intake.objects.filter(pk=matter.pk).update(event_seq=99, **values)
    with pytest.raises(DatabaseError, match="R-INTAKE-4"), transaction.atomic():
        answer(cast, matter)


@rule("R-INTAKE-3")
def test_with_both_findings_the_database_lets_it_through(cast: Cast) -> None:
    matter = stages.half_verified(cast)
    find(matter, cast["dept"], "unconfirmed")
    with pytest.raises(DatabaseError, match="R-INTAKE-3"):
        sql(f"state = 'confirmed', {MOVED}", matter)

    sql(f"state = 'unconfirmed', {MOVED}", matter)

    with pytest.raises(DatabaseError, match="R-INTAKE-4"):
        sql(f"state = 'closed', ended_at = now(), {MOVED}", matter)
    answer(cast, matter)
    sql(f"state = 'closed', ended_at = now(), {MOVED}", matter)


@rule("R-INTAKE-3")
def test_not_confirmed_without_an_issue_of_this_venue(cast: Cast) -> None:
    matter = stages.half_verified(cast)
    elsewhere = cast.check(failed="A1", by="neighbour", venue=cast.venue_next_door)
    for issue in (None, elsewhere.opened_issues.get()):
        with pytest.raises(DatabaseError), transaction.atomic():
            find(matter, cast["dept"], "confirmed", issue=issue)
    own = cast.check(failed="A1", by="dept").opened_issues.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        find(matter, cast["dept"], "unconfirmed", issue=own)
    find(matter, cast["dept"], "confirmed", issue=own)

    with pytest.raises(DatabaseError, match="R-INTAKE-3"):
        sql(f"state = 'unconfirmed', {MOVED}", matter)
    with pytest.raises(DatabaseError, match="R-INTAKE-3"):
        sql(f"state = 'confirmed', venue_id = {cast.venue_next_door.pk}, {MOVED}", matter)
    sql(f"state = 'confirmed', {MOVED}", matter)


@rule("R-INTAKE-2", "R-INTAKE-3", "R-SCOPE-5")
def test_only_who_was_asked_finds_and_as_themselves(cast: Cast) -> None:
    matter = stages.dispatched(cast)
    ask = matter.asks.get(side="town")
    given = {"ask": ask, "result": "unconfirmed", "words": "so"}
    for officer, person, match in (
        (cast["dept"], cast["dept"].person_id, "R-INTAKE-3"),
        (cast["inspector"], cast["colleague"].person_id, "R-SCOPE-5"),
    ):
        with pytest.raises(DatabaseError, match=match), transaction.atomic():
            IntakeFinding.objects.create(
                **given, officer=officer, person_id=person, at=timezone.now()
            )


@rule("R-INTAKE-2")
def test_nobody_is_asked_out_of_turn(cast: Cast) -> None:
    given = {"side": "town", "organisation": Organisation.objects.get(code="next"),
             "due": timezone.now(), **by(cast["command"])}  # fmt: skip
    dispatched, returned = stages.dispatched(cast), stages.returned(cast)
    for matter, number in ((dispatched, 1), (dispatched, 2), (returned, 1), (returned, 2)):
        with pytest.raises(DatabaseError), transaction.atomic():
            IntakeAsk.objects.create(intake=matter, round=number, **given)
    with pytest.raises(DatabaseError, match="R-INTAKE-2"):
        sql(f"state = 'dispatched', {MOVED}", stages.received(cast))


@rule("R-INTAKE-3")
def test_not_back_at_the_desk_without_a_reason(cast: Cast) -> None:
    matter = stages.dispatched(cast)
    for change in (f"state = 'received', round = 2, {MOVED}", f"state = 'received', {MOVED}"):
        with pytest.raises(DatabaseError, match="R-INTAKE"):
            sql(change, matter)


@rule("R-INTAKE-5")
def test_not_a_duplicate_of_itself_of_a_duplicate_or_of_what_has_ended(cast: Cast) -> None:
    first, matter = stages.received(cast), stages.received(cast)
    second, over = stages.merged(cast, first), stages.closed(cast)
    change = "state = 'duplicate', ended_at = now(), duplicate_of_id = {}, " + MOVED
    for original in (matter, second, over):
        with pytest.raises(DatabaseError, match="R-INTAKE-5"):
            sql(change.format(original.pk), matter)
    with pytest.raises(DatabaseError, match="R-INTAKE-5"):
        sql(change.format(matter.pk), first)
    with pytest.raises(DatabaseError):
        sql(f"state = 'duplicate', ended_at = now(), {MOVED}", matter)
    sql(change.format(first.pk), matter)


@rule("R-INTAKE-1")
@pytest.mark.parametrize(
    "change",
    ["words = 'x'", "callback = ''", "number = 'x'", "source = 'tip'", "place = 'x'", "round = 2",
     "received_at = now()", "state = 'dispatched'", "area_id = 1"],
)  # fmt: skip
def test_what_came_in_stays(cast: Cast, change: str) -> None:
    matter = stages.received(cast)

    with pytest.raises(DatabaseError):
        sql(f"{change}, {MOVED}", matter)


@rule("R-TRACK-4")
@pytest.mark.parametrize(
    "change", ["venue_id = NULL", "due = now()", "breaches = 1", "clock_from = now()"]
)
def test_what_changes_is_told_by_an_event(cast: Cast, change: str) -> None:
    matter = stages.received(cast)

    with pytest.raises(DatabaseError, match="R-TRACK-4"):
        sql(change, matter)
    sql(f"{change}, {MOVED}", matter)


@rule("R-INTAKE-4", "R-INTAKE-5")
@pytest.mark.parametrize("build", [stages.closed, stages.merged])
@pytest.mark.parametrize(
    "change", ["state = 'received', ended_at = NULL, duplicate_of_id = NULL", "breaches = 9",
               "due = now()"],
)  # fmt: skip
def test_what_has_ended_stays(cast: Cast, build: Callable[[Cast], Intake], change: str) -> None:
    matter = build(cast)

    with pytest.raises(DatabaseError, match="R-INTAKE"):
        sql(f"{change}, {MOVED}", matter)


@rule("R-INTAKE-1", "R-TRACK-4")
@pytest.mark.parametrize("model", [Intake, IntakeAsk, IntakeFinding, IntakeReply, IntakeCall])
def test_nothing_is_deleted_and_evidence_never_changes(cast: Cast, model: type) -> None:
    matter = stages.closed(cast)
    IntakeCall.objects.create(intake=matter, partner="caller", reached=True, words="thanks",
                              **by(cast["command"]))  # fmt: skip
    rows = model.objects.all()  # type: ignore[attr-defined]  # a model
    assert rows.exists()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    if model is not Intake:
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(at=timezone.now())
        with pytest.raises(DatabaseError), transaction.atomic():
            rows[0].save()


@rule("R-INTAKE-1")
def test_bulk_writing_is_refused_alike(cast: Cast) -> None:
    matters = [stages.received(cast), stages.received(cast)]
    for each in matters:
        each.state, each.event_seq = "confirmed", 9
    with pytest.raises(DatabaseError, match="R-INTAKE"), transaction.atomic():
        Intake.objects.bulk_update(matters, ["state", "event_seq"])
    now = timezone.now()
    values = {"area": cast.district, "source": "tip", "words": "x", "receiver": cast["command"],
              "received_at": now, "clock_from": now, "due": now}  # fmt: skip
    with pytest.raises(DatabaseError, match="R-INTAKE-1"), transaction.atomic():
        Intake.objects.bulk_create([Intake(number="SL-9", state="unconfirmed", **values)])
