"""What the rules make of an older ledger's closings and re-openings, with sets only.

Written from the data's README and R-PLATE-1 alone.
"""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

Rows = list[dict[str, str]]
CHECKS = ("Initial Inspection", "Limited Inspection")
NAMES = (
    "plates_hung", "plates_lifted", "plates_lifted_late", "plates_hanging",
    "closed_without_ground", "reopened_without_plate",
)  # fmt: skip


@dataclass(eq=False)
class Issue:
    severe: bool
    before: "Issue | None"
    closed: date | None = None


@dataclass
class Plate:
    grounds: set[Issue]
    waits: bool = False

    @property
    def settled(self) -> bool:
        return all(issue.closed for issue in self.grounds)


class Venue:
    """One venue's issues by programme and item, the last closed of each, and its plate."""

    def __init__(self) -> None:
        self.unclosed: dict[tuple[str, str], Issue] = {}
        self.last: dict[tuple[str, str], Issue] = {}
        self.plate: Plate | None = None

    def visit(self, row: dict[str, str], cited: set[str], severe: set[str]) -> str:
        """File a visit; the name of what it did to the plate."""
        programme, kind = row["type"].rsplit(" / ", 1)
        day = date.fromisoformat(row["date"])
        standing = {item for known, item in self.unclosed if known == programme}
        for item in cited - standing:
            self._open((programme, item), day, item in severe)
        for item in set() if kind in CHECKS else standing - cited:
            issue = self.unclosed.pop((programme, item))
            issue.closed = day
            self.last[programme, item] = issue
        return self._told(row["outcome"])

    def _open(self, key: tuple[str, str], day: date, severe: bool) -> None:
        before = self.last.get(key)
        if before and before.closed and (day - before.closed).days > 90:
            before = None
        issue = self.unclosed[key] = Issue(severe, before)
        if self.plate and (severe or before in self.plate.grounds):
            self.plate.grounds.add(issue)

    def _told(self, outcome: str) -> str:
        if outcome in ("closed", "reclosed"):
            return self._shut()
        if self.plate is None:
            return "reopened_without_plate" if outcome == "reopened" else ""
        if self.plate.settled and (outcome == "reopened" or self.plate.waits):
            self.plate = None
            return "plates_lifted" if outcome == "reopened" else "plates_lifted_late"
        self.plate.waits |= outcome == "reopened"
        return ""

    def _shut(self) -> str:
        here = set(self.unclosed.values())
        if self.plate:
            self.plate.grounds |= here
            self.plate.waits = False
            return ""
        if not here:
            return "closed_without_ground"
        self.plate = Plate(here)
        return "plates_hung"


def expected_plates(folder: Path) -> dict[str, int]:
    """The figures of an import of the files in `folder`."""
    cited: dict[str, set[str]] = defaultdict(set)
    for row in rows(folder, "findings"):
        cited[row["inspection"]].add(row["item"])
    severe = {row["code"] for row in rows(folder, "items") if row["critical"] == "Critical"}
    venues: dict[str, Venue] = defaultdict(Venue)
    count: Counter[str] = Counter()
    for row in sorted(rows(folder, "inspections"), key=lambda each: int(each["id"])):
        count[venues[row["venue"]].visit(row, cited[row["id"]], severe)] += 1
    count["plates_lifted"] += count["plates_lifted_late"]
    count["plates_hanging"] = sum(venue.plate is not None for venue in venues.values())
    return {name: count[name] for name in NAMES}


def rows(folder: Path, name: str) -> Rows:
    """The rows of a file."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
