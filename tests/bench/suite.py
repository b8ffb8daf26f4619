"""The order of the benchmarks: the import fills the database that the others measure on."""

import logging
from pathlib import Path

import django
import structlog

django.setup()
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))

from tests.bench import (  # noqa: E402 — after the apps are ready
    dashboard,
    duties,
    filing,
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


def run(folder: Path, *, keep: bool) -> int:
    """Measure all; returns 0 when every ratio is kept, else 1."""
    rows: list[Row] = []
    if not keep:
        rows += history.rows(folder)
    rows += ledger_list.rows()
    rows += map_rows()
    rows += dashboard.rows()
    rows += filing.rows()
    rows += photos.rows()
    rows += duties.rows()
    rows += plates.rows()
    rows += orders.rows()
    rows += reports.rows()
    rows += today.rows()
    show(rows)
    return 0 if all(row.holds for row in rows) else 1
