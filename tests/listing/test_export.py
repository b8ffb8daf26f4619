"""Exports: as filtered, in the table's order, no formula runs, no character breaks the file."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.cast import Cast
from venues.models import Venue

EVIL = ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx", "\rx")


def lines(client: Client, address: str, kind: str) -> list[list[Any]]:
    """The rows of an export, headings first, blank cells as ""."""
    answer: Any = client.get(f"{address}{'&' if '?' in address else '?'}export={kind}")
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        return list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    sheet: Any = load_workbook(BytesIO(content)).active
    return [["" if cell is None else cell for cell in row] for row in sheet.values]


@pytest.fixture
def command(cast: Cast, client: Client) -> Client:
    client.force_login(cast["command"])
    return client


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_as_filtered_and_sorted(cast: Cast, command: Client, kind: str) -> None:
    address = f"/venues/?category={cast.category.pk}&sort=-name"

    names = [row[1] for row in lines(command, address, kind)]

    assert names[1:] == ["Tea house", "Noodle house", "Kiosk"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_more_than_one_page(cast: Cast, command: Client, kind: str) -> None:
    for place in range(60):
        Venue.objects.create(code=f"S{place}", name=f"Shop {place}", category=cast.category,
                             area=cast.town)  # fmt: skip

    assert len(lines(command, "/venues/?q=Shop&page=2", kind)) == 1 + 60


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("text", EVIL)
def test_no_text_runs_as_a_formula(cast: Cast, command: Client, kind: str, text: str) -> None:
    Venue.objects.filter(pk=cast.venue.pk).update(name=text)

    (row,) = [row for row in lines(command, "/venues/", kind) if "V1" in row]

    assert not str(row[1]).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("text", ['quote " comma , semi ;', "two\nlines", "龙泉茶馆 🍵", "a\x07b"])
def test_any_text_survives(cast: Cast, command: Client, kind: str, text: str) -> None:
    Venue.objects.filter(pk=cast.venue.pk).update(name=text)

    (row,) = [row for row in lines(command, "/venues/", kind) if "V1" in row]

    assert str(row[1]).replace("\r\n", "\n") in (text, text.replace("\x07", ""))


def test_minus_of_a_number_stays_a_number(cast: Cast, command: Client) -> None:
    Venue.objects.filter(pk=cast.venue.pk).update(lon=-73.9, lat=40.7)

    rows = lines(command, "/venues/", "xlsx")
    (row,) = [row for row in rows if "V1" in row]

    assert row[rows[0].index("经度")] == -73.9


@pytest.mark.parametrize("address", ["/venues/", "/ledger/"])
def test_another_kind_is_not_found(command: Client, address: str) -> None:
    assert command.get(f"{address}?export=exe").status_code == 404
