"""An older ledger's closings hang plates, its re-openings take them down; our rules are kept."""

import csv
from pathlib import Path

import pytest
from django.core.management import call_command

from inspections.history.plate_figures import NO_GROUND, NO_PLATE, NO_TOWN, UNSETTLED
from inspections.plates.models import Plate
from tests.history.plates import NAMES
from tests.history.test_bad_input import GOOD, write
from tests.history.test_same_rows import run, snapshot
from tests.rules import rule
from venues.models import Standing

CHECK, AGAIN = "Cycle Inspection / Initial Inspection", "Cycle Inspection / Re-inspection"
OTHER = "Smoke / Re-inspection"
VENUES = GOOD["venues"] + "2,Soup,Asian,Missing,2 Road,,\n"
Visit = tuple[str, str, str, str]  # day of March, type, outcome, items
CLOSED = ("01", CHECK, "closed", "02A 03B")
FIXED = ("09", AGAIN, "reopened", "")
SCENARIOS: list[tuple[str, list[Visit], list[int], list[str]]] = [
    ("hangs", [CLOSED], [1, 0, 0, 1, 0, 0], []),
    ("comes down with its last ground", [CLOSED, FIXED], [1, 1, 0, 0, 0, 0], []),
    (
        "comes down after its last ground",
        [CLOSED, ("05", AGAIN, "clean", ""), FIXED],
        [1, 1, 0, 0, 0, 0],
        [],
    ),
    (
        "waits for its last ground",
        [CLOSED, ("03", AGAIN, "reopened", "03B"), ("05", AGAIN, "cited", "03B"),
         ("09", AGAIN, "clean", "")],
        [1, 1, 1, 0, 0, 0],
        [UNSETTLED],
    ),
    (
        "is closed again while it waits",
        [CLOSED, ("03", AGAIN, "reopened", "03B"), ("05", CHECK, "reclosed", "02A"),
         ("09", AGAIN, "clean", "")],
        [1, 0, 0, 1, 0, 0],
        [UNSETTLED],
    ),
    (
        "gets a serious issue as a ground, and waits for that",
        [CLOSED, ("03", OTHER, "cited", "02A"), FIXED, ("11", OTHER, "clean", "")],
        [1, 1, 1, 0, 0, 0],
        [UNSETTLED],
    ),
    (
        "does not wait for a general issue",
        [CLOSED, ("03", OTHER, "cited", "03B"), FIXED],
        [1, 1, 0, 0, 0, 0],
        [],
    ),
    (
        "gets a ground that recurs as a ground",
        [CLOSED, ("03", AGAIN, "cited", "02A"), ("05", AGAIN, "cited", "03B"),
         ("07", AGAIN, "reopened", "03B"), FIXED],
        [1, 1, 0, 0, 0, 0],
        [UNSETTLED],
    ),
    (
        "hangs on two programmes' issues, and again on the same day",
        [("01", OTHER, "cited", "03B"), ("01", CHECK, "closed", "02A"), FIXED,
         ("09", OTHER, "reopened", ""), ("09", CHECK, "closed", "02A"),
         ("09", AGAIN, "reopened", "")],
        [2, 2, 0, 0, 0, 0],
        [UNSETTLED],
    ),
    (
        "needs a ground",
        [("01", CHECK, "closed", ""), ("02", AGAIN, "reopened", "")],
        [0, 0, 0, 0, 1, 1],
        [NO_GROUND, NO_PLATE],
    ),
]  # fmt: skip


def files(folder: Path, visits: list[Visit], venue: int = 1) -> Path:
    listed = [f"{number},{venue},2012-03-{day},{kind},{outcome}\n"
              for number, (day, kind, outcome, _items) in enumerate(visits, 1)]  # fmt: skip
    cited = [f"{number},{item}\n" for number, visit in enumerate(visits, 1)
             for item in visit[3].split()]  # fmt: skip
    inspections = "id,venue,date,type,outcome\n" + "".join(listed)
    findings = "inspection,item\n" + "".join(cited)
    return write(folder, venues=VENUES, inspections=inspections, findings=findings)


def remarks(folder: Path) -> list[str]:
    with (folder / "problems.csv").open(encoding="utf-8") as file:
        return [row["expected"] for row in csv.DictReader(file)]


@rule("R-PLATE-1", "R-PLATE-5")
@pytest.mark.django_db
@pytest.mark.parametrize("one_by_one", [True, False])
@pytest.mark.parametrize(
    ("visits", "expected", "told"), [each[1:] for each in SCENARIOS],
    ids=[each[0] for each in SCENARIOS],
)  # fmt: skip
def test_a_plate(
    tmp_path: Path, visits: list[Visit], expected: list[int], told: list[str], one_by_one: bool
) -> None:
    folder = files(tmp_path, visits)

    figures = run(folder, errors=folder / "problems.csv", one_by_one=one_by_one)

    assert [figures[name] for name in NAMES] == expected
    assert remarks(folder) == told
    assert figures["refused"] == 0
    call_command("verify")


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("visits", [SCENARIOS[4][1], SCENARIOS[7][1], SCENARIOS[8][1]])
def test_goes_on_with_a_plate_that_hangs(tmp_path: Path, visits: list[Visit], limit: int) -> None:
    folder = files(tmp_path, visits)
    run(folder, limit=limit)

    figures = run(folder)

    assert figures == run(folder)
    call_command("verify")
    parts = snapshot()["Plate"]
    assert [figures[name] for name in NAMES] == next(
        each[2] for each in SCENARIOS if each[1] == visits
    )
    assert len(parts) == figures["plates_hung"]


@rule("R-SCOPE-4")
@pytest.mark.django_db
@pytest.mark.parametrize("one_by_one", [True, False])
def test_where_no_town_answers_none_is_hung(tmp_path: Path, one_by_one: bool) -> None:
    folder = files(tmp_path, [CLOSED], venue=2)

    figures = run(folder, errors=folder / "problems.csv", one_by_one=one_by_one)

    assert [figures[name] for name in NAMES] == [0] * 6
    assert remarks(folder) == [NO_TOWN]


@rule("R-PLATE-2", "R-PLATE-4")
@pytest.mark.django_db
def test_the_standing_tells_which_plate_hangs_and_since_when(tmp_path: Path) -> None:
    run(files(tmp_path, [CLOSED]))

    standing = Standing.objects.get(venue__code="1")

    assert standing.plate_number == "HP-990100-2012-0001"
    assert (standing.plate_hung, str(standing.plate_since)) == (True, "2012-03-01")
    assert standing.colour == "black"


@rule("R-TRACK-4")
@pytest.mark.django_db
def test_an_outcome_that_reads_otherwise_now_is_named(tmp_path: Path) -> None:
    run(files(tmp_path, [CLOSED]))
    mended = files(tmp_path, [("01", CHECK, "cited", "02A 03B")])

    figures = run(mended, errors=tmp_path / "problems.csv")

    assert figures["refused"] == 1
    assert "outcome" in remarks(tmp_path)[0]
    assert Plate.objects.count() == 1
