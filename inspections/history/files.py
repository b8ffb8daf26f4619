"""The csv files of an older ledger as rows of text; what cannot be read is named. Pure."""

import csv
import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TextIO

LONGEST_VALUE = csv.field_size_limit()
_ONE_ROW = f"one row of csv: quotes in pairs, no value over {LONGEST_VALUE:,} characters"
# What can go wrong under a file that is there, and what was expected instead; first that fits.
_UNREADABLE: tuple[tuple[type[Exception], str], ...] = (
    (gzip.BadGzipFile, "a whole gzip file"),
    (EOFError, "a whole gzip file; this one is cut off"),
    (zlib.error, "a whole gzip file; this one is damaged"),
    (UnicodeError, "text in UTF-8"),
    (OSError, "a file that may be read"),
)


@dataclass(frozen=True)
class Problem:
    """A row that cannot be taken in: file, row (0: the file itself), column, what was expected."""

    file: str
    row: int
    column: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, {self.column}: {self.expected}"


def rows(
    folder: Path, name: str, columns: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The good rows of `name`.csv.gz or `name`.csv with their numbers; the rest into `problems`.

    The heading is row 1. A problem of row 0 says that the file could not be read to its end.
    """
    path = next((each for each in (folder / f"{name}.csv.gz", folder / f"{name}.csv")
                 if each.exists()), None)  # fmt: skip
    if path is None:
        problems.append(Problem(name, 0, "", f"a file {name}.csv.gz or {name}.csv"))
        return
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            yield from _table(name, file, columns, problems)
    except tuple(kind for kind, _expected in _UNREADABLE) as error:
        expected = next(said for kind, said in _UNREADABLE if isinstance(error, kind))
        problems.append(Problem(name, 0, "", expected))


def _table(
    name: str, file: TextIO, columns: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    lines = _lines(file)
    heading = next(lines, (1, None))[1] or []
    missing = [each for each in columns if each not in heading]
    problems += [Problem(name, 0, each, "a column of this name") for each in missing]
    if missing:
        return
    for number, cells in lines:
        if wrong := _malformed(heading, cells):
            problems.append(Problem(name, number, *wrong))
        elif cells:
            yield number, dict(zip(heading, cells, strict=True))


def _lines(file: TextIO) -> Iterator[tuple[int, list[str] | None]]:
    """Numbered rows, an empty one for a blank line, None for what is no csv; it goes on after."""
    reader = csv.reader(file, strict=True)
    for number in count(1):
        try:
            cells = next(reader, None)
        except csv.Error:
            yield number, None
            continue
        if cells is None:
            return
        yield number, cells


def _malformed(heading: Sequence[str], cells: list[str] | None) -> tuple[str, str] | None:
    """The column and what was expected of it, where a row is no row of this table."""
    if cells is None:
        return "", _ONE_ROW
    if cells and len(cells) != len(heading):
        return "", f"{len(heading)} values, as the heading has"
    for column, cell in zip(heading, cells, strict=False):
        if "\0" in cell:
            return column, "text without NUL characters"
    return None
