"""A spreadsheet as people send it, as rows of named texts. Pure; no models (R-VENUE-3).

Survives headings that are not in the first row, merged cells, footer rows, numbers and dates in
text columns, a byte order mark, GBK, and full-width characters.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from venues.identifiers import half_width

HEADINGS_WITHIN = 15
MOST_ROWS = 50_000
FOOTER_STARTS = ("合计", "总计", "小计", "备注", "说明", "填表", "制表", "审核", "total", "note")

# What each column may be called; compared without spaces, case and full-width forms.
Headings = Mapping[str, tuple[str, ...]]
HEADINGS: Headings = {
    "code": ("编码", "场所编码", "编号", "code"),
    "name": ("名称", "场所名称", "单位名称", "场所", "name", "venue"),
    "category": ("类别", "场所类别", "行业类别", "category"),
    # the most exact first: it counts where a row fills several
    "area": (
        "区划", "区划代码", "area", "areacode", "网格", "所属网格", "社区或网格", "communityorgrid",
        "社区", "所属社区", "镇办", "所属镇办", "town",
    ),
    "address": ("地址", "详细地址", "经营地址", "address"),
    "credit_code": ("统一社会信用代码", "信用代码", "creditcode"),
    "credit_code_reason": (
        "代码说明", "creditcodereason", "保留校验不符代码的理由", "whyafailingcreditcodeiskept",
    ),
    "legal_representative": ("法定代表人", "法人", "负责人", "legalrepresentative"),
    "legal_phone": ("法人电话", "联系电话", "电话", "phone", "legalphone"),
    "site_person": ("现场负责人", "siteperson"),
    "site_phone": ("现场电话", "sitephone"),
    "capacity": ("容量", "核定容量", "capacity"),
    "lon": ("经度", "longitude", "lon"),
    "lat": ("纬度", "latitude", "lat"),
    "source_crs": ("坐标系", "crs"),
    "grid_leader": ("网格长", "gridleader"),
    "department_officer": ("部门责任人", "departmentofficer"),
    "town_leader": ("包保镇办领导", "包保领导", "townleader", "townleaderresponsible"),
    "unlicensed": ("无照", "无证", "无证无照", "是否无照", "unlicensed"),
    "tag": ("标签", "tag"),
}  # fmt: skip
NEEDED = ("name", "category")
# An export puts a quote before what a spreadsheet would run as a formula.
_GUARDED = ("'=", "'+", "'-", "'@")


class UnreadableError(ValueError):
    """The file as a whole cannot be used; the message is a sentence for the person."""


@dataclass(frozen=True)
class Row:
    """One line of the file: its number there, its texts by field, the larger areas it names."""

    number: int
    texts: dict[str, str]
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What a file holds: the column letter of each field, its rows, and how many were left out."""

    columns: dict[str, str]
    rows: list[Row]
    left_out: int


def read(
    content: bytes,
    name: str,
    headings: Headings = HEADINGS,
    needed: Sequence[str] = NEEDED,
    clean: Callable[[str], str] = half_width,
) -> Sheet:
    """Read an .xlsx or .csv file with these headings; raises UnreadableError.

    `clean` is done to every text; prose that is to stay as it was typed wants `str.strip`.
    """
    raw = _xlsx_lines(content) if name.lower().endswith(".xlsx") else _csv_lines(content)
    lines = [[clean(cell) for cell in cells] for cells in raw]
    at, fields = _find_headings(lines, headings, needed)
    rows: list[Row] = []
    left_out = 0
    for number, cells in enumerate(lines[at + 1 :], at + 2):
        filled = {field: [cells[place] for place in places if place < len(cells) and cells[place]]
                  for field, places in fields.items()}  # fmt: skip
        if not any(filled.values()):
            continue
        if _is_footer(cells):
            left_out += 1
            continue
        texts = {field: found[0] if found else "" for field, found in filled.items()}
        rows.append(Row(number, texts, tuple(filled.get("area", [])[1:])))
    if len(rows) > MOST_ROWS:
        raise UnreadableError(_("The file has more than %d rows; split it.") % MOST_ROWS)
    return Sheet({field: _letter(places[0]) for field, places in fields.items()}, rows, left_out)


def _find_headings(
    lines: Sequence[Sequence[str]], headings: Headings, needed: Sequence[str]
) -> tuple[int, dict[str, list[int]]]:
    """The row of headings, and the columns of each field: of areas all, the most exact first."""
    field_of = {words: field for field, group in headings.items() for words in group}
    for at, cells in enumerate(lines[:HEADINGS_WITHIN]):
        fields: dict[str, list[int]] = {}
        keys = [_key(cell) for cell in cells]
        for place, key in enumerate(keys):
            field = field_of.get(key)
            if field == "area" or (field and field not in fields):
                fields.setdefault(field, []).append(place)
        if set(needed) <= set(fields):
            exactness = headings.get("area", ()).index
            fields.get("area", []).sort(key=lambda place: exactness(keys[place]))
            return at, fields
    words = ", ".join(headings[field][0] for field in needed)
    raise UnreadableError(_("No row of headings was found; needed are at least: %s.") % words)


def _is_footer(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return _key(filled[0]).startswith(FOOTER_STARTS) if filled else True


def _xlsx_lines(content: bytes) -> list[list[str]]:
    try:
        book = load_workbook(BytesIO(content), data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise UnreadableError(_("This is no .xlsx file that can be read.")) from error
    sheet = book.worksheets[0]
    lines = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        _fill(lines, merged)
    return lines


def _fill(lines: list[list[str]], merged: Any) -> None:
    """A cell merged over several rows counts for each of them."""
    value = lines[merged.min_row - 1][merged.min_col - 1]
    if merged.max_col == merged.min_col:
        for row in range(merged.min_row - 1, merged.max_row):
            lines[row][merged.min_col - 1] = value


def _csv_lines(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableError(_("This file is neither .xlsx nor a csv in UTF-8 or GBK."))
    if "\0" in text:
        raise UnreadableError(_("This file is neither .xlsx nor a csv in UTF-8 or GBK."))
    sample = text[:4096]
    delimiter = max(",\t;", key=sample.count)
    lines: Iterable[list[str]] = csv.reader(StringIO(text), delimiter=delimiter)
    return [[_text(cell) for cell in line] for line in lines]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    text = str(value).strip()
    return text[1:] if half_width(text).startswith(_GUARDED) else text


def _key(text: str) -> str:
    return "".join(half_width(text).lower().replace("*", "").split())


def _letter(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
