"""Say whether PostgreSQL and Redis answer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from venuewatch.servers import reach


class Command(BaseCommand):
    help = "Start the embedded servers if none is configured, and say whether both answer."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="say nothing when both answer")

    def handle(self, *args: Any, **options: Any) -> None:
        reach()
        if not options["check"]:
            version = ".".join(map(str, connection.get_database_version()))
            self.stdout.write(f"PostgreSQL {version} and Redis answer.")
