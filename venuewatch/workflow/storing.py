"""Many rows of one table at once: a statement with all of them in it, and no object for each.

The rows travel as one JSON text, which the database reads with the types of the table; its
defaults, constraints and triggers hold as for any other statement.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[int]:
    """Insert rows, given as their values of these columns, in this order; returns their keys.

    Columns that are not named take the defaults of the database.
    """
    named, read = ", ".join(columns), ", ".join(f"r.{each}" for each in columns)
    return _run(
        f"INSERT INTO {model._meta.db_table} ({named})"  # noqa: S608 — the names are our columns
        f" SELECT {read} FROM json_populate_recordset(NULL::{model._meta.db_table}, %s::json)"
        f" WITH ORDINALITY AS r ORDER BY r.ordinality RETURNING {model._meta.pk.attname}",
        columns,
        rows,
    )


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[int]:
    """Change these columns of rows, each given as its key and its values; returns the keys."""
    table, key = model._meta.db_table, model._meta.pk.attname
    changes = ", ".join(f"{each} = r.{each}" for each in columns)
    return _run(
        f"UPDATE {table} SET {changes}"  # noqa: S608 — the names are our columns
        f" FROM json_populate_recordset(NULL::{table}, %s::json) AS r"
        f" WHERE {table}.{key} = r.{key} RETURNING {table}.{key}",
        [key, *columns],
        rows,
    )


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns of a new row that are not the database's own to fill in."""
    return [
        field.attname  # which is the column's name too: no field of the house is called otherwise
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.generated and not field.has_db_default()
    ]


def _run(statement: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    if not told:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(told, ensure_ascii=False, default=_plain)])
        return [key for (key,) in cursor.fetchall()]


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime, UUID)):
        return str(value)
    raise TypeError(f"a row is given a {type(value).__name__}")
