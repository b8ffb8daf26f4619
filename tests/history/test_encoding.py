"""What is written for COPY comes out of the database as it went in."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection

from inspections.history.copying import copy_into
from inspections.history.encoding import encoded
from inspections.ledger.rules import IssueState

TEXTS = [
    "",
    "\\N",
    "\\.",
    "a\tb",
    "a\nb",
    "a\r\nb",
    'a "\\" b',
    "黑牌 · é",
    " ",
    "\\t",
    IssueState.OPEN,
]


@pytest.mark.django_db
def test_rows_come_back_as_they_were() -> None:
    moment = datetime(2012, 3, 1, 12, 30, 0, 123456, tzinfo=UTC)
    rows = [
        (1, text, True, moment, date(2012, 3, 1), UUID(int=7), -73.25, None) for text in TEXTS
    ] + [(2**40, "x", False, moment, date(1900, 1, 1), UUID(int=8), 1e-7, "told")]  # fmt: skip
    columns = ("n", "words", "yes", "at", "day", "uuid", "lon", "blank")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE written (n bigint, words text, yes bool, at timestamptz, day date,"
            " uuid uuid, lon float8, blank text) ON COMMIT DROP"
        )
        copy_into("written", columns, encoded(rows))
        cursor.execute("SELECT * FROM written")
        assert cursor.fetchall() == [tuple(row) for row in rows]


def test_a_value_of_no_known_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="complex"):
        encoded([(1j,)])
