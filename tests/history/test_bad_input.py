"""Bad input is named with file, row, column and what was expected; the rest goes in."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.history.test_same_rows import run

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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("inspections", "2,99,2012-03-02,Cycle Inspection / Re-inspection,clean", "venue"),
        ("inspections", "2,1,2012-02-30,Cycle Inspection / Re-inspection,clean", "date"),
        ("inspections", "2,1,2012-03-02,Cycle Inspection,clean", "type"),
        ("inspections", "2,1,2012-03-02,Cycle Inspection / Re-inspection,gone", "outcome"),
        ("inspections", "two,1,2012-03-02,Cycle Inspection / Re-inspection,clean", "id"),
        ("findings", "1,ZZZ", "item"),
        ("venues", "2,Soup,Asian,QUEENS,2 Road,east,40.7", "lon"),
    ],
)
def test_bad_row_is_named_and_the_rest_goes_in(
    tmp_path: Path, table: str, row: str, column: str
) -> None:
    folder = write(tmp_path, **{table: GOOD[table] + row + "\n"})
    errors = tmp_path / "problems.csv"

    figures = run(folder, errors=errors)

    assert (figures["refused"], figures["inspections"], figures["opened"]) == (1, 1, 1)
    (problem,) = csv.DictReader(errors.open(encoding="utf-8"))
    assert (problem["file"], problem["row"], problem["column"]) == (table, "3", column)
    assert problem["expected"]


@pytest.mark.django_db
@pytest.mark.parametrize("table", list(GOOD))
def test_missing_column_is_named(tmp_path: Path, table: str) -> None:
    heading, _, rest = GOOD[table].partition("\n")
    first, _, others = heading.partition(",")
    folder = write(tmp_path, **{table: f"x{first},{others}\n{rest}"})
    said = StringIO()

    call_command("import_history", folder, json=True, stdout=StringIO(), stderr=said,
                 errors=tmp_path / "problems.csv")  # fmt: skip

    assert f"{table}, row 0, {first}" in said.getvalue()


@pytest.mark.django_db
def test_missing_file_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "findings.csv").unlink()

    figures = run(folder, errors=tmp_path / "problems.csv")

    assert (figures["refused"], figures["inspections"]) == (1, 0)


@pytest.mark.django_db
def test_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no folder"):
        call_command("import_history", tmp_path / "nowhere")
