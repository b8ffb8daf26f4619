"""Follow-ups and counters are never lost, and never go back."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast
from tests.rules import rule
from venuewatch.workflow.models import Counter, FollowUp, next_number


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


ATTEMPTS: dict[str, Callable[[], object]] = {
    "orm delete": lambda: FollowUp.objects.all().delete(),
    "sql delete": lambda: sql("DELETE FROM workflow_followup"),
    "wait again": lambda: FollowUp.objects.update(state="waiting", ended=None),
    "moot after all": lambda: sql("UPDATE workflow_followup SET state = 'moot', why = 'x'"),
}


@rule("R-TRACK-1")
@pytest.mark.parametrize("attempt", list(ATTEMPTS))
def test_a_followup_that_ended_stays_as_it_ended(cast: Cast, attempt: str) -> None:
    cast.closed()
    before = list(FollowUp.objects.order_by("pk").values())

    with pytest.raises(DatabaseError), transaction.atomic():
        ATTEMPTS[attempt]()

    assert list(FollowUp.objects.order_by("pk").values()) == before


@rule("R-TRACK-1")
def test_one_that_waits_is_not_deleted_either(cast: Cast) -> None:
    cast.complete()

    with pytest.raises(DatabaseError), transaction.atomic():
        FollowUp.objects.filter(state="waiting").delete()


@rule("R-ISSUE-3")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["DELETE FROM workflow_counter", "UPDATE workflow_counter SET value = value - 1"]
)
def test_a_counter_never_gives_a_number_twice(statement: str) -> None:
    next_number("a", 3)

    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement)

    assert next_number("a") == 4
    assert Counter.objects.get().value == 4
