"""The files of an older ledger as plain data, with every problem named. Pure; no models."""

import csv
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

CHECK_KINDS = ("Initial Inspection", "Limited Inspection")
OUTCOMES = ("clean", "cited", "closed", "reclosed", "reopened")
COLUMNS = {
    "venues": ("code", "name", "category", "town", "address", "lon", "lat"),
    "items": ("code", "critical", "description"),
    "inspections": ("id", "venue", "date", "type", "outcome"),
    "findings": ("inspection", "item"),
}
NO_TOWN = "Missing"
CRITICAL = ("Critical", "Not Critical", "Not Applicable")


@dataclass(frozen=True)
class Problem:
    """A row that cannot be taken in: file, row (0: the file itself), column, what was expected."""

    file: str
    row: int
    column: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, {self.column}: {self.expected}"


@dataclass(frozen=True)
class OldVenue:
    """A venue of the older ledger; `tag` its cuisine, `town` blank where it had none."""

    code: str
    name: str
    tag: str
    town: str
    address: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class OldItem:
    """A line of its lists."""

    code: str
    critical: bool
    text: str


@dataclass
class OldVisit:
    """One visit in the order in which it happened; `items` are the codes it cited."""

    number: int
    venue: str
    day: date
    programme: str
    recheck: bool
    outcome: str
    items: list[str] = field(default_factory=list)


@dataclass
class OldLedger:
    """Everything that could be read, and everything that could not."""

    venues: dict[str, OldVenue] = field(default_factory=dict)
    items: dict[str, OldItem] = field(default_factory=dict)
    visits: list[OldVisit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(folder: Path, limit: int | None = None) -> OldLedger:
    """Read the four files, plain or gzipped; of the inspections the first `limit` by id."""
    ledger = OldLedger()
    for number, row in _rows(folder, "venues", ledger):
        if venue := _venue(number, row, ledger):
            ledger.venues[venue.code] = venue
    for number, row in _rows(folder, "items", ledger):
        if row["critical"] in CRITICAL:
            critical = row["critical"] == "Critical"
            ledger.items[row["code"]] = OldItem(row["code"], critical, row["description"])
        else:
            ledger.problems.append(Problem("items", number, "critical", f"one of {CRITICAL}"))
    by_number = _visits(folder, ledger)
    _cite(folder, ledger, by_number)
    if any(problem.row == 0 for problem in ledger.problems):
        return ledger  # a whole file or column is missing: its visits would tell half the truth
    ledger.visits = [by_number[key] for key in sorted(by_number)][:limit]
    return ledger


def _visits(folder: Path, ledger: OldLedger) -> dict[int, OldVisit]:
    found: dict[int, OldVisit] = {}
    for number, row in _rows(folder, "inspections", ledger):
        if visit := _visit(number, row, ledger):
            found[visit.number] = visit
    return found


def _cite(folder: Path, ledger: OldLedger, visits: Mapping[int, OldVisit]) -> None:
    for number, row in _rows(folder, "findings", ledger):
        if row["item"] not in ledger.items:
            ledger.problems.append(Problem("findings", number, "item", "an item of the items file"))
            continue
        if not row["inspection"].isdigit():
            problem = Problem("findings", number, "inspection", "the id of an inspection")
            ledger.problems.append(problem)
            continue
        visit = visits.get(int(row["inspection"]))
        if visit and row["item"] not in visit.items:
            visit.items.append(row["item"])


def _rows(folder: Path, name: str, ledger: OldLedger) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a file with their numbers in it; a missing file or column is a problem."""
    path = next((each for each in (folder / f"{name}.csv.gz", folder / f"{name}.csv")
                 if each.exists()), None)  # fmt: skip
    if path is None:
        ledger.problems.append(Problem(name, 0, "", f"a file {name}.csv.gz or {name}.csv"))
        return
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [each for each in COLUMNS[name] if each not in (reader.fieldnames or [])]
        ledger.problems += [Problem(name, 0, each, "a column of this name") for each in missing]
        if missing:
            return
        for number, row in enumerate(reader, 2):
            yield number, {key: value or "" for key, value in row.items() if key}


def _venue(number: int, row: Mapping[str, str], ledger: OldLedger) -> OldVenue | None:
    if not row["code"]:
        ledger.problems.append(Problem("venues", number, "code", "a code"))
        return None
    point: list[float | None] = []
    for column in ("lon", "lat"):
        try:
            point.append(float(row[column]) if row[column] else None)
        except ValueError:
            ledger.problems.append(Problem("venues", number, column, "degrees, or nothing"))
            return None
    town = "" if row["town"] == NO_TOWN else row["town"]
    return OldVenue(
        row["code"], row["name"], row["category"], town, row["address"], point[0], point[1]
    )


def _visit(number: int, row: Mapping[str, str], ledger: OldLedger) -> OldVisit | None:
    programme, _slash, kind = row["type"].rpartition(" / ")
    wrong = _wrong_column(row, programme, ledger)
    if wrong:
        ledger.problems.append(Problem("inspections", number, *wrong))
        return None
    return OldVisit(
        number=int(row["id"]),
        venue=row["venue"],
        day=date.fromisoformat(row["date"]),
        programme=programme,
        recheck=kind not in CHECK_KINDS,
        outcome=row["outcome"],
    )


def _wrong_column(
    row: Mapping[str, str], programme: str, ledger: OldLedger
) -> tuple[str, str] | None:
    if not row["id"].isdigit():
        return "id", "a whole number"
    if row["venue"] not in ledger.venues:
        return "venue", "a venue of the venues file"
    try:
        date.fromisoformat(row["date"])
    except ValueError:
        return "date", "a date, YYYY-MM-DD"
    if not programme:
        return "type", "PROGRAMME / KIND"
    if row["outcome"] not in OUTCOMES:
        return "outcome", f"one of {', '.join(OUTCOMES)}"
    return None
