"""One command starts everything, and Ctrl-C leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.conf import settings

from tests.plumbing.test_one_sentence import unused_port

PATIENCE = 120.0


@contextmanager
def demo(data: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """The command on a data folder of its own, ended by force when a test forgets to."""
    other = {"DATABASE_URL", "REDIS_URL", "REDIS_DATABASE", "TEST_DATABASE"}
    environment = {name: value for name, value in os.environ.items() if name not in other} | {
        "DJANGO_SETTINGS_MODULE": "venuewatch.settings",
        "VENUEWATCH_DATA": str(data),
        "PORT": str(port),
    }
    # A suite that runs in the background ignores Ctrl-C, and would hand that down.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--empty"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        watchdog = threading.Timer(PATIENCE, process.terminate)
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()
            signal.signal(signal.SIGINT, before)
            if process.poll() is None:
                process.terminate()


def said_until(process: "subprocess.Popen[str]", word: str) -> str:
    """What the command said up to the line with `word`."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if word in line:
            return said
    raise AssertionError(said)


def processes_of(data: Path) -> list[str]:
    """The command lines of what still runs on `data`."""
    return [
        " ".join(process.info["cmdline"] or ())
        for process in psutil.process_iter(["cmdline", "environ"])
        if str(data) in (process.info["environ"] or {}).get("VENUEWATCH_DATA", "")
        or str(data) in " ".join(process.info["cmdline"] or ())
    ]


def test_one_command_starts_and_ctrl_c_stops_everything(tmp_path: Path) -> None:
    port = unused_port()
    with demo(tmp_path / "data", port) as process:
        said = said_until(process, "Ctrl-C")
        assert f"http://127.0.0.1:{port}/" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
            assert page.status == 200
            assert 'name="username"' in page.read().decode()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert processes_of(tmp_path) == []


def test_when_one_program_ends_all_do(tmp_path: Path) -> None:
    with demo(tmp_path / "data", unused_port()) as process:
        said_until(process, "Ctrl-C")
        for child in psutil.Process(process.pid).children():
            if "beat" in child.cmdline():
                child.kill()
        said = said_until(process, "beat")
        assert said.startswith("The beat ended by itself")
        assert process.wait(60) == 1
    assert processes_of(tmp_path) == []
