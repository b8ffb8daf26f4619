"""Give the areas of a district their shapes on the map (docs/operations.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from venues.rules import PointSource
from venues.territory.reading import DistrictError
from venues.territory.shapes_reading import read_shapes
from venues.territory.shaping import shape


class Command(BaseCommand):
    help = (
        "Store the polygons of a GeoJSON file as the shapes of the areas with these codes. "
        "A feature that cannot be used stops no other; twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--source", choices=PointSource.values, default=PointSource.WGS84.value,
            help="the coordinate system of the file; shapes are stored in WGS84",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
            outlines, mistakes = read_shapes(text, options["source"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read ({error.strerror}).") from error
        except UnicodeDecodeError:
            raise CommandError(f"{options['file']} is not written in UTF-8.") from None
        except DistrictError as error:
            raise CommandError(f"{error}\nnothing was written.") from error
        shaped = shape(outlines)
        groups = {"new": shaped.new, "changed": shaped.changed}
        for word, areas in groups.items():
            for area in areas:
                self.stdout.write(f"{word}: {area.code} {area.name}")
        figures = (
            f"{len(shaped.new)} new, {len(shaped.changed)} changed, {len(shaped.same)} as before"
        )
        self.stdout.write(f"{options['file'].name}: {figures}")
        if mistakes := [*mistakes, *shaped.mistakes]:
            told = "\n".join(str(each) for each in mistakes)
            raise CommandError(f"{told}\n{len(mistakes)} to mend; the others are stored.")
