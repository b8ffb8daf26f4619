"""Print the reports of a day, or write them as a sheet (R-REPORT-1, R-REPORT-2)."""

from datetime import date
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


class Command(BaseCommand):
    help = "The towns' and departments' reports and figures of a day, as of now."

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


def _lines(organisations: list[Organisation], day: date) -> list[Line]:
    now = clock.now()
    counted = day_figures(scope_of(organisations), day, now)
    reports = standings(organisations, day, now)
    return [
        line(each.name, figures_of(each, counted), owner_of(each), day, standing=reports[each.pk])
        for each in organisations
    ]


def _table(lines: list[Line], day: date) -> Table:
    moment = moment_words(clock.now())
    table = Table(title=f"{day_words(day)} · {_('As of %s') % moment}")
    table.add_column("")
    table.add_column(_("Report"))
    for name in PRINTED:
        table.add_column(str(FIGURES[name]), justify="right")
    for each in lines:
        told = {cell.name: value for cell, value in zip(each.cells, each.values, strict=True)}
        standing = str(each.standing.label) if each.standing else "–"
        table.add_row(str(each.name), standing, *(str(told[name]) for name in PRINTED))
    return table


def _write(path: Path, lines: list[Line]) -> None:
    if path.suffix != ".xlsx":
        raise CommandError(f"{path} is no sheet; name it FILE.xlsx.")
    try:
        with xlsx_file(overview_sheet(lines)) as sheet:
            path.write_bytes(sheet.read())
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
