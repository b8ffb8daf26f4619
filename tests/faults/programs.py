"""Programs that are really started and really killed: Redis, workers, beats."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import connection

from venuewatch.embedded import REDIS_SERVER, servers

PATIENCE = 90.0
Program = subprocess.Popen[bytes]


class Broker:
    """A Redis of one test, on a socket of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = servers.sockets / f"faults-{os.getpid()}.sock"
        self.program: Program | None = None

    @property
    def address(self) -> str:
        """Where Celery finds it."""
        return f"redis+socket://{self.socket}?virtual_host=0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        options = ["--port", "0", "--unixsocket", str(self.socket), "--save", "",
                   "--dir", str(self.folder)]  # fmt: skip
        self.program = _start([str(REDIS_SERVER), *options], self.folder / "redis.log")
        wait_until(self.socket.exists, "Redis has not started")

    def kill(self) -> None:
        """End it at once; what it held is gone."""
        if self.program is not None:
            kill(self.program)
        self.socket.unlink(missing_ok=True)


@contextmanager
def celery(broker: Broker, folder: Path, *, workers: int = 0, beats: int = 0) -> Iterator[Program]:
    """A worker with so many processes, and so many beats; gives the first one, ends them all."""
    folder.mkdir(exist_ok=True)
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]), "FAULTS_BROKER": broker.address,
        "TEST_REDIS_DATABASE": str(settings.REDIS_DATABASE),
    }  # fmt: skip
    start = [sys.executable, "-m", "celery", "-A", "tests.faults.app"]
    commands = []
    if workers:
        options = [f"--concurrency={workers}", "--without-gossip", "--without-mingle"]
        commands.append([*start, "worker", *options])
    commands += [
        [*start, "beat", "--schedule", str(folder / f"beat-{number}")] for number in range(beats)
    ]
    programs = [_start(command, folder / "celery.log", environment) for command in commands]
    try:
        yield programs[0]
    finally:
        for program in programs:
            kill(program)


def kill(program: Program) -> None:
    """Kill -9 the program with everything that it started."""
    if program.poll() is None:
        os.killpg(program.pid, signal.SIGKILL)
    program.wait(PATIENCE)


def wait_until(is_so: Callable[[], bool], complaint: str) -> None:
    """Ask again and again until it is so; no longer than PATIENCE."""
    deadline = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < deadline, complaint
        threading.Event().wait(0.05)


def _start(command: list[str], log: Path, environment: dict[str, str] | None = None) -> Program:
    with log.open("ab") as out:
        return subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
