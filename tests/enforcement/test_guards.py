"""What the database refuses of operations, whichever way somebody tries (R-JOINT-1 … R-JOINT-4)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.urls import path

from inspections.checks.withdrawing import ask_withdrawal, grant_withdrawal
from inspections.enforcement import actions as joint
from inspections.enforcement.models import Operation, Part, PartRating, PartStep
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.rules import rule
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Refused

CLOSE = (
    "UPDATE inspections_operation SET state = 'closed', ended_at = now(),"
    " event_seq = event_seq + 1 WHERE id = %s"
)


def found_and_punished(cast: Cast) -> Operation:
    """Reported; the police found the issue again and fined the venue."""
    operation = stages.nearly_reported(cast)
    with at(MONDAY, 12):
        cast.check(by="police", failed="B1")
        stages.result(
            cast, operation, "police", measure="penalty", found=True, document_number="P-7",
            day=MONDAY, issues=[Issue.objects.get()],
        )  # fmt: skip
        stages.result(cast, operation, "town")
    return stages.fresh(operation)


def off_the_ledger(cast: Cast) -> Operation:
    """Reported, but the joint inspection with what was found was withdrawn."""
    operation = stages.nearly_reported(cast)
    with at(MONDAY, 12):
        visit = cast.check(by="police", failed="A1")
        stages.result(cast, operation, "police", found=True)
        stages.result(cast, operation, "town")
        asked = ask_withdrawal(visit, by=cast["police"], reason="wrong venue")
        grant_withdrawal(asked, by=cast["police-reviewer"])
    return stages.fresh(operation)


def with_one_left(cast: Cast) -> Operation:
    """The town has not given its result yet."""
    operation = stages.nearly_reported(cast)
    with at(MONDAY, 12):
        stages.result(cast, operation, "police")
    return stages.fresh(operation)


def by_action(cast: Cast, operation: Operation) -> None:
    joint.close(operation, by=cast["command"])


def by_update(cast: Cast, operation: Operation) -> None:
    Operation.objects.filter(pk=operation.pk).update(
        state="closed", reported_at=clock.now(), ended_at=clock.now(),
        event_seq=models.F("event_seq") + 1,
    )  # fmt: skip


def by_bulk_update(cast: Cast, operation: Operation) -> None:
    operation.state, operation.ended_at = "closed", clock.now()
    operation.reported_at, operation.event_seq = clock.now(), operation.event_seq + 1
    Operation.objects.bulk_update([operation], ["state", "reported_at", "ended_at", "event_seq"])


def by_sql(cast: Cast, operation: Operation) -> None:
    with connection.cursor() as cursor:
        cursor.execute(CLOSE.replace("state =", "reported_at = now(), state ="), [operation.pk])


@rule("R-JOINT-4")
@pytest.mark.parametrize("way", [by_action, by_update, by_bulk_update, by_sql])
@pytest.mark.parametrize("build", [off_the_ledger, with_one_left])
def test_no_way_closes_what_is_not_settled(
    cast: Cast,
    build: Callable[[Cast], Operation],
    way: Callable[[Cast, Operation], None],
) -> None:
    operation = build(cast)

    with at(MONDAY, 13), pytest.raises((Exception,)) as refused, transaction.atomic():
        way(cast, operation)

    if way is not by_action:
        assert isinstance(refused.value, DatabaseError)
        assert "R-JOINT" in str(refused.value)
    assert stages.fresh(operation).state != "closed"


class OperationAdmin(ModelAdmin[Operation]):
    """What nobody should ever register."""

    fields = ["state", "ended_at"]

    def save_model(self, request: Any, obj: Operation, form: Any, change: Any) -> None:
        """As if an event told of it."""
        obj.event_seq += 1
        super().save_model(request, obj, form, change)


site = admin.AdminSite(name="trap")
site.register(Operation, OperationAdmin)
urlpatterns = [path("trap/", site.urls)]


@rule("R-JOINT-4")
@pytest.mark.urls("tests.enforcement.test_guards")
def test_not_through_django_admin_either(cast: Cast, client: Client) -> None:
    operation = off_the_ledger(cast)
    client.force_login(cast["admin"])
    form = {"state": "closed", "ended_at_0": "2026-11-01", "ended_at_1": "12:00"}

    with pytest.raises(DatabaseError, match="R-JOINT-4"), transaction.atomic():
        client.post(f"/trap/inspections/operation/{operation.pk}/change/", form)

    assert stages.fresh(operation).state == "reported"


@rule("R-JOINT-4")
def test_a_form_closes_nothing_that_is_off_the_ledger(cast: Cast, client: Client) -> None:
    operation = off_the_ledger(cast)
    client.force_login(cast["command"])

    answer = client.post(f"/operations/{operation.code}/close/", {"remark": "so"})

    assert answer.status_code == 400
    assert stages.fresh(operation).state == "reported"


@rule("R-JOINT-4")
def test_a_later_joint_inspection_puts_it_back_on_the_ledger(cast: Cast) -> None:
    operation = off_the_ledger(cast)
    with at(MONDAY, 13):
        with pytest.raises(Refused):
            joint.close(operation, by=cast["command"])
        cast.check(by="police", failed="A1")

        assert joint.close(stages.fresh(operation), by=cast["command"]).state == "closed"


@rule("R-JOINT-4")
def test_with_its_evidence_the_database_lets_a_closing_through(cast: Cast) -> None:
    operation = found_and_punished(cast)
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, [operation.pk])

    assert stages.fresh(operation).state == "closed"


@rule("R-JOINT-1")
@pytest.mark.parametrize(
    ("build", "change", "message"),
    [
        (stages.blown, ("state = 'convened', number = 'LH-410108-2026-0009', convened_at = now(),"
         " meets_at = now(), place = 'x', lead_id = (SELECT min(id) FROM venues_organisation)"),
         "R-JOINT-1"),
        (stages.convened, "number = 'LH-410108-2026-0002'", "R-JOINT-1"),
        (stages.convened, "state = 'under_way'", "R-JOINT-1"),
        (stages.convened, "state = 'reported', reported_at = now()", "R-JOINT-1"),
        (stages.under_way, "state = 'convened'", "R-JOINT-1"),
        (stages.under_way, "state = 'reported', reported_at = now()", "R-JOINT-4"),
        (stages.under_way, "why = 'another'", "R-JOINT-1"),
        (stages.closed, "place = 'elsewhere'", "R-JOINT-1"),
    ],
)  # fmt: skip
def test_no_other_transition(
    cast: Cast, build: Callable[[Cast], Operation], change: str, message: str
) -> None:
    operation = build(cast)

    with pytest.raises(DatabaseError, match=message), transaction.atomic():
        connection.cursor().execute(
            f"UPDATE inspections_operation SET {change}, event_seq = event_seq + 1 WHERE id = %s",
            [operation.pk],
        )


@rule("R-TRACK-4")
def test_nothing_changes_without_an_event(cast: Cast) -> None:
    operation = stages.convened(cast)
    with pytest.raises(DatabaseError, match="R-TRACK-4"), transaction.atomic():
        Operation.objects.filter(pk=operation.pk).update(place="elsewhere")


@rule("R-JOINT-2")
def test_a_squad_that_lacks_a_role_is_not_sent(cast: Cast) -> None:
    operation = stages.blown(cast)
    for parties, words in (
        (stages.parties(cast, ["police", "health", "town"]), "市场监管还缺1人"),
        (stages.parties(cast, certified=1), "持证执法人员还缺1人"),
    ):
        with at(MONDAY), pytest.raises(Refused, match=words):
            joint.convene(operation, by=cast["command"], plan=stages.plan(cast, parties=parties))

    assert (stages.fresh(operation).state, Part.objects.count()) == ("blown", 0)


@rule("R-JOINT-2")
def test_the_database_counts_the_squad_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = stages.blown(cast)
    monkeypatch.setattr("inspections.enforcement.actions.starting.lacking", lambda *_given: [])
    short = stages.plan(cast, parties=stages.parties(cast, ["police", "health", "town"]))

    with at(MONDAY), pytest.raises(DatabaseError, match="R-JOINT-2"), transaction.atomic():
        joint.convene(operation, by=cast["command"], plan=short)


@rule("R-JOINT-3")
def test_each_agency_records_its_own_part_alone(cast: Cast) -> None:
    operation = stages.convened(cast)
    part, stranger = stages.part_of(operation, "police"), cast["health"]

    with pytest.raises(DatabaseError, match="R-JOINT-3"), transaction.atomic():
        PartStep.objects.create(
            part=part, kind="sign_in", officer=stranger, person_id=stranger.person_id
        )
    with pytest.raises(DatabaseError, match="R-SCOPE-5"), transaction.atomic():
        PartStep.objects.create(
            part=part, kind="sign_in", officer=cast["police"], person_id=stranger.person_id
        )
    with pytest.raises(DatabaseError, match="R-JOINT-3"), transaction.atomic():
        Part.objects.filter(pk=part.pk).update(state="signed_in", event_seq=9)


@rule("R-JOINT-3", "R-JOINT-4")
@pytest.mark.parametrize(
    "table",
    ["partstep", "partrating", "partmeasure", "squadmember", "operationclock", "operationissue"],
)
def test_evidence_is_never_changed_or_deleted(cast: Cast, table: str) -> None:
    operation = found_and_punished(cast)
    with at(MONDAY, 14):
        joint.close(operation, by=cast["command"])
        joint.rate(stages.part_of(operation, "police"), by=cast["town-leader"], stars=4)
    for statement in (
        f"UPDATE inspections_{table} SET id = id",
        f"DELETE FROM inspections_{table}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


@rule("R-JOINT-4")
def test_nobody_is_rated_before_the_operation_is_closed(cast: Cast) -> None:
    part = stages.part_of(stages.reported(cast), "police")
    leader = cast["town-leader"]

    with at(MONDAY, 13), pytest.raises(Refused):
        joint.rate(part, by=leader, stars=4)
    with pytest.raises(DatabaseError, match="R-JOINT-1"), transaction.atomic():
        PartRating.objects.create(part=part, stars=4, officer=leader, person_id=leader.person_id)
