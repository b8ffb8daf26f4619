"""Many rows by one statement: in their order, and every value as it was given."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from venuewatch.workflow.models import Counter, Event, Outbox
from venuewatch.workflow.storing import columns_of, insert_rows, update_rows

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 3, 1, 7, 0, 0, 123456, tzinfo=UTC)
ODD = 'a "quoted" \\ back\tslash,\nanother line, 100 % of %s, 黑牌 🏮'
COLUMNS = ("subject_type", "subject_id", "seq", "name", "actor_id", "happened", "recorded", "body",
           "prev", "hash")  # fmt: skip


def event(subject: int, body: str) -> tuple[Any, ...]:
    return ("thing", subject, 1, "told", None, MOMENT, MOMENT, body, "", "x")


def test_keys_come_in_the_order_of_the_rows() -> None:
    keys = insert_rows(Event, COLUMNS, (event(place, str(place)) for place in range(300, 0, -1)))

    assert keys == sorted(keys)
    assert list(Event.objects.order_by("pk").values_list("subject_id", flat=True)) == list(
        range(300, 0, -1)
    )


def test_every_value_is_as_it_was_given() -> None:
    (key,) = insert_rows(Event, COLUMNS, [event(1, ODD)])

    row = Event.objects.get(pk=key)
    assert (row.body, row.happened, row.actor_id) == (ODD, MOMENT, None)


def test_no_row_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert insert_rows(Event, COLUMNS, []) == []


def test_only_the_named_columns_of_the_named_rows_change() -> None:
    rows = [Outbox.objects.create(key=str(place), topic="t", payload={}) for place in range(3)]

    changed = update_rows(Outbox, ["topic"], [(rows[1].pk, "t\n'"), (rows[2].pk, "u")])

    assert sorted(changed) == [rows[1].pk, rows[2].pk]
    assert list(Outbox.objects.order_by("pk").values_list("key", "topic")) == [
        ("0", "t"), ("1", "t\n'"), ("2", "u"),
    ]  # fmt: skip


def test_what_has_no_plain_text_is_refused() -> None:
    with pytest.raises(TypeError, match="Decimal"):
        insert_rows(Counter, ["series", "value"], [("s", Decimal(1))])


def test_the_database_fills_in_its_own_columns() -> None:
    assert columns_of(Outbox) == ["key", "topic", "payload", "created", "delivered"]
