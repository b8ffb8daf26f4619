"""Rows into a table by COPY; its triggers judge them as one statement."""

from collections.abc import Sequence

from django.db import connection


def copy_into(table: str, columns: Sequence[str], rows: bytes) -> None:
    """COPY rows, as `encoding` writes them, into these columns of a table; nothing for no rows."""
    if not rows:
        return
    with connection.cursor() as cursor:
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with cursor.cursor.copy(statement) as copy:
            copy.write(rows)
