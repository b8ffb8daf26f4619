"""Bad input is named with file, row, column and what was expected; the rest goes in."""

import csv
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.history.test_same_rows import run
from venues.models import Organisation

GOOD = {
    "venues": "code,name,category,town,address,lon,lat\n1,Noodles,Asian,QUEENS,1 Road,-73.8,40.7\n",
    "items": "code,critical,description\n02A,Critical,cold\n03B,Not Critical,dirty\n",
    "inspections": "id,venue,date,type,outcome\n"
    "1,1,2012-03-01,Cycle Inspection / Initial Inspection,cited\n",
    "findings": "inspection,item\n1,02A\n",
}


def write(folder: Path, **changes: str) -> Path:
    for name, text in {**GOOD, **changes}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


RE = "Cycle Inspection / Re-inspection"
BAD_ROWS = [
    ("inspections", f"2,99,2012-03-02,{RE},clean", "venue"),
    ("inspections", f"2,1,2012-02-30,{RE},clean", "date"),
    ("inspections", f"2,1,20120302,{RE},clean", "date"),
    ("inspections", f"2,1,2012-W10-5,{RE},clean", "date"),
    ("inspections", f"2,1,0001-01-01,{RE},clean", "date"),
    ("inspections", f"2,1,9999-01-01,{RE},clean", "date"),
    ("inspections", f"2,1,２０１２-03-02,{RE},clean", "date"),
    ("inspections", f"2,1,2012-02-28,{RE},clean", "date"),  # before inspection 1 of its venue
    ("inspections", "2,1,2012-03-02,Cycle Inspection,clean", "type"),
    ("inspections", "2,1,2012-03-02,Cycle Inspection / ,clean", "type"),
    ("inspections", "2,1,2012-03-02, / Re-inspection,clean", "type"),
    ("inspections", f"2,1,2012-03-02,{'x' * 81} / Re-inspection,clean", "type"),
    ("inspections", "2,1,2012-03-02,Cycle\0 / Re-inspection,clean", "type"),
    ("inspections", f"2,1,2012-03-02,{RE},gone", "outcome"),
    ("inspections", f"two,1,2012-03-02,{RE},clean", "id"),
    ("inspections", f"²,1,2012-03-02,{RE},clean", "id"),
    ("inspections", f"{'9' * 5000},1,2012-03-02,{RE},clean", "id"),
    ("inspections", f"1,1,2012-03-02,{RE},clean", "id"),  # once more
    ("inspections", f"2,1,2012-03-02,{RE}", ""),  # a value too few
    ("inspections", f"2,1,2012-03-02,{RE},clean,A", ""),  # and too many
    ("inspections", f"2,1,2012-03-02,{RE},{'x' * 200_000}", ""),
    ("inspections", f'2,1,2012-03-02,"{RE}"",clean', ""),  # quotes that never end
    ("findings", "1,ZZZ", "item"),
    ("findings", "²,02A", "inspection"),
    ("findings", "7,02A", "inspection"),
    ("items", "04N,critical,mice", "critical"),
    ("items", "02A,Critical,warm", "code"),  # once more
    ("items", f"{'9' * 21},Critical,mice", "code"),
    ("items", f"04N,Critical,{'x' * 401}", "description"),
    ("venues", "2,Soup,Asian,QUEENS,2 Road,east,40.7", "lon"),
    ("venues", "2,Soup,Asian,QUEENS,2 Road,nan,40.7", "lon"),
    ("venues", "2,Soup,Asian,QUEENS,2 Road,inf,40.7", "lon"),
    ("venues", "2,Soup,Asian,QUEENS,2 Road,-73.8,90.5", "lat"),
    ("venues", "2,Soup,Asian,QUEENS,2 Road,-73.8,", "lat"),
    ("venues", "1,Soup,Asian,QUEENS,2 Road,-73.8,40.7", "code"),  # once more
    ("venues", " ,Soup,Asian,QUEENS,2 Road,-73.8,40.7", "code"),
    ("venues", f"{'2' * 31},Soup,Asian,QUEENS,2 Road,-73.8,40.7", "code"),
    ("venues", f"2,{'x' * 121},Asian,QUEENS,2 Road,-73.8,40.7", "name"),
    ("venues", f"2,Soup,{'x' * 81},QUEENS,2 Road,-73.8,40.7", "category"),
    ("venues", f"2,Soup,Asian,{'x' * 61},2 Road,-73.8,40.7", "town"),
    ("venues", f"2,Soup,Asian,QUEENS,{'x' * 201},-73.8,40.7", "address"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "row", "column"), BAD_ROWS)
def test_bad_row_is_named_and_the_rest_goes_in(
    tmp_path: Path, table: str, row: str, column: str
) -> None:
    folder = write(tmp_path, **{table: GOOD[table] + row + "\n"})
    errors = tmp_path / "problems.csv"

    figures = run(folder, errors=errors)

    taken = (figures["venues"], figures["inspections"], figures["opened"])
    assert (figures["refused"], *taken) == (1, 1, 1, 1)
    (problem,) = csv.DictReader(errors.open(encoding="utf-8"))
    number = str(GOOD[table].count("\n") + 1)
    assert (problem["file"], problem["row"], problem["column"]) == (table, number, column)
    assert problem["expected"]


@pytest.mark.django_db
def test_reading_goes_on_after_rows_that_are_no_csv(tmp_path: Path) -> None:
    lines = [f"2,1,2012-03-02,{RE},{'x' * 200_000}", "", f"3,1,2012-03-03,{RE},clean"]
    folder = write(tmp_path, inspections=GOOD["inspections"] + "\n".join(lines))
    errors = tmp_path / "problems.csv"

    figures = run(folder, errors=errors)

    assert (figures["refused"], figures["inspections"], figures["closed"]) == (1, 2, 1)


@pytest.mark.django_db
def test_findings_of_a_refused_visit_are_named_too(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        inspections=GOOD["inspections"] + f"2,1,2012-02-30,{RE},clean\n",
        findings=GOOD["findings"] + "2,03B\n",
    )
    errors = tmp_path / "problems.csv"

    assert run(folder, errors=errors)["refused"] == 2
    files = [problem["file"] for problem in csv.DictReader(errors.open(encoding="utf-8"))]
    assert files == ["inspections", "findings"]


@pytest.mark.django_db
def test_findings_beyond_the_limit_are_no_problem(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        inspections=GOOD["inspections"] + f"2,1,2012-03-02,{RE},cited\n",
        findings=GOOD["findings"] + "2,02A\n",
    )

    figures = run(folder, limit=1, errors=tmp_path / "problems.csv")

    assert (figures["refused"], figures["inspections"]) == (0, 1)


@pytest.mark.django_db
def test_a_code_that_another_district_uses_is_named_with_its_visits(
    cast: Cast, tmp_path: Path
) -> None:
    folder = write(
        tmp_path,
        venues=GOOD["venues"] + "V1,Soup,Asian,QUEENS,2 Road,-73.8,40.7\n",
        inspections=GOOD["inspections"] + f"2,V1,2012-03-02,{RE},clean\n",
    )
    errors = tmp_path / "problems.csv"

    figures = run(folder, errors=errors)

    assert (figures["refused"], figures["venues"], figures["inspections"]) == (2, 1, 1)
    named = [(each["file"], each["row"], each["column"])
             for each in csv.DictReader(errors.open(encoding="utf-8"))]  # fmt: skip
    assert named == [("venues", "3", "code"), ("inspections", "3", "venue")]


@pytest.mark.django_db
def test_names_that_read_alike_stay_apart(tmp_path: Path) -> None:
    kinds = ["餐饮 / Initial Inspection", "食堂 / Initial Inspection", "A B / x", "a-b / x"]
    rows = [f"{number},1,2012-03-02,{kind},cited" for number, kind in enumerate(kinds, 2)]
    folder = write(
        tmp_path,
        venues=GOOD["venues"] + "2,Soup,Asian,城关,2 Road,,\n3,Tea,Asian,河口,3 Road,,\n",
        inspections=GOOD["inspections"] + "\n".join(rows),
    )

    figures = run(folder, errors=tmp_path / "problems.csv")

    assert (figures["refused"], figures["inspections"]) == (0, 5)
    towns = Organisation.objects.filter(kind="town", area__parent__code="990100")
    assert {town.officers.count() for town in towns} == {3}
