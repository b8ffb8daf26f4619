"""Rows as the text that COPY reads. Pure."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

_NULL = "\\N"


def encoded(rows: Iterable[tuple[Any, ...]]) -> bytes:
    """Rows in COPY's text format: tabs between the columns, a line for each row."""
    lines = ["\t".join([_ENCODERS[type(value)](value) for value in row]) for row in rows]
    lines.append("")
    return "\n".join(lines).encode()


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("\t", "\\t")
    return escaped.replace("\n", "\\n").replace("\r", "\\r")


@lru_cache(maxsize=4096)
def _moment(value: datetime) -> str:
    """The same few moments come again and again: those of a day's visits, and of recording."""
    return value.isoformat()


class _Encoders(dict[type, Callable[[Any], str]]):
    """How values of a type are written; texts of an enumeration are texts."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        if not issubclass(kind, str):
            raise TypeError(f"COPY is given a {kind.__name__}")
        self[kind] = lambda value: _text(str(value))
        return self[kind]


_ENCODERS = _Encoders({
    str: _text, int: str, bool: lambda value: "t" if value else "f",
    type(None): lambda _value: _NULL, datetime: _moment, date: str, UUID: str, float: repr,
})  # fmt: skip
