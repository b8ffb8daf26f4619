"""Measuring: medians of warmed-up runs, rows with a floor and a stated ratio, one table."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

RUNS = 31
WARM_UP = 3


@dataclass(frozen=True)
class Row:
    """One figure beside its floor, both in the same unit; `limit` is the greatest ratio allowed.

    `ceiling` is an absolute limit in the unit, where one is promised; of a rate the ratio is that
    of the times.
    """

    what: str
    unit: str
    figure: float
    floor: float
    limit: float
    ceiling: float | None = None
    note: str = ""
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """How many times the floor it takes."""
        return self.floor / self.figure if self.more_is_better else self.figure / self.floor

    @property
    def holds(self) -> bool:
        """Whether the ratio and the ceiling are kept."""
        return self.ratio <= self.limit and (self.ceiling is None or self.figure <= self.ceiling)


def median_seconds(function: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of a call, in seconds, over `runs` calls after a warm-up."""
    for _ in range(WARM_UP):
        function()
    return statistics.median(_seconds(function) for _ in range(runs))


def median_seconds_in_turn(
    one: Callable[[], object], other: Callable[[], object], runs: int = RUNS
) -> tuple[float, float]:
    """The medians of two calls made in turn, so that a noisy machine hits both alike."""
    for _ in range(WARM_UP):
        one()
        other()
    pairs = [(_seconds(one), _seconds(other)) for _ in range(runs)]
    return (
        statistics.median(first for first, _ in pairs),
        statistics.median(second for _, second in pairs),
    )


def show(rows: list[Row]) -> None:
    """Print the table of all rows."""
    table = Table(title="VenueWatch: figures beside their floors")
    for heading in ("what", "figure", "floor", "ratio", "limit", "holds", "note"):
        table.add_column(heading, justify="left" if heading in ("what", "note") else "right")
    for row in rows:
        ceiling = "" if row.ceiling is None else f", {row.ceiling:g} {row.unit}"
        table.add_row(
            row.what,
            f"{row.figure:.4g} {row.unit}",
            f"{row.floor:.4g} {row.unit}",
            f"{row.ratio:.2f}",
            f"{row.limit:g}×{ceiling}",
            "yes" if row.holds else "NO",
            row.note,
        )
    Console(width=150).print(table)


def _seconds(function: Callable[[], object]) -> float:
    started = time.perf_counter()
    function()
    return time.perf_counter() - started
