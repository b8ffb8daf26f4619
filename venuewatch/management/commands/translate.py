"""Collect the portal's texts, and see that each has its translation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from venuewatch.translation import catalog_path, compile_catalogs, languages, state, update


class Command(BaseCommand):
    help = "Bring the catalogues in line with code and templates, and compile them."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        only = parser.add_mutually_exclusive_group()
        only.add_argument(
            "--check", action="store_true", help="change no catalogue; fail if work waits"
        )
        only.add_argument(
            "--compile", action="store_true", help="only compile the catalogues as they are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            compile_catalogs()
            return
        waiting = []
        for locale in languages():
            if not options["check"]:
                update(locale, settings.BASE_DIR)
            waiting += [f"{locale}: {line}" for line in state(locale, settings.BASE_DIR).lines()]
        compile_catalogs()
        if options["check"] and waiting:
            raise CommandError("\n".join([*waiting, f"{len(waiting)} texts wait: make translate"]))
        for line in waiting:
            self.stdout.write(line)
        if not options["check"]:
            self.stdout.write(
                "Texts: " + ", ".join(str(catalog_path(name)) for name in languages())
            )
