"""The portal's web server for a benchmark, and clients that stay connected to it."""

import http.client
import os
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlencode

import psutil
from django.conf import settings
from django.test import Client

from venues.models import Officer
from venuewatch.supervisor import Supervisor

HOST = "127.0.0.1"
START_SECONDS = 60


class Caller:
    """One client: a connection that stays open, and an officer's session."""

    def __init__(self, port: int, officer: Officer) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        inside = Client()
        inside.force_login(officer)
        self.cookies = {name: each.value for name, each in inside.cookies.items()}

    def get(self, address: str) -> int:
        return self._ask("GET", address)

    def post(self, address: str, form: dict[str, str]) -> int:
        token = self.cookies.get(settings.CSRF_COOKIE_NAME, "")
        return self._ask("POST", address, urlencode({**form, "csrfmiddlewaretoken": token}))

    def send(self, address: str, body: BinaryIO, boundary: str) -> int:
        """Post a multipart form that lies in a file."""
        size = str(body.seek(0, os.SEEK_END))
        body.seek(0)
        kind = f"multipart/form-data; boundary={boundary}"
        return self._ask("POST", address, body, {"Content-Type": kind, "Content-Length": size})

    def _ask(
        self,
        method: str,
        address: str,
        body: str | BinaryIO = "",
        more: Mapping[str, str] | None = None,
    ) -> int:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, address, body or None, headers | dict(more or {}))
        response = self.connection.getresponse()
        response.read()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        return response.status


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def web() -> Iterator[tuple[int, psutil.Process]]:
    """The web server as `make demo` runs it, with the bare view: its port and its process."""
    port = _free_port()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    supervisor = Supervisor(Path(settings.DATA_DIR) / "logs", environment)
    program = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", HOST]
    sizes = ["--port", str(port), "--workers", "1", "--blocking-threads", "8"]
    try:
        supervisor.start("web", [*program, *sizes, "venuewatch.wsgi:application"])
        _wait(supervisor, port)
        yield port, psutil.Process(supervisor.children["web"].pid)
    finally:
        supervisor.stop()


def _wait(supervisor: Supervisor, port: int) -> None:
    """Until the web server answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        asked = http.client.HTTPConnection(HOST, port, timeout=10)
        try:
            asked.request("GET", "/sign-in/")
            asked.getresponse().read()
        except OSError:
            assert supervisor.wait(0.1) is None, supervisor.log("web").read_text()
        else:
            return
        finally:
            asked.close()
    raise AssertionError("the web server did not start")
