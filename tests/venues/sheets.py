"""Spreadsheets as people send them, made for a test."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook

HEADINGS = (
    "编码",
    "场所名称",
    "类别",
    "所属镇办",
    "地址",
    "联系电话",
    "容量",
    "经度",
    "纬度",
    "坐标系",
)
Line = Sequence[Any]


def venue(code: Any = "N1", name: str = "New inn", **other: Any) -> list[Any]:
    """One line under HEADINGS; `category`, `area`, `address`, `phone` … put other things in."""
    usual = {"category": "catering", "area": "410108001", "address": "", "phone": "",
             "capacity": "", "lon": "", "lat": "", "system": ""}  # fmt: skip
    return [code, name, *{**usual, **other}.values()]


def xlsx(*lines: Line, merged: str = "") -> bytes:
    """A workbook of one sheet with these lines."""
    book = Workbook()
    sheet: Any = book.active
    for line in lines:
        sheet.append(list(line))
    if merged:
        sheet.merge_cells(merged)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def csv_of(*lines: Line, encoding: str = "utf-8") -> bytes:
    """The lines as a csv in an encoding."""
    out = StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode(encoding)


def preview(client: Client, content: bytes, name: str = "venues.xlsx") -> Any:
    """The answer to choosing a file."""
    return client.post("/venues/import/", {"file": SimpleUploadedFile(name, content)})


def import_now(client: Client, shown: HttpResponse, **options: str) -> Any:
    """The answer to "import now" on a preview."""
    token = shown.context["token"]  # type: ignore[attr-defined]  # the test client's answer
    return client.post("/venues/import/", {"token": token, **options})


def figures(answer: Any) -> tuple[int, int, int, int]:
    """What a page says: created, changed, left alone, errors."""
    context = answer.context
    planned = context["planned"]
    return (context["created"], context["changed"], context["unchanged"], len(planned.problems))
