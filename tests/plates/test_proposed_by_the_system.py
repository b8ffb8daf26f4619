"""Plates that the system proposes: failed re-checks in a row, an item that recurs (R-PLATE-1)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.translation import override

from inspections.plates import actions as plates
from inspections.plates.models import Plate
from inspections.tasks import propose_plates
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.rules import rule
from venues.models import SchemeValue
from venuewatch.workflow import clock, followups


def grounds(plate: Plate) -> list[tuple[str, str]]:
    rows = plate.grounds.order_by("record_order")
    return list(rows.values_list("issue__item_code", "kind"))


def recurred(cast: Cast, times: int, *, every: int = 3) -> None:
    """A general issue, found and struck off again and again, so many days apart; the last open."""
    for count in range(times + 1):
        with at(MONDAY + timedelta(days=every * count)):
            issue = cast.open("general")
            if count < times:
                cast.recheck(cast.report(issue))
                followups.run_due(clock.now())


@rule("R-PLATE-1")
def test_two_failed_rechecks_in_a_row(cast: Cast) -> None:
    cast.failed_twice()

    assert propose_plates() == 1

    plate = Plate.objects.get()
    assert (plate.state, plate.proposer, grounds(plate)) == (
        "proposed", None, [("A1", "not_thorough")],
    )  # fmt: skip
    with override("en"):
        assert "2 re-checks in a row failed" in str(plate.grounds.get().why)


@rule("R-PLATE-1")
def test_one_failed_or_not_in_a_row_is_not_enough(cast: Cast) -> None:
    issue = cast.recheck(cast.report(cast.open()), passed=False)
    assert propose_plates() == 0
    issue = cast.recheck(cast.report(issue))
    cast.check(failed="A1")
    cast.recheck(cast.report(issue), passed=False)

    assert propose_plates() == 0


@rule("R-PLATE-1")
@pytest.mark.parametrize(
    ("times", "every", "proposed"), [(1, 3, 0), (2, 3, 1), (2, 20, 1), (2, 30, 1)]
)
def test_two_recurrences_within_the_time(cast: Cast, times: int, every: int, proposed: int) -> None:
    recurred(cast, times, every=every)

    assert propose_plates() == proposed
    if proposed:
        plate = Plate.objects.get()
        assert grounds(plate) == [("A1", "recurring")]
        with override("en"):
            assert "2 recurrences within 30 days" in str(plate.grounds.get().why)


@rule("R-PLATE-1")
@pytest.mark.parametrize(
    ("key", "value"),
    [("plate_recurrences", 3), ("plate_recurrence_days", 2)],
)
def test_the_values_are_the_districts(cast: Cast, key: str, value: int) -> None:
    SchemeValue.objects.create(area=cast.district, key=key, value=value)
    recurred(cast, 2)

    assert propose_plates() == 0


@rule("R-PLATE-1")
def test_running_again_proposes_nothing_and_a_refused_reason_is_not_repeated(cast: Cast) -> None:
    cast.failed_twice()
    propose_plates()
    assert propose_plates() == 0
    plates.refuse(Plate.objects.get(), by=cast["command-leader"], reason="not yet")

    assert propose_plates() == 0
    assert Plate.objects.count() == 1


@rule("R-PLATE-1", "R-PLATE-2")
def test_a_second_reason_adds_to_the_current_plate(cast: Cast) -> None:
    cast.check(failed="B1")
    serious = cast.venue.issues.get(item_code="B1")
    plate = plates.propose(cast.venue, [(serious, "district")], by=cast["command"], facts="x",
                           document_number="督〔7〕")  # fmt: skip
    cast.failed_twice()

    assert propose_plates() == 1
    assert Plate.objects.get() == plate
    assert grounds(plate) == [("B1", "district"), ("A1", "not_thorough")]


@rule("R-PLATE-1")
def test_taken_over_history_proposes_none(cast: Cast) -> None:
    issue = cast.failed_twice()
    with connection.cursor() as sql:
        sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
        sql.execute("SET LOCAL session_replication_role = replica")
        sql.execute("UPDATE inspections_issue SET origin = 'history' WHERE id = %s", [issue.pk])
        sql.execute("SET LOCAL session_replication_role = origin")

    assert propose_plates() == 0
