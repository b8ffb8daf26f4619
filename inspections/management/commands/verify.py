"""Check every rule that data can break, over the whole database (R-TRACK-5)."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from rich.console import Console
from rich.table import Table

from inspections.verify import of_events, of_ground, of_issues, of_measures, of_visits
from inspections.verify.running import Finding, ask

CHECKS = [
    *of_issues.CHECKS,
    *of_measures.CHECKS,
    *of_visits.CHECKS,
    *of_ground.CHECKS,
    *of_events.CHECKS,
]


class Command(BaseCommand):
    help = "Check every rule that data can break; fails if one is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET work_mem = '128MB'")
        findings = list(ask(CHECKS))
        Console(width=120).print(_table(findings))
        if any(finding.broken for finding in findings):
            sys.exit(1)


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
