"""`manage.py daily_report`: a table, a sheet, and one sentence for what is wrong."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from inspections.reports.rules import FIGURES, FOUND_FIGURES
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.reports.days import planned, submitted
from tests.rules import rule


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("daily_report", "--date", str(MONDAY), *arguments, stdout=out)
    return out.getvalue()


@rule("R-REPORT-1", "R-REPORT-2")
def test_prints_who_has_reported(cast: Cast) -> None:
    planned(MONDAY)
    submitted(cast, "next", MONDAY)
    with at(MONDAY, 19):
        printed = run()
        alone = run("--org", "market")

    assert "零报告" in printed
    assert printed.count("未上报") == 2
    assert "market" in alone
    assert "next" not in alone


@rule("R-REPORT-1")
def test_tells_a_filed_report_as_it_was_frozen(cast: Cast, tmp_path: Path) -> None:
    planned(MONDAY)
    submitted(cast, "town", MONDAY, hour=17)
    with at(MONDAY, 18):
        cast.check(failed="A1")
        cast.check(failed="A1", venue=cast.venue_next_door, by="neighbour")
    with at(MONDAY, 19):
        run("--out", str(tmp_path / "day.xlsx"))

    headings, *lines = load_workbook(tmp_path / "day.xlsx").worksheets[0].values
    found = [headings.index(str(FIGURES[each])) for each in FOUND_FIGURES]
    town, nearby, _market = lines
    assert {town[place] for place in found} == {0}  # found an hour after the town had filed
    assert {nearby[place] for place in found} == {0, 1}  # not filed yet: counted now
    assert (town[-1], nearby[-1]) == (f"{MONDAY} 17:00", f"{MONDAY} 19:00")
    assert {len(each) for each in lines} == {len(headings)}


def test_writes_the_sheet(cast: Cast, tmp_path: Path) -> None:
    said = run("--out", str(tmp_path / "day.xlsx"))

    rows = list(load_workbook(tmp_path / "day.xlsx").worksheets[0].values)
    assert [row[0] for row in rows[1:]] == ["town", "next", "market"]
    assert "未排班" in rows[1]  # never 0
    assert "3 lines" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--date", "2026-02-30"), "2026-02-30 is no day"),
        (("--org", "nobody"), "nobody is no town or department"),
        (("--org", "fire"), "fire is no town or department"),
        (("--out", "day.pdf"), "day.pdf is no sheet"),
        (("--out", "/nowhere/day.xlsx"), "/nowhere/day.xlsx cannot be written"),
    ],
)
def test_what_is_wrong_is_one_sentence(cast: Cast, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(*arguments)
