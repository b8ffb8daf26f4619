"""Set up a real district from a file (docs/operations.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from inspections.checks.publishing import publish_catalogue
from venues.territory.laying import lay
from venues.territory.reading import DistrictError, read


class Command(BaseCommand):
    help = (
        "Create or rename the areas and organisations of a district as a file says, and give it "
        "the categories and checklists of the product where it has none. Twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="say what it would do, only")
        parser.add_argument(
            "--no-checklists", action="store_true", help="areas and organisations alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = read(options["file"].read_text(encoding="utf-8-sig"))
            with transaction.atomic():
                laid = lay(source)
                lines = [] if options["no_checklists"] else publish_catalogue(laid.district)
                if options["check"]:
                    transaction.set_rollback(True)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read ({error.strerror}).") from error
        except UnicodeDecodeError:
            raise CommandError(f"{options['file']} is not written in UTF-8.") from None
        except DistrictError as error:
            count = len(error.mistakes)
            raise CommandError(f"{error}\n{count} to mend; nothing was written.") from error
        words = {"created": laid.created, "renamed": laid.changed, "not in the file": laid.left}
        for word, rows in words.items():
            lines = [*(f"{word}: {row}" for row in rows), *lines]
        for line in lines:
            self.stdout.write(line)
        figures = ", ".join(f"{len(rows)} {word}" for word, rows in words.items())
        would = " (only checked)" if options["check"] else ""
        self.stdout.write(f"{laid.district.name}: {figures}{would}")
