"""Plan the duties of a day (R-DUTY-1)."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inspections.duties.actions import plan_day, today
from inspections.duties.rules import calendar_is_published
from venuewatch.workflow.rules import Refused


class Command(BaseCommand):
    help = "Write which side owes which venue a check on a day, today unless told otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", help="a day, YYYY-MM-DD, today or later")

    def handle(self, *args: Any, **options: Any) -> None:
        day = _day(options["date"]) if options["date"] else today()
        if not calendar_is_published(day):
            self.stderr.write(
                f"The working days of {day.year} are not published yet; Monday to Friday count."
            )
        try:
            added = plan_day(day)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{day}: {added:,} duties added.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text} is no day; write it as YYYY-MM-DD.") from None
