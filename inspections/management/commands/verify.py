"""Check every rule that data can break, over the whole database (R-TRACK-5)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from rich.console import Console
from rich.table import Table

from inspections.verify import (
    of_columns,
    of_deliveries,
    of_duties,
    of_escalations,
    of_events,
    of_followups,
    of_ground,
    of_issues,
    of_look_backs,
    of_measures,
    of_openings,
    of_operations,
    of_orders,
    of_plates,
    of_reports,
    of_tracking,
    of_visits,
)
from inspections.verify.running import Finding, ask

CHECKS = [
    *of_issues.CHECKS,
    *of_openings.CHECKS,
    *of_columns.CHECKS,
    *of_measures.CHECKS,
    *of_visits.CHECKS,
    *of_duties.CHECKS,
    *of_ground.CHECKS,
    *of_plates.CHECKS,
    *of_operations.CHECKS,
    *of_orders.CHECKS,
    *of_look_backs.CHECKS,
    *of_escalations.CHECKS,
    *of_tracking.CHECKS,
    *of_deliveries.CHECKS,
    *of_reports.CHECKS,
    *of_events.CHECKS,
    *of_followups.CHECKS,
]


class Command(BaseCommand):
    help = "Check every rule that data can break; fails if one is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        with one_moment():
            findings = list(ask(CHECKS))
        Console(width=120).print(_table(findings))
        if any(finding.broken for finding in findings):
            sys.exit(1)


@contextmanager
def one_moment() -> Iterator[None]:
    """Every question is put to the same moment, whatever is filed while they are asked."""
    inside = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if not inside:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        yield


def _table(findings: list[Finding]) -> Table:
    table = Table(title="Rules that data can break")
    for heading in ("rule", "question", "rows", "broken", "first culprits"):
        table.add_column(heading, justify="right" if heading in ("rows", "broken") else "left")
    for finding in findings:
        check = finding.check
        table.add_row(
            check.rule, check.question, f"{finding.judged:,}", f"{finding.broken:,}",
            ", ".join(finding.culprits), style="bold red" if finding.broken else "",
        )  # fmt: skip
    return table
