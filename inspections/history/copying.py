"""Rows into a table by COPY."""

from collections.abc import Sequence
from typing import Any

from django.db import connection


def copy_into(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """COPY rows of these columns into a table; its triggers judge them as one statement."""
    if not rows:
        return
    with connection.cursor() as cursor:
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with cursor.cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
