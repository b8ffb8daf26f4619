"""One current plate a venue, and each begins proposed, whichever way somebody tries (R-PLATE-2)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import path
from django.utils import timezone

from inspections.plates import actions as plates
from inspections.plates.models import Plate
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.plates import stages
from tests.rules import rule
from venuewatch.workflow.rules import Refused

Attempt = Callable[[Cast, Plate], object]
_COPY = (
    "INSERT INTO inspections_plate (event_seq, event_hash, number, proposal, venue_id, town_id,"
    " department_id, state, round, account, proposed_at, hung_at, ended_at, withdraw_kind, origin)"
    " SELECT 1, '', {number}, 'TP-copy', venue_id, town_id, department_id, '{state}', 1, '', now(),"
    " {hung}, {ended}, '', '{origin}' FROM inspections_plate WHERE id = %s"
)
_PARTS = {"state": "proposed", "number": "''", "hung": "NULL", "ended": "NULL", "origin": "live"}


def insert(plate: Plate, **parts: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COPY.format(**{**_PARTS, **parts}), [plate.pk])


def refused_before(cast: Cast) -> Plate:
    """A plate that was refused; another one is current now."""
    first = stages.proposed(cast)
    with at(stages.NOTICED, 10):
        plates.refuse(first, by=cast["command-leader"], reason="too early")
        issue = first.grounds.get().issue
        plates.propose(cast.venue, [(issue, "recurring")], by=cast["command"], facts="again")
    return stages.fresh(first)


def by_action(cast: Cast, plate: Plate) -> object:
    issue = plate.grounds.get().issue
    return plates.propose(cast.venue, [(issue, "recurring")], by=cast["command"], facts="x")


def by_form(cast: Cast, plate: Plate) -> object:
    client = Client()
    client.force_login(cast["command"])
    typed = {"issues": [plate.grounds.get().issue_id], "kind": "recurring", "facts": "x"}
    answer = client.post(f"/plates/propose/{cast.venue.code}/", typed)
    if answer.status_code == 400:
        raise Refused({"": "the form says so"})
    return answer


def by_create(cast: Cast, plate: Plate) -> object:
    return Plate.objects.create(venue=cast.venue, proposal="TP-9", proposed_at=timezone.now())


def by_bulk_create(cast: Cast, plate: Plate) -> object:
    row = Plate(venue=cast.venue, proposal="TP-9", proposed_at=timezone.now())
    return Plate.objects.bulk_create([row])


def by_update(cast: Cast, plate: Plate) -> object:
    rows = Plate.objects.filter(pk=plate.pk)
    return rows.update(state="proposed", ended_at=None, event_seq=F("event_seq") + 1)


def by_bulk_update(cast: Cast, plate: Plate) -> object:
    plate.state, plate.ended_at, plate.event_seq = "proposed", None, 99
    return Plate.objects.bulk_update([plate], ["state", "ended_at", "event_seq"])


def by_save(cast: Cast, plate: Plate) -> None:
    plate.state, plate.ended_at, plate.event_seq = "proposed", None, 99
    plate.save()


def by_insert(cast: Cast, plate: Plate) -> None:
    insert(plate)


def by_sql(cast: Cast, plate: Plate) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inspections_plate SET state = 'proposed', ended_at = NULL,"
            " event_seq = event_seq + 1 WHERE id = %s", [plate.pk],
        )  # fmt: skip


ATTEMPTS: list[Attempt] = [by_action, by_form, by_create, by_bulk_create, by_update,
                           by_bulk_update, by_save, by_insert, by_sql]  # fmt: skip


@rule("R-PLATE-2")
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda each: each.__name__)
def test_no_way_makes_a_second_current_plate(cast: Cast, attempt: Attempt) -> None:
    plate = refused_before(cast)

    with at(MONDAY), pytest.raises((DatabaseError, Refused)), transaction.atomic():
        attempt(cast, plate)

    assert Plate.objects.current().count() == 1
    assert stages.fresh(plate).state == "refused"


@rule("R-PLATE-2", "R-PLATE-5")
@pytest.mark.parametrize("origin", ["live", "history"])
@pytest.mark.parametrize(
    "parts",
    [
        {"state": "approved", "number": "'HP-410108-2026-0009'"},
        {"state": "hung", "number": "'HP-410108-2026-0009'", "hung": "now()"},
        {"state": "lifted", "number": "'HP-410108-2026-0009'", "hung": "now()", "ended": "now()"},
    ],
    ids=lambda parts: parts["state"],
)
def test_no_plate_begins_approved_hung_or_lifted(
    cast: Cast, parts: dict[str, str], origin: str
) -> None:
    plate = stages.lifted(cast)

    with pytest.raises(DatabaseError, match="a plate starts proposed"), transaction.atomic():
        insert(plate, origin=origin, **parts)

    assert Plate.objects.count() == 1


class PlateAdmin(ModelAdmin[Plate]):
    """What nobody should ever register, with an event number that rises."""

    fields = ["state", "ended_at"]

    def save_model(self, request: Any, obj: Plate, form: Any, change: Any) -> None:
        """As if an event told of it."""
        obj.event_seq += 1
        super().save_model(request, obj, form, change)


site = admin.AdminSite(name="trap")
site.register(Plate, PlateAdmin)
urlpatterns = [path("trap/", site.urls)]


@rule("R-PLATE-2", "R-PLATE-5")
@pytest.mark.urls("tests.plates.test_current_guard")
@pytest.mark.parametrize(
    ("build", "state"),
    [(stages.hung, "lifted"), (stages.accepted, "lifted")],
    ids=["not accepted", "without its step"],
)
def test_no_admin_does_either(
    cast: Cast, client: Client, build: Callable[[Cast], Plate], state: str
) -> None:
    plate = build(cast)
    client.force_login(cast["admin"])
    form = {"state": state, "ended_at_0": "2026-11-01", "ended_at_1": "12:00"}

    with pytest.raises(DatabaseError, match="R-PLATE"), transaction.atomic():
        client.post(f"/trap/inspections/plate/{plate.pk}/change/", form)

    assert stages.fresh(plate).state == plate.state


@rule("R-PLATE-2")
@pytest.mark.urls("tests.plates.test_current_guard")
def test_no_admin_makes_a_second_current_plate(cast: Cast, client: Client) -> None:
    plate = refused_before(cast)
    client.force_login(cast["admin"])
    form = {"state": "proposed", "ended_at_0": "2026-11-01", "ended_at_1": "12:00"}

    client.post(f"/trap/inspections/plate/{plate.pk}/change/", form)

    assert stages.fresh(plate).state == "refused"
