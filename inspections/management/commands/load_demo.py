"""Load the demo district into an empty portal."""

import random
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from inspections.demo import desk, look_backs, orders, register, reporting, seldom, territory
from inspections.demo.days import DAYS, District
from inspections.demo.names import Maker
from venues.models import Venue
from venuewatch.workflow import clock

SEED = 20220414
EVENING_ACTS = (
    orders.issue_orders, look_backs.go_back, reporting.correct_yesterdays, orders.find_trading,
    seldom.before_the_reports, reporting.file_reports, seldom.after_the_reports, desk.live,
)  # fmt: skip


class Command(BaseCommand):
    help = "Huiji District with about 600 made-up venues and the thirty days up to yesterday."

    def handle(self, *args: Any, **options: Any) -> None:
        if Venue.objects.exists():
            raise CommandError("There are venues already; the demo loads into an empty portal.")
        yesterday = timezone.localdate() - timedelta(days=1)
        chance = random.Random(SEED)  # noqa: S311 — names, not secrets
        maker = Maker(chance)
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Loading the demo district", total=DAYS)
            with transaction.atomic():
                with clock.at(timezone.now() - timedelta(days=DAYS + 1)):
                    self._ground(chance, maker)
                district = District(chance, maker)
                district.live(
                    yesterday, lambda count: progress.update(task, completed=count), EVENING_ACTS
                )

    def _ground(self, chance: random.Random, maker: Maker) -> None:
        data = territory.district_data()
        password = secrets.token_urlsafe(8)
        organisations = territory.lay_district()
        territory.make_officers(organisations, maker, make_password(password))
        register.make_venues(data, organisations["command"].area, chance, maker)
        file = territory.password_file()
        file.touch(mode=0o600)
        file.write_text(password + "\n")
