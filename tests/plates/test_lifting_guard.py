"""The lifting guard: whoever tries to lift a plate that lacks something is refused at once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import path
from django.utils import timezone

from inspections.ledger.models import Issue, Photo
from inspections.plates import actions as plates
from inspections.plates.models import Plate, PlateGround, PlateStep
from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, at
from tests.plates import stages
from tests.rules import rule
from venues.models import Officer
from venuewatch.workflow.rules import NotAllowed, Refused, Stale

Prepare = Callable[[Cast], Plate]
Attempt = Callable[[Cast, Plate], object]
LIFT = (
    "UPDATE inspections_plate SET state = 'lifted', ended_at = now(), event_seq = event_seq + 1"
    " WHERE id = %s"
)
ACCEPTED = "UPDATE inspections_plate SET state = 'accepted', event_seq = event_seq + 1"


def unguarded(*statements: str) -> None:
    """What no act and no guard lets through, with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def step(cast: Cast, plate: Plate, by: str, kind: str = "lifting") -> None:
    """The evidence of lifting, by this officer and with a photo."""
    officer = cast[by]
    picture = Photo.objects.filter(venue=plate.venue, kind="plate").latest("pk")
    PlateStep.objects.create(
        plate=plate, round=stages.fresh(plate).round, kind=kind, officer=officer,
        person_id=officer.person_id, at=timezone.now(), photo=picture,
    )  # fmt: skip


def a_ground_open(cast: Cast) -> Plate:
    plate = stages.accepted(cast)
    unguarded("UPDATE inspections_issue SET state = 'rechecked', closed_at = NULL,"
              " closed_order = NULL, closing_reason = ''")  # fmt: skip
    return plate


def all_grounds_void(cast: Cast) -> Plate:
    plate = stages.accepted(cast)
    unguarded("UPDATE inspections_issue SET state = 'void', closed_at = NULL, closed_order = NULL,"
              " closing_reason = '', void_kind = 'error'")  # fmt: skip
    return plate


def no_request(cast: Cast) -> Plate:
    plate = stages.accepted(cast)
    unguarded("DELETE FROM inspections_platestep WHERE kind = 'request'")
    return plate


def one_acceptance(cast: Cast) -> Plate:
    plate = stages.requested(cast)
    with at(FRIDAY, 10):
        stages.accept(cast, plate, "town-reviewer")
    unguarded(ACCEPTED)
    return plate


def acceptance_without_photo(cast: Cast) -> Plate:
    plate = stages.accepted(cast)
    unguarded("UPDATE inspections_platestep SET photo_id = NULL WHERE side = 'town'")
    return plate


def acceptance_on_an_old_visit(cast: Cast) -> Plate:
    plate = stages.accepted(cast)
    first = "(SELECT min(id) FROM inspections_inspection WHERE outcome = 'clean')"
    unguarded(f"UPDATE inspections_platestep SET inspection_id = {first} WHERE side = 'town'")
    return plate


def both_by_one_person(cast: Cast) -> Plate:
    plate = stages.accepted(cast)
    one = "(SELECT max(person_id) FROM inspections_platestep WHERE side = 'town')"
    unguarded(f"UPDATE inspections_platestep SET person_id = {one} WHERE kind = 'acceptance'")
    return plate


def a_day_missing(cast: Cast) -> Plate:
    plate = stages.accepted(cast)
    unguarded("UPDATE inspections_inspection SET business_day = business_day - 30"
              f" WHERE side = 'sector' AND business_day = '{stages.CLEAN_DAYS[1]}'")  # fmt: skip
    return plate


def unclean_since(cast: Cast) -> Plate:
    plate = stages.accepted(cast)
    with at(FRIDAY, 11):
        cast.check(failed="A1")
    return plate


def found_since_and_no_ground(cast: Cast) -> Plate:
    plate = unclean_since(cast)
    unguarded("UPDATE inspections_issue SET severity = 'major' WHERE item_code = 'A1'",
              "UPDATE inspections_inspection SET outcome = 'clean'")  # fmt: skip
    return plate


LACKING: list[Prepare] = [
    a_ground_open, all_grounds_void, no_request, one_acceptance, acceptance_without_photo,
    acceptance_on_an_old_visit, both_by_one_person, a_day_missing, unclean_since,
    found_since_and_no_ground,
]  # fmt: skip


def by_action(cast: Cast, plate: Plate) -> object:
    with at(FRIDAY, 12):
        return stages.lift(cast, plate)


def by_form(cast: Cast, plate: Plate) -> object:
    client = Client(raise_request_exception=True)
    client.force_login(cast["command-leader"])
    with at(FRIDAY, 12):
        answer = client.post(f"/plates/{plate.number}/lift/", {"photos": stages.upload()})
    if answer.status_code != 302:
        raise Refused({"": str(answer.status_code)})
    return answer


def by_update(cast: Cast, plate: Plate) -> object:
    step(cast, plate, "command-leader")
    return Plate.objects.filter(pk=plate.pk).update(
        state="lifted", ended_at=timezone.now(), event_seq=99
    )


def by_bulk_update(cast: Cast, plate: Plate) -> object:
    step(cast, plate, "command-leader")
    row = stages.fresh(plate)
    row.state, row.ended_at, row.event_seq = "lifted", timezone.now(), 99
    return Plate.objects.bulk_update([row], ["state", "ended_at", "event_seq"])


def by_save(cast: Cast, plate: Plate) -> None:
    step(cast, plate, "command-leader")
    row = stages.fresh(plate)
    row.state, row.ended_at, row.event_seq = "lifted", timezone.now(), 99
    row.save()


def by_sql(cast: Cast, plate: Plate) -> None:
    step(cast, plate, "command-leader")
    with connection.cursor() as cursor:
        cursor.execute(LIFT, [plate.pk])


ATTEMPTS: list[Attempt] = [by_action, by_form, by_update, by_bulk_update, by_save, by_sql]


@rule("R-PLATE-5")
@pytest.mark.parametrize("prepare", LACKING, ids=lambda each: each.__name__)
def test_no_way_lifts_what_lacks_something(cast: Cast, prepare: Prepare) -> None:
    plate = prepare(cast)

    for attempt in ATTEMPTS:
        with pytest.raises((DatabaseError, Refused, Stale, NotAllowed)), transaction.atomic():
            attempt(cast, plate)

        assert stages.fresh(plate).state != "lifted", attempt.__name__


@rule("R-PLATE-5", "R-SCOPE-5")
@pytest.mark.parametrize("by", ["command", "town-reviewer", "dept-reviewer"])
def test_nobody_who_prepared_it_lifts_it(cast: Cast, by: str) -> None:
    """The proposer and hanger, the requester who accepted too, and the other acceptor."""
    plate = stages.accepted(cast)
    step(cast, plate, by)

    with pytest.raises(DatabaseError, match="R-PLATE-5"), transaction.atomic():
        connection.cursor().execute(LIFT, [plate.pk])


@rule("R-PLATE-5", "R-SCOPE-5")
def test_a_leader_who_hung_it_does_not_lift_it(cast: Cast) -> None:
    with at(MONDAY):
        stages.hang(cast, stages.approved(cast), by="command-leader")
    plate = Plate.objects.get()
    assert cast["command-leader"].person_id in plate.judgement.preparers
    with at(stages.CLEAN_DAYS[0]):
        stages.settle(cast, plate)
    for day in stages.CLEAN_DAYS:
        stages.both_check(cast, day)
    with at(FRIDAY):
        plates.request_lift(stages.fresh(plate), by=cast["town-reviewer"])
        for side in ("town-reviewer", "dept-reviewer"):
            stages.accept(cast, stages.fresh(plate), side)
        with pytest.raises(Refused):  # in words, before the database has to
            stages.lift(cast, stages.fresh(plate))


@rule("R-PLATE-5")
def test_not_without_a_photo_and_not_without_a_step(cast: Cast) -> None:
    plate = stages.accepted(cast)
    with pytest.raises(DatabaseError, match="R-PLATE-5"), transaction.atomic():
        connection.cursor().execute(LIFT, [plate.pk])
    step(cast, plate, "command-leader")
    unguarded("UPDATE inspections_platestep SET photo_id = NULL WHERE kind = 'lifting'")
    with pytest.raises(DatabaseError, match="R-PLATE-5"), transaction.atomic():
        connection.cursor().execute(LIFT, [plate.pk])


@rule("R-PLATE-5")
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda each: each.__name__)
def test_with_everything_there_each_way_leads_through(cast: Cast, attempt: Attempt) -> None:
    plate = stages.accepted(cast)

    attempt(cast, plate)

    assert stages.fresh(plate).state == "lifted"


class PlateAdmin(ModelAdmin[Plate]):
    """What nobody should ever register."""

    fields = ["state", "ended_at"]


site = admin.AdminSite(name="trap")
site.register(Plate, PlateAdmin)
urlpatterns = [path("trap/", site.urls)]


@rule("R-PLATE-5", "R-PLATE-3")
@pytest.mark.urls("tests.plates.test_lifting_guard")
@pytest.mark.parametrize(
    ("build", "state"),
    [(stages.accepted, "lifted"), (stages.proposed, "approved"), (stages.approved, "hung")],
)
def test_not_through_django_admin_either(
    cast: Cast, client: Client, build: Prepare, state: str
) -> None:
    plate = build(cast)
    client.force_login(cast["admin"])
    form = {"state": state, "ended_at_0": "2026-11-01", "ended_at_1": "12:00"}

    with suppress(DatabaseError), transaction.atomic():
        client.post(f"/trap/inspections/plate/{plate.pk}/change/", form)

    assert stages.fresh(plate).state == plate.state


@rule("R-PLATE-5", "R-TRACK-4")
@pytest.mark.parametrize("model", [PlateGround, PlateStep, Plate])
def test_evidence_neither_changes_nor_goes_afterwards(
    cast: Cast, model: type[PlateGround | PlateStep | Plate]
) -> None:
    stages.lifted(cast)
    change = {"at": timezone.now()} if model is not Plate else {"account": "other"}

    for attempt in (
        lambda: model.objects.update(**change),
        lambda: model.objects.all().delete(),
        lambda: connection.cursor().execute(f"DELETE FROM {model._meta.db_table}"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


@rule("R-PLATE-5")
def test_an_ended_plate_takes_no_more_grounds_or_steps(cast: Cast) -> None:
    plate = stages.lifted(cast)
    with at(FRIDAY, 15):
        cast.check(failed="B1")
    issue = Issue.objects.latest("pk")

    with pytest.raises(DatabaseError, match="R-PLATE-5"), transaction.atomic():
        PlateGround.objects.create(plate=plate, issue=issue, kind="recurring", at=timezone.now())
    with pytest.raises(DatabaseError, match="R-PLATE-5"), transaction.atomic():
        step(cast, plate, "command")
    with pytest.raises(Stale):
        plates.add_grounds(plate, [(issue, "recurring")], by=cast["command"])


@rule("R-PLATE-5")
def test_clean_days_cannot_be_talked_down(cast: Cast) -> None:
    plate = stages.hung(cast)
    officer: Officer = cast["town-reviewer"]
    about = {"officer": officer, "person_id": officer.person_id, "round": 1}

    with pytest.raises(DatabaseError, match="R-PLATE-5"), transaction.atomic():
        PlateStep.objects.create(
            plate=plate, kind="request", days=1, at=timezone.now() + timedelta(days=9), **about
        )
