"""The files of an older ledger as plain data, with every problem named. Pure; no models."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from sys import intern

from django.utils import timezone

from inspections.history import files
from inspections.history.files import Problem

CHECK_KINDS = ("Initial Inspection", "Limited Inspection")
OUTCOMES = ("clean", "cited", "closed", "reclosed", "reopened")
COLUMNS = {
    "venues": ("code", "name", "category", "town", "address", "lon", "lat"),
    "items": ("code", "critical", "description"),
    "inspections": ("id", "venue", "date", "type", "outcome"),
    "findings": ("inspection", "item"),
}
# How many characters the ledger holds of each text; a test compares them with its columns.
LONGEST = {
    "venues": {"code": 30, "name": 120, "category": 80, "town": 60, "address": 200},
    "items": {"code": 20, "description": 400},
}
LONGEST_PROGRAMME = 80
NO_TOWN = "Missing"
CRITICAL = ("Critical", "Not Critical", "Not Applicable")
EARLIEST = date(1900, 1, 1)
FURTHEST = {"lon": 180, "lat": 90}
# Whole numbers as the files write them: no sign, no other script's digits, nothing that overflows.
_ID = re.compile(r"[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DEGREES = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?")
Row = Mapping[str, str]
Wrong = tuple[str, str]


@dataclass(frozen=True, slots=True)
class OldVenue:
    """A venue of the older ledger; `tag` its cuisine, `town` blank where it had none."""

    code: str
    name: str
    tag: str
    town: str
    address: str
    lon: float | None
    lat: float | None
    row: int = 0


@dataclass(frozen=True)
class OldItem:
    """A line of its lists."""

    code: str
    critical: bool
    text: str


@dataclass(slots=True)
class OldVisit:
    """One visit in the order in which it happened; `items` are the codes it cited."""

    number: int
    venue: str
    day: date
    programme: str
    recheck: bool
    outcome: str
    items: list[str] = field(default_factory=list)
    row: int = 0


@dataclass
class OldLedger:
    """Everything that could be read, and everything that could not (`problems`).

    `remarks` name rows that are taken in, but tell of what the scheme's rules do not let happen.
    """

    venues: dict[str, OldVenue] = field(default_factory=dict)
    items: dict[str, OldItem] = field(default_factory=dict)
    visits: list[OldVisit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every file so far was there, with its columns, and read to its end."""
        return all(problem.row for problem in self.problems)

    def refuse(self, file: str, row: int, wrong: Wrong) -> None:
        """Note that a row is not taken in: its column, and what was expected."""
        self.problems.append(Problem(file, row, *wrong))

    def remark(self, row: int, expected: str) -> None:
        """Note of an inspection that its outcome is against the rules, which were kept."""
        self.remarks.append(Problem("inspections", row, "outcome", expected))


def read(folder: Path, limit: int | None = None) -> OldLedger:
    """Read the four files, plain or gzipped; of the inspections the first `limit` by id.

    Where a whole file or column is missing no visit is taken: half of them tell half the truth.
    """
    ledger = OldLedger()
    _read_venues(folder, ledger)
    _read_items(folder, ledger)
    visits = _read_visits(folder, ledger)
    _cite(folder, ledger, visits)
    if ledger.whole:
        ledger.visits = list(visits.values())[:limit]
    return ledger


def _rows(folder: Path, name: str, ledger: OldLedger) -> Iterator[tuple[int, Row]]:
    """The rows of a file; none of one that refers to a file which could not be read itself."""
    sound = ledger.whole
    for row in files.rows(folder, name, COLUMNS[name], ledger.problems):
        if sound:
            yield row


def _read_venues(folder: Path, ledger: OldLedger) -> None:
    for number, row in _rows(folder, "venues", ledger):
        if wrong := _wrong_venue(row, ledger):
            ledger.refuse("venues", number, wrong)
            continue
        lon, lat = (float(row[each]) if row[each] else None for each in FURTHEST)
        town = "" if row["town"] == NO_TOWN else row["town"]
        ledger.venues[row["code"]] = OldVenue(
            row["code"], row["name"], row["category"], town, row["address"], lon, lat, number
        )


def _wrong_venue(row: Row, ledger: OldLedger) -> Wrong | None:
    if not row["code"].strip():
        return "code", "a code"
    if row["code"] in ledger.venues:
        return "code", "a code that no venue before it has"
    if too_long := _too_long("venues", row):
        return too_long
    for column, furthest in FURTHEST.items():
        if row[column] and not _is_degrees(row[column], furthest):
            return column, f"degrees from -{furthest} to {furthest}, or nothing"
    if bool(row["lon"]) != bool(row["lat"]):
        return ("lat" if row["lon"] else "lon"), "degrees, or neither lon nor lat"
    return None


def _is_degrees(text: str, furthest: int) -> bool:
    return bool(_DEGREES.fullmatch(text)) and -furthest <= float(text) <= furthest


def _too_long(name: str, row: Row) -> Wrong | None:
    for column, longest in LONGEST[name].items():
        if len(row[column]) > longest:
            return column, f"at most {longest} characters"
    return None


def _read_items(folder: Path, ledger: OldLedger) -> None:
    for number, row in _rows(folder, "items", ledger):
        if wrong := _wrong_item(row, ledger):
            ledger.refuse("items", number, wrong)
            continue
        critical = row["critical"] == "Critical"
        ledger.items[row["code"]] = OldItem(row["code"], critical, row["description"])


def _wrong_item(row: Row, ledger: OldLedger) -> Wrong | None:
    if row["critical"] not in CRITICAL:
        return "critical", f"one of {', '.join(CRITICAL)}"
    if row["code"] in ledger.items:
        return "code", "a code that no item before it has"
    return _too_long("items", row)


def _read_visits(folder: Path, ledger: OldLedger) -> dict[int, OldVisit]:
    """The visits by id, in its order; without those that go back in time at their venue."""
    found: dict[int, OldVisit] = {}
    today = timezone.localdate()
    for number, row in _rows(folder, "inspections", ledger):
        wrong = _wrong_visit(row, ledger, today)
        if not wrong and int(row["id"]) in found:
            wrong = "id", "an id that no inspection before it has"
        if wrong:
            ledger.refuse("inspections", number, wrong)
        else:
            found[int(row["id"])] = _visit(number, row)
    return _in_time(ledger, found)


def _visit(number: int, row: Row) -> OldVisit:
    programme, kind = _type_of(row)
    return OldVisit(
        number=int(row["id"]),
        venue=intern(row["venue"]),
        day=date.fromisoformat(row["date"]),
        programme=intern(programme),
        recheck=kind not in CHECK_KINDS,
        outcome=intern(row["outcome"]),
        row=number,
    )


def _type_of(row: Row) -> tuple[str, str]:
    programme, _slash, kind = row["type"].rpartition(" / ")
    return programme, kind


def _wrong_visit(row: Row, ledger: OldLedger, today: date) -> Wrong | None:
    if not _ID.fullmatch(row["id"]):
        return "id", "a whole number of at most 18 digits"
    if row["venue"] not in ledger.venues:
        return "venue", "a venue of the venues file"
    if not _is_past(row["date"], today):
        return "date", f"a date, YYYY-MM-DD, from {EARLIEST.year} to yesterday"
    if row["outcome"] not in OUTCOMES:
        return "outcome", f"one of {', '.join(OUTCOMES)}"
    return _wrong_type(*_type_of(row))


def _wrong_type(programme: str, kind: str) -> Wrong | None:
    if not programme.strip() or not kind.strip():
        return "type", "PROGRAMME / KIND"
    if len(programme) > LONGEST_PROGRAMME:
        return "type", f"a PROGRAMME of at most {LONGEST_PROGRAMME} characters"
    return None


def _is_past(text: str, today: date) -> bool:
    try:
        return bool(_DATE.fullmatch(text)) and EARLIEST <= date.fromisoformat(text) < today
    except ValueError:
        return False


def _in_time(ledger: OldLedger, found: Mapping[int, OldVisit]) -> dict[int, OldVisit]:
    """Ids are the order in which visits happened, so days cannot run backwards at a venue."""
    kept: dict[int, OldVisit] = {}
    last: dict[str, OldVisit] = {}
    for number in sorted(found):
        visit = found[number]
        before = last.setdefault(visit.venue, visit)
        if visit.day < before.day:
            expected = f"a day not before {before.day}, that of inspection {before.number}"
            ledger.refuse("inspections", visit.row, ("date", expected))
            continue
        last[visit.venue] = kept[number] = visit
    return kept


def _cite(folder: Path, ledger: OldLedger, visits: Mapping[int, OldVisit]) -> None:
    for number, row in _rows(folder, "findings", ledger):
        if row["item"] not in ledger.items:
            ledger.refuse("findings", number, ("item", "an item of the items file"))
        elif not _ID.fullmatch(row["inspection"]) or int(row["inspection"]) not in visits:
            expected = "the id of an inspection that is taken in"
            ledger.refuse("findings", number, ("inspection", expected))
        else:
            visit = visits[int(row["inspection"])]
            if row["item"] not in visit.items:  # cited twice is cited
                visit.items.append(intern(row["item"]))
