"""A part of the real history, small enough to be filed one by one, with every case in it."""

import csv
import gzip
from collections import Counter, defaultdict
from pathlib import Path

from inspections.history.reading import COLUMNS
from tests.history.plates import Venue

VENUES = 300
OF_EACH, SHUT_AGAIN = 6, 15
LONG, LONG_ONES = range(9, 13), 10
Rows = list[dict[str, str]]


def write_sample(source: Path, target: Path) -> Path:
    """Write the four files with about VENUES venues of `source` into `target`; returns it."""
    tables = {name: _read(source / f"{name}.csv.gz") for name in COLUMNS}
    chosen = _choose(tables["venues"], tables["inspections"]) | _with_plates(tables)
    visits = {row["id"] for row in tables["inspections"] if row["venue"] in chosen}
    _write(target, "venues", [row for row in tables["venues"] if row["code"] in chosen])
    _write(target, "items", tables["items"])
    _write(target, "inspections", [row for row in tables["inspections"] if row["id"] in visits])
    kept = [row for row in tables["findings"] if row["inspection"] in visits]
    _write(target, "findings", kept)
    return target


def _choose(venues: Rows, inspections: Rows) -> set[str]:
    """The shortest history of every type, outcome and town, of same-day pairs; some long ones;
    then short ones.
    """
    lengths = Counter(row["venue"] for row in inspections)
    cases: dict[object, set[str]] = defaultdict(set)
    days: Counter[tuple[str, str]] = Counter()
    for row in inspections:
        cases[row["type"]].add(row["venue"])
        cases[row["outcome"]].add(row["venue"])
        days[row["venue"], row["date"]] += 1
    cases["same day"] = {venue for (venue, _day), count in days.items() if count > 1}
    for row in venues:
        if row["code"] in lengths:
            cases[f"town {row['town']}"].add(row["code"])
    shortest = sorted(lengths, key=lambda code: (lengths[code], code))
    rank = {code: place for place, code in enumerate(shortest)}
    chosen = {min(found, key=rank.__getitem__) for found in cases.values()}
    chosen |= set([code for code in shortest if lengths[code] in LONG][:LONG_ONES])
    short = [code for code in shortest if code not in chosen]
    return chosen | set(short[: VENUES - len(chosen)])


def _with_plates(tables: dict[str, Rows]) -> set[str]:
    """The shortest histories of each thing that may befall a plate, and of two plates and more."""
    cited: dict[str, set[str]] = defaultdict(set)
    for row in tables["findings"]:
        cited[row["inspection"]].add(row["item"])
    severe = {row["code"] for row in tables["items"] if row["critical"] == "Critical"}
    lengths = Counter(row["venue"] for row in tables["inspections"])
    befell: dict[str, Counter[str]] = defaultdict(Counter)
    venues: dict[str, Venue] = defaultdict(Venue)
    for row in sorted(tables["inspections"], key=lambda each: int(each["id"])):
        did = venues[row["venue"]].visit(row, cited[row["id"]], severe)
        befell[did or row["outcome"]][row["venue"]] += 1
    shortest = sorted(lengths, key=lambda code: (lengths[code], code))
    chosen = {code for did in befell for code in
              [each for each in shortest if befell[did][each]][:OF_EACH]}  # fmt: skip
    again = [code for code in shortest if befell["plates_hung"][code] > 1]
    return chosen | set(again[:SHUT_AGAIN])


def _read(path: Path) -> Rows:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, name: str, rows: Rows) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
