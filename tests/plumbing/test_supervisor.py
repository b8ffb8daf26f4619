"""Several programs as one."""

import os
import sys
from pathlib import Path

import pytest

from venuewatch.supervisor import Supervisor

FOREVER = [sys.executable, "-c", "import signal; print('up', flush=True); signal.pause()"]
DEAF_CODE = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
while True:
    signal.pause()
"""
DEAF = [sys.executable, "-c", DEAF_CODE]
SHORT = [sys.executable, "-c", "print('done')"]


def test_the_first_to_end_is_named_and_the_rest_are_stopped(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path / "logs", os.environ)
    supervisor.start("web", FOREVER)
    supervisor.start("short", SHORT)
    assert supervisor.wait(30) == "short"
    supervisor.stop()
    assert supervisor.children["web"].poll() is not None
    assert supervisor.log("short").read_text() == "done\n"


def test_a_program_that_does_not_listen_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("venuewatch.supervisor.STOP_SECONDS", 0.2)
    supervisor = Supervisor(tmp_path, os.environ)
    supervisor.start("deaf", DEAF)
    while supervisor.log("deaf").read_text() != "up\n":
        assert supervisor.wait(0.05) is None
    supervisor.stop()
    assert supervisor.wait(30) == "deaf"


def test_waiting_ends_when_nothing_does(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path, os.environ)
    supervisor.start("web", FOREVER)
    assert supervisor.wait(0.01) is None
    supervisor.stop()
