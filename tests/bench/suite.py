"""The order of the benchmarks: the import fills the database that the others measure on."""

import logging
from collections.abc import Callable
from pathlib import Path

import django
import structlog

django.setup()
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))

from tests.bench import (  # noqa: E402 — after the apps are ready
    dashboard,
    duties,
    filing,
    followups,
    history,
    ledger_list,
    orders,
    photos,
    plates,
    reports,
    today,
)
from tests.bench.map import rows as map_rows  # noqa: E402
from tests.bench.measure import Row, show  # noqa: E402

# In this order: the worlds that some lay are what the later ones stand in.
BENCHES: tuple[Callable[[], list[Row]], ...] = (
    ledger_list.rows, map_rows, dashboard.rows, filing.rows, photos.rows, duties.rows, plates.rows,
    orders.rows, reports.rows, today.rows, followups.rows,
)  # fmt: skip


def run(folder: Path, *, keep: bool) -> int:
    """Measure all; returns 0 when every ratio is kept, else 1. What was measured is always told."""
    rows: list[Row] = []
    try:
        if not keep:
            rows += history.rows(folder)
        for bench in BENCHES:
            rows += bench()
    finally:
        show(rows)
    return 0 if all(row.holds for row in rows) else 1
