"""Exports: the table's own columns, as filtered, streamed to xlsx or csv."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice, zip_longest
from tempfile import TemporaryFile
from typing import Any
from unicodedata import east_asian_width

import django_tables2
from django.db.models import QuerySet
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

CHUNK = 2000
# A sheet's columns are as wide as what stands in its first rows, but not wider than this.
_MEASURED, _WIDEST = 50, 48
BYTE_ORDER_MARK = "\ufeff"
# A cell that starts with one of these would be run as a formula by a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def response(kind: str, name: str, rows: Iterable[list[Any]]) -> HttpResponseBase:
    """The rows as a download of that kind ("xlsx" or "csv"); another kind is not found."""
    stamped = f"{name}-{timezone.localtime():%Y%m%d-%H%M}.{kind}"
    if kind == "csv":
        answer = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{stamped}"'
        return answer
    if kind == "xlsx":
        return FileResponse(
            xlsx_file(rows), as_attachment=True, filename=stamped, content_type=XLSX_TYPE
        )
    raise Http404(kind)


def rows_of(table_class: type[django_tables2.Table], rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Headings, then the values of every row, holding no more than CHUNK rows at a time."""
    yield next(table_class([]).as_values())
    objects = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(objects, CHUNK)):
        yield from islice(table_class(chunk).as_values(), 1, None)


def csv_lines(rows: Iterable[list[Any]]) -> Iterator[str]:
    """Lines of a csv that a spreadsheet opens with its characters right."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([_plain(value) for value in row])


def xlsx_file(rows: Iterable[list[Any]]) -> Any:
    """A temporary file with one sheet, at its beginning; whoever reads it closes it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    plain = ([_plain(value) for value in row] for row in rows)
    first = list(islice(plain, _MEASURED))
    for place, width in enumerate(_widths(first), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in chain(first, plain):
        sheet.append(row)
    file = TemporaryFile()  # noqa: SIM115 — the response closes it
    book.save(file)
    file.seek(0)
    return file


def _plain(value: Any) -> Any:
    """A value a cell can hold: local times in words of numbers, no formula, no control."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if value is None or isinstance(value, (int, float)):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _widths(rows: list[list[Any]]) -> list[int]:
    """How wide each column is to be: as its longest text, within limits; Chinese counts twice."""
    longest = (max(_width(value) for value in column) for column in zip_longest(*rows))
    return [min(_WIDEST, 2 + width) for width in longest]


def _width(value: Any) -> int:
    text = "" if value is None else str(value)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line
