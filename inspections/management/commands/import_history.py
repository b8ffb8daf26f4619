"""Take over an older ledger through the same rules (scheme.md §8)."""

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from inspections.history import city as ground
from inspections.history.admission import still_to_file
from inspections.history.bulk import BulkImport
from inspections.history.files import Problem
from inspections.history.one_by_one import file_visit
from inspections.history.reading import OldLedger, OldVisit, read
from inspections.history.summary import summary

LOCK = 20220414
MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Read the files of an older ledger and put its visits through the rules."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--profile", choices=["nyc"], default="nyc")
        parser.add_argument("--limit", type=int, help="only the first N inspections by id, from 1")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
        parser.add_argument("--one-by-one", action="store_true", help="by the actions; slow")
        parser.add_argument("--errors", type=Path, help="where problems are listed as csv")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError("--limit is a number from 1.")
        with _alone():
            self._take_over(folder, options)

    def _take_over(self, folder: Path, options: dict[str, Any]) -> None:
        list_path = options["errors"] or Path(settings.DATA_DIR) / "import-problems.csv"
        _write_problems(list_path, [])
        ledger = read(folder, options["limit"])
        city = ground.lay(ledger)
        visits = still_to_file(city, ledger)
        self._file(city, visits, one_by_one=options["one_by_one"])
        figures = summary(city, ledger)
        if options["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            self._table(figures)
        self._tell_problems(ledger, list_path)

    def _file(self, city: ground.City, visits: Sequence[OldVisit], *, one_by_one: bool) -> None:
        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task("Inspections", total=len(visits))
            if one_by_one:
                for visit in visits:
                    file_visit(city, visit)
                    bar.advance(task)
            elif visits:
                BulkImport(city).file(visits, lambda count: bar.advance(task, count))

    def _table(self, figures: dict[str, int]) -> None:
        table = Table(title="History taken over")
        table.add_column("what")
        table.add_column("count", justify="right")
        for name, count in figures.items():
            table.add_row(name.replace("_", " "), f"{count:,}")
        Console().print(table)

    def _tell_problems(self, ledger: OldLedger, path: Path) -> None:
        """Rows that were not taken in, then those that were but told what no rule lets happen."""
        refused, remarks = ledger.problems, ledger.remarks
        if not refused and not remarks:
            return
        for problem in [*refused[:MOST_SHOWN], *remarks[:MOST_SHOWN]]:
            self.stderr.write(str(problem))
        _write_problems(path, [*refused, *remarks])
        if refused:
            self.stderr.write(f"{len(refused)} rows were not taken in; all of them: {path}")
        if remarks:
            told = f"{len(remarks)} closings and re-openings broke a rule, which was kept"
            self.stderr.write(f"{told}; all of them: {path}")


def _write_problems(path: Path, problems: Sequence[Problem]) -> None:
    """Write the list; empty before anything is taken in, so that a bad path costs nothing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["file", "row", "column", "expected"])
            writer.writerows([each.file, each.row, each.column, each.expected] for each in problems)
    except OSError as error:
        raise CommandError(f"The list of problems cannot be written: {error}") from error


@contextmanager
def _alone() -> Iterator[None]:
    """One import at a time; should this one be killed, the lock goes with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise CommandError("Another import is under way.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
