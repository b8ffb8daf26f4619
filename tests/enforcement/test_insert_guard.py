"""No operation begins, and none becomes, closed past the act: what else somebody may try."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test import Client

from inspections.enforcement.models import Operation, Part
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.enforcement.test_guards import off_the_ledger, with_one_left
from tests.rules import rule
from venuewatch.workflow import clock

_COPY = (
    "INSERT INTO inspections_operation (event_seq, event_hash, whistle, number, venue_id, town_id,"
    " state, kind, why, blower_id, blower_person_id, blown_at, lead_id, place, meets_at,"
    " convened_at, reported_at, ended_at, end_reason) SELECT 1, '', 'CS-copy', 'LH-copy', venue_id,"
    " town_id, '{state}', kind, why, blower_id, blower_person_id, blown_at, lead_id, place,"
    " meets_at, convened_at, reported_at, {ended}, '' FROM inspections_operation WHERE id = %s"
)


@rule("R-JOINT-4", "R-JOINT-1")
@pytest.mark.parametrize(("state", "ended"), [("closed", "now()"), ("reported", "NULL")])
def test_no_operation_begins_reported_or_closed(cast: Cast, state: str, ended: str) -> None:
    operation = stages.closed(cast)

    with pytest.raises(DatabaseError, match="R-JOINT"), transaction.atomic():
        connection.cursor().execute(_COPY.format(state=state, ended=ended), [operation.pk])

    assert Operation.objects.count() == 1


@rule("R-JOINT-4")
def test_no_bulk_create_either(cast: Cast) -> None:
    operation = stages.closed(cast)
    operation.pk, operation.whistle, operation.number = None, "CS-copy", "LH-copy"

    with pytest.raises(DatabaseError, match="R-JOINT"), transaction.atomic():
        Operation.objects.bulk_create([operation])


@rule("R-JOINT-4")
def test_saving_closes_nothing_that_is_not_settled(cast: Cast) -> None:
    operation = off_the_ledger(cast)
    operation.state, operation.ended_at = "closed", clock.now()
    operation.event_seq += 1

    with pytest.raises(DatabaseError, match="R-JOINT-4"), transaction.atomic():
        operation.save()


@rule("R-JOINT-4")
def test_a_form_closes_nothing_while_an_agency_is_at_it(cast: Cast, client: Client) -> None:
    operation = with_one_left(cast)
    client.force_login(cast["command"])
    with at(MONDAY, 13):
        answer = client.post(f"/operations/{operation.code}/close/", {"remark": "so"})

    assert answer.status_code == 409
    assert stages.fresh(operation).state == "under_way"


@rule("R-JOINT-3", "R-JOINT-4")
@pytest.mark.parametrize("state", ["resulted", "declined", "released"])
def test_no_part_ends_without_its_evidence(cast: Cast, state: str) -> None:
    operation = with_one_left(cast)
    rows = Part.objects.filter(pk=stages.part_of(operation, "town").pk)

    with pytest.raises(DatabaseError, match="R-JOINT"), transaction.atomic():
        rows.update(state=state, event_seq=F("event_seq") + 1)
