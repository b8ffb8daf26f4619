"""Print the demo's accounts, one per role."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override
from rich.console import Console
from rich.table import Table

from inspections.demo.territory import SHOWN, password_file
from venues.models import Officer


class Command(BaseCommand):
    help = "The demo's accounts, one per role, and their password."

    def handle(self, *args: Any, **options: Any) -> None:
        officers = Officer.objects.filter(username__in=SHOWN).select_related(
            "person", "organisation"
        )
        by_name = {officer.username: officer for officer in officers}
        if not by_name or not password_file().exists():
            return
        table = Table(title=f"Demo accounts, password: {password_file().read_text().strip()}")
        for heading in ("account", "post", "organisation", "name"):
            table.add_column(heading)
        with override("en"):
            for username in SHOWN:
                if officer := by_name.get(username):
                    organisation = officer.organisation.name if officer.organisation else "–"
                    post = str(officer.get_post_display())
                    table.add_row(username, post, organisation, officer.person.name)
        Console().print(table)
