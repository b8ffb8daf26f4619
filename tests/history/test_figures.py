"""The figures of an import against a simulation written from the data's README alone."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from tests.history.plates import expected_plates, rows
from tests.history.sample import write_sample
from tests.history.test_same_rows import run


def expected(folder: Path) -> dict[str, int]:
    """What the rules make of the files, with dictionaries only."""
    cited: dict[str, set[str]] = defaultdict(set)
    for row in rows(folder, "findings"):
        cited[row["inspection"]].add(row["item"])
    count: dict[str, int] = defaultdict(int)
    unclosed: dict[tuple[str, str], set[str]] = defaultdict(set)
    closed: dict[tuple[str, str, str], date] = {}
    for row in sorted(rows(folder, "inspections"), key=lambda each: int(each["id"])):
        programme, kind = row["type"].rsplit(" / ", 1)
        here, day, items = unclosed[row["venue"], programme], date.fromisoformat(row["date"]), \
            cited[row["id"]]  # fmt: skip
        is_check = kind in ("Initial Inspection", "Limited Inspection")
        count["inspections"] += 1
        count["checks" if is_check else "rechecks"] += 1
        count["seen_again" if is_check else "failed_rechecks"] += len(here & items)
        if not is_check:
            for item in here - items:
                closed[row["venue"], programme, item] = day
            count["closed"] += len(here - items)
        for item in items - here:
            count["opened"] += 1
            before = closed.get((row["venue"], programme, item))
            count["recurrences"] += before is not None and (day - before).days <= 90
        unclosed[row["venue"], programme] = here | items if is_check else items
    count["still_open"] = sum(len(each) for each in unclosed.values())
    count["venues"] = sum(1 for _ in rows(folder, "venues"))
    return dict(count) | {"refused": 0}


@pytest.mark.django_db
def test_figures_are_those_of_an_independent_count(shared: Path, tmp_path: Path) -> None:
    folder = write_sample(shared / "data" / "nyc", tmp_path)

    assert run(folder) == expected(folder) | expected_plates(folder)
