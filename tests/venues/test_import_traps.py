"""What spreadsheets do to people: headings lower down, merged cells, footers, serial dates, BOM,
GBK, full-width digits.
"""

from datetime import date

import pytest

from tests.rules import rule
from tests.venues.sheets import HEADINGS, csv_of, venue, xlsx
from venues.register.reading import UnreadableError, read

GOOD = {"code": "N1", "name": "New inn", "category": "catering", "area": "410108001"}


def texts(content: bytes, name: str = "venues.xlsx") -> list[dict[str, str]]:
    """The filled cells of every row."""
    sheet = read(content, name)
    return [{field: text for field, text in row.texts.items() if text} for row in sheet.rows]


@rule("R-VENUE-3")
def test_headings_are_found_below_a_title() -> None:
    content = xlsx(["惠济区重点场所台账"], [], ["填报单位:", "某镇"], HEADINGS, venue())

    sheet = read(content, "venues.xlsx")

    assert texts(content) == [GOOD]
    assert sheet.rows[0].number == 5


@rule("R-VENUE-3")
@pytest.mark.parametrize("headings", [
    ("Code", "NAME", " category ", "Town"),
    ("编 码", "场所名称*", "类 别", "所属镇办"),
    ("CODE", "名称", "行业类别", "网格"),
])  # fmt: skip
def test_headings_in_either_language_however_typed(headings: tuple[str, ...]) -> None:
    assert texts(xlsx(headings, venue()[:4])) == [GOOD]


@rule("R-VENUE-3")
def test_cell_merged_over_rows_counts_for_each() -> None:
    lines = [venue("N1"), venue("N2", area=None), venue("N3", area=None), venue("N4")]

    rows = texts(xlsx(HEADINGS, *lines, merged="D2:D4"))

    assert [row["area"] for row in rows] == ["410108001"] * 4


@rule("R-VENUE-3")
def test_title_merged_over_columns_does_not_repeat() -> None:
    assert texts(xlsx(["惠济区"], HEADINGS, venue(), merged="A1:J1")) == [GOOD]


@rule("R-VENUE-3")
@pytest.mark.parametrize("footer", ["合计", "备注:以上", "填表人: 某某", "Total", "审核"])
def test_footers_and_empty_lines_are_left_out(footer: str) -> None:
    sheet = read(xlsx(HEADINGS, venue(), [], [footer, "1"]), "venues.xlsx")

    assert (len(sheet.rows), sheet.left_out) == (1, 1)


@rule("R-VENUE-3")
def test_numbers_and_dates_become_texts() -> None:
    line = venue(20220407, address=date(2022, 4, 7), phone=13800138000.0, capacity=40.0)

    (row,) = texts(xlsx(HEADINGS, line))

    assert row["code"] == "20220407"
    assert row["address"] == "2022-04-07"
    assert (row["legal_phone"], row["capacity"]) == ("13800138000", "40")


@rule("R-VENUE-3")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_encodings_of_csv(encoding: str) -> None:
    content = csv_of(HEADINGS, venue(name="龙泉茶馆"), encoding=encoding)

    assert texts(content, "venues.csv") == [{**GOOD, "name": "龙泉茶馆"}]


@rule("R-VENUE-3")
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimiters_of_csv(delimiter: str) -> None:
    lines = [HEADINGS, venue()]
    content = "\n".join(delimiter.join(map(str, line)) for line in lines).encode()

    assert texts(content, "venues.csv") == [GOOD]


@rule("R-VENUE-3")
def test_full_width_characters_become_usual_ones() -> None:
    (row,) = texts(xlsx(HEADINGS, venue("N1", area="410108001", phone="13800138000")))

    assert (row["code"], row["area"], row["legal_phone"]) == ("N1", "410108001", "13800138000")


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("venues.register.reading.MOST_ROWS", 2)

    with pytest.raises(UnreadableError):
        read(csv_of(HEADINGS, venue("1"), venue("2"), venue("3")), "venues.csv")
