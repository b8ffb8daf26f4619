"""The sheet of a report says whose, of when, as of when, by whom, and everything the page says."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.reports.days import planned, submitted
from tests.rules import rule


def sheet(client: Client, row: Any, kind: str) -> Any:
    """The opened sheet of a report."""
    address = f"/reports/{row.day}/{row.organisation_id}/{kind}/?export=xlsx"
    answer = client.get(address)
    return load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]  # a stream


@pytest.fixture
def filed(cast: Cast) -> Any:
    """The market department's summary of a Monday on which the sides disagreed."""
    planned(MONDAY)
    with at(MONDAY, 10):
        cast.check(failed="A1")
        cast.check(by="dept")
    return submitted(cast, "market", MONDAY, "summary")


@rule("R-REPORT-1")
def test_it_says_all_that_the_page_says(cast: Cast, filed: Any, client: Client) -> None:
    with at(MONDAY, 18):
        cast.check(by="dept", failed="B1")
    later = submitted(cast, "market", TUESDAY, "summary")
    client.force_login(cast["dept-reviewer"])
    with at(TUESDAY, 20):
        rows = [row for row in sheet(client, filed, "summary").values if any(row)]
        next_day = [row for row in sheet(client, later, "summary").values if any(row)]

    told = {row[0]: row[1] for row in rows}
    assert told["数据截至"] == "2026-03-09 17:00"
    assert told["上报人"] == "Dept-Reviewer · market · 第1版"
    assert told["备注"] == "as every day"
    assert told["两方排查结果不一致"] == 1
    assert ("Noodle house", "Town") in [row[:2] for row in rows]
    assert [row[3:5] for row in rows if row[2] == "A1 text A1"] == [("不符合", "符合")]
    assert "2026-03-09日报后补录" in [row[0] for row in next_day]


@rule("R-REPORT-1")
def test_its_columns_are_as_wide_as_their_words(cast: Cast, filed: Any, client: Client) -> None:
    client.force_login(cast["command"])
    opened = sheet(client, filed, "summary")

    assert opened.freeze_panes == "A2"
    assert opened.column_dimensions["A"].width >= 18  # nine Chinese characters
    assert max(each.width for each in opened.column_dimensions.values()) <= 48
