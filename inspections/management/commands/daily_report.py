"""Print what was reported of a day, or write it as a sheet (R-REPORT-1, R-REPORT-2).

What an organisation has filed is told as it was frozen; of the others the day as counted now.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from inspections.duties.actions import today
from inspections.reports.compiling import figures_of, reporting, scope_of, standings
from inspections.reports.figures import day_figures
from inspections.reports.models import ReportVersion, filed_versions
from inspections.reports.rules import FIGURES
from inspections.reports.tables import Line, line, overview_sheet, owner_of
from venues.models import Area, Organisation
from venues.rules import AreaKind
from venuewatch.listing.export import xlsx_file
from venuewatch.moments import day_words, moment_words
from venuewatch.workflow import clock

# The figures that fit a terminal; the sheet has all of them.
PRINTED = ("due", "done", "done_late", "missed", "owed", "general", "serious", "major",
           "rectified", "closed", "overdue", "unclosed")  # fmt: skip


@dataclass(frozen=True)
class Reported:
    """One organisation's line, and the moment as of which its figures stand."""

    line: Line
    as_of: datetime


class Command(BaseCommand):
    help = "The towns' and departments' reports of a day: as filed, else as counted now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", help="a day, YYYY-MM-DD; today unless told otherwise")
        parser.add_argument("--org", help="the code of one town or department; all without it")
        parser.add_argument("--out", help="write a sheet, FILE.xlsx, instead of printing")

    def handle(self, *args: Any, **options: Any) -> None:
        day = _day(options["date"]) if options["date"] else today()
        lines = _lines(_organisations(options["org"]), day)
        if options["out"]:
            _write(Path(options["out"]), lines)
            self.stdout.write(f"{options['out']}: {len(lines)} lines of {day}.")
        else:
            printed = StringIO()
            Console(width=150, file=printed).print(_table(lines, day))
            self.stdout.write(printed.getvalue())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text} is no day; write it as YYYY-MM-DD.") from None


def _organisations(code: str | None) -> list[Organisation]:
    districts = Area.objects.filter(kind=AreaKind.DISTRICT).order_by("code")
    found = reporting(districts.values_list("pk", flat=True))
    if code is None:
        return found
    if not (own := [each for each in found if each.code == code]):
        raise CommandError(f"{code} is no town or department; its code is wanted.")
    return own


def _lines(organisations: list[Organisation], day: date) -> list[Reported]:
    now = clock.now()
    filed = filed_versions(organisations, day)
    counted = day_figures(
        scope_of(each for each in organisations if each.pk not in filed), day, now
    )
    reports = standings(organisations, day, now)

    def reported(each: Organisation) -> Reported:
        version = filed.get(each.pk)
        figures = _frozen(version) if version else figures_of(each, counted)
        told = line(each.name, figures, owner_of(each), day, standing=reports[each.pk])
        return Reported(told, version.as_of if version else now)

    return [reported(each) for each in organisations]


def _frozen(version: ReportVersion) -> dict[str, int | None]:
    """The figures as filed; those that reports did not have yet are not known."""
    return {**dict.fromkeys(FIGURES), **version.content["own"]}


def _table(lines: list[Reported], day: date) -> Table:
    table = Table(title=day_words(day))
    table.add_column("")
    table.add_column(_("Report"))
    for name in PRINTED:
        table.add_column(str(FIGURES[name]), justify="right")
    table.add_column(_("Figures as of"))
    for each in lines:
        table.add_row(*_cells(each))
    return table


def _cells(reported: Reported) -> Iterator[str]:
    told = reported.line
    values = {cell.name: value for cell, value in zip(told.cells, told.values, strict=True)}
    yield str(told.name)
    yield str(told.standing.label) if told.standing else "–"
    yield from (str(values[name]) for name in PRINTED)
    yield moment_words(reported.as_of)


def _write(path: Path, lines: list[Reported]) -> None:
    if path.suffix != ".xlsx":
        raise CommandError(f"{path} is no sheet; name it FILE.xlsx.")
    headings, *rows = overview_sheet([each.line for each in lines])
    moments = [each.as_of for each in lines]
    dated = [[*row, moment] for row, moment in zip(rows, moments, strict=True)]
    try:
        with xlsx_file([[*headings, _("Figures as of")], *dated]) as sheet:
            path.write_bytes(sheet.read())
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
