"""The whole portal on this machine, by one command."""

import os
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from inspections.duties.actions import plan_today_once
from venues.models import Venue
from venuewatch.embedded import UnavailableError
from venuewatch.servers import data_folder, free_port, reach
from venuewatch.supervisor import Supervisor
from venuewatch.translation import compile_catalogs

START_SECONDS = 60.0


class Command(BaseCommand):
    help = "Migrate, load the demo district if there is no venue, and run web, worker and beat."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true", help="load no demo district")

    def handle(self, *args: Any, **options: Any) -> None:
        host = os.environ.get("HOST") or "127.0.0.1"
        port = free_port(os.environ.get("PORT") or "8000", host)
        reach()
        data_folder()
        self.prepare(empty=options["empty"])
        supervisor = Supervisor(settings.DATA_DIR / "logs", dict(os.environ))
        try:
            start_all(supervisor, host, port)
            self.greet(f"http://{host}:{port}/")
            ended = supervisor.wait()
            raise UnavailableError(f"The {ended} ended by itself: {last_words(supervisor, ended)}")
        except KeyboardInterrupt:
            self.stdout.write("\nStopping …")
        finally:
            supervisor.stop()

    def prepare(self, *, empty: bool) -> None:
        """Bring tables, texts and, in an empty portal, the demo district up to date."""
        compile_catalogs()
        call_command("migrate", verbosity=0, interactive=False)
        if not empty and not Venue.objects.exists():
            call_command("load_demo")
        if not empty:
            plan_today_once()
        connections.close_all()

    def greet(self, address: str) -> None:
        """Say where the portal is and who may sign in."""
        self.stdout.write(f"\nVenueWatch is running at {self.style.SUCCESS(address)}\n")
        call_command("demo_accounts")
        self.stdout.write(f"Logs: {settings.DATA_DIR / 'logs'}. Ctrl-C stops everything.")
        self.stdout.flush()


def start_all(supervisor: Supervisor, host: str, port: int) -> None:
    """Start web, worker and beat; return when the web server answers."""
    celery = [sys.executable, "-m", "celery", "-A", "venuewatch", "--quiet"]
    alone = ["--without-mingle", "--without-gossip"]
    schedule = str(settings.DATA_DIR / "beat-schedule")
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    web += ["--workers-kill-timeout", "5"]
    where = ["--host", host, "--port", str(port), "--workers", "1", "--blocking-threads", "8"]
    supervisor.start("web", [*web, *where, "venuewatch.wsgi:application"])
    supervisor.start(
        "worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", *alone]
    )
    supervisor.start("beat", [*celery, "beat", "--schedule", schedule, "--pidfile", ""])
    deadline = time.monotonic() + START_SECONDS
    while not answers(f"http://{host}:{port}/"):
        ended = supervisor.wait(0.1)
        if ended or time.monotonic() > deadline:
            words = last_words(supervisor, ended or "web")
            raise UnavailableError(f"The {ended or 'web'} did not start: {words}")


def answers(address: str) -> bool:
    """Whether a web server answers at `address`, with whatever."""
    try:
        urllib.request.urlopen(address, timeout=10).close()  # noqa: S310  # our own address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def last_words(supervisor: Supervisor, name: str | None) -> str:
    """The last line that a program wrote, and where the rest is."""
    log = supervisor.log(name or "web")
    lines = log.read_text(errors="replace").strip().splitlines()
    return f"{lines[-1].strip() if lines else 'it said nothing'} (see {log})"
