"""Importing again after files were mended: no history is bent, nothing is lost unsaid."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from inspections.checks.models import ChecklistVersion
from inspections.ledger.models import Issue
from tests.history.test_bad_input import GOOD, RE, write
from tests.history.test_same_rows import run
from tests.rules import rule
from venues.models import Venue

HEADING = "id,venue,date,type,outcome\n"
FIRST = "1,1,2012-03-01,Cycle Inspection / Initial Inspection,cited\n"
VENUES = GOOD["venues"] + "2,Soup,Asian,QUEENS,2 Road,,\n"


def problems(folder: Path) -> list[tuple[str, str, str]]:
    """File, row and column of every line in the list."""
    with (folder / "problems.csv").open(encoding="utf-8") as file:
        return [(row["file"], row["row"], row["column"]) for row in csv.DictReader(file)]


def take(folder: Path, *visits: str, **options: object) -> dict[str, int]:
    """Import these visits and no others."""
    changed = {name: str(options.pop(name)) for name in list(options) if name in GOOD}
    inspections = HEADING + "".join(f"{visit}\n" for visit in visits)
    given = {"venues": VENUES, "inspections": inspections, **changed}
    return run(write(folder, **given), errors=folder / "problems.csv", **options)


@rule("R-CHECK-4")
@pytest.mark.django_db
@pytest.mark.parametrize("one_by_one", [True, False])
def test_a_mended_visit_from_before_others_stays_out_and_is_named(
    tmp_path: Path, one_by_one: bool
) -> None:
    first, last = FIRST.strip(), f"3,1,2012-03-09,{RE},clean"
    take(tmp_path, first, f"2,1,2012-02-30,{RE},cited", last, one_by_one=one_by_one)
    assert problems(tmp_path) == [("inspections", "3", "date")]
    before = list(Issue.objects.order_by("pk").values())

    mended = f"2,1,2012-03-02,{RE},cited"
    figures = take(tmp_path, first, mended, last, one_by_one=one_by_one)

    assert problems(tmp_path) == [("inspections", "3", "id")]
    assert (figures["refused"], figures["inspections"]) == (1, 2)
    assert list(Issue.objects.order_by("pk").values()) == before
    call_command("verify")


@pytest.mark.django_db
def test_a_mended_visit_goes_in_where_its_venue_has_none_after_it(tmp_path: Path) -> None:
    first, elsewhere = FIRST.strip(), f"3,2,2012-03-09,{RE},clean"
    take(tmp_path, first, f"2,1,2012-02-30,{RE},cited", elsewhere)

    figures = take(tmp_path, first, f"2,1,2012-03-02,{RE},cited", elsewhere)

    assert (figures["refused"], figures["inspections"], figures["closed"]) == (0, 3, 1)
    call_command("verify")


@pytest.mark.django_db
def test_other_files_cannot_go_before_the_last_day_of_a_venue(tmp_path: Path) -> None:
    nothing = "inspection,item\n"
    take(tmp_path, f"5,1,2012-03-09,{RE},clean", findings=nothing)

    take(tmp_path, f"7,1,2012-03-08,{RE},clean", findings=nothing)

    assert problems(tmp_path) == [("inspections", "2", "date")]


@pytest.mark.django_db
def test_nothing_goes_in_at_a_venue_that_has_ended_meanwhile(tmp_path: Path) -> None:
    nothing = "inspection,item\n"
    take(tmp_path, f"5,1,2012-03-09,{RE},clean", findings=nothing)
    Venue.objects.filter(code="1").update(state="ended")

    take(tmp_path, f"5,1,2012-03-09,{RE},clean", f"6,1,2012-03-10,{RE},clean", findings=nothing)

    assert problems(tmp_path) == [("inspections", "3", "venue")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("again", "column"),
    [
        (f"2,2,2012-03-02,{RE},clean", "venue"),
        (f"2,1,2012-03-03,{RE},clean", "date"),
        ("2,1,2012-03-02,Cycle Inspection / Initial Inspection,clean", "type"),
        ("2,1,2012-03-02,Trans Fat / Re-inspection,clean", "type"),
    ],
)
def test_a_visit_that_reads_otherwise_now_is_named(tmp_path: Path, again: str, column: str) -> None:
    take(tmp_path, FIRST.strip(), f"2,1,2012-03-02,{RE},clean")

    figures = take(tmp_path, FIRST.strip(), again)

    assert problems(tmp_path) == [("inspections", "3", column)]
    assert (figures["inspections"], figures["refused"]) == (2, 1)


BAD_ITEMS = GOOD["items"].replace("Not Critical", "critical")
TWO_FOUND = GOOD["findings"] + "1,03B\n"


@rule("R-CHECK-1")
@pytest.mark.django_db
@pytest.mark.parametrize("one_by_one", [True, False])
def test_a_mended_item_is_a_new_version_and_older_issues_go_on(
    tmp_path: Path, one_by_one: bool
) -> None:
    first, later = FIRST.strip(), f"2,1,2012-03-09,{RE},cited"
    found = TWO_FOUND + "2,02A\n2,03B\n"
    take(tmp_path, first, later, items=BAD_ITEMS, findings=found, limit=1)
    assert ("items", "3", "critical") in problems(tmp_path)

    figures = take(tmp_path, first, later, findings=found, one_by_one=one_by_one)

    assert problems(tmp_path) == [("inspections", "2", "findings")]
    assert (figures["failed_rechecks"], figures["opened"]) == (1, 2)
    versions = ChecklistVersion.objects.order_by("number")
    assert [version.number for version in versions] == [1, 2]
    used = Issue.objects.order_by("item_code").values_list("item_code", "item__version__number")
    assert list(used) == [("02A", 1), ("03B", 2)]
    call_command("verify")


@pytest.mark.django_db
def test_findings_that_were_unknown_at_first_are_named_and_not_lost_unsaid(tmp_path: Path) -> None:
    first = FIRST.strip()
    take(tmp_path, first, items=BAD_ITEMS, findings=TWO_FOUND)

    take(tmp_path, first, findings=TWO_FOUND)

    assert problems(tmp_path) == [("inspections", "2", "findings")]


@pytest.mark.django_db
def test_items_of_a_broken_file_make_no_version(tmp_path: Path) -> None:
    take(tmp_path, FIRST.strip())
    said = StringIO()

    folder = write(tmp_path, items="code,critical,description\n02A,Critical,cold\n")
    (folder / "findings.csv").unlink()
    call_command("import_history", folder, json=True, stdout=StringIO(), stderr=said,
                 errors=tmp_path / "problems.csv")  # fmt: skip

    assert "findings, row 0" in said.getvalue()
    assert ChecklistVersion.objects.count() == 1


@pytest.mark.django_db
def test_the_same_files_again_change_nothing_and_name_nothing(tmp_path: Path) -> None:
    visits = [FIRST.strip(), f"2,1,2012-03-02,{RE},clean"]
    first = take(tmp_path, *visits)

    assert take(tmp_path, *visits) == first
    assert ChecklistVersion.objects.count() == 1
