"""Run several programs as one: they start together, and when one ends all do."""

import contextlib
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

STOP_SECONDS = 10


class Supervisor:
    """Child processes, each with a log file of its name in `logs`."""

    def __init__(self, logs: Path, environment: Mapping[str, str]) -> None:
        self.logs = logs
        self.environment = environment
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self._ended: queue.SimpleQueue[str] = queue.SimpleQueue()
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start `command`, out of reach of the terminal's Ctrl-C: `stop` tells it."""
        with self.log(name).open("wb") as log:
            child = subprocess.Popen(
                command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.children[name] = child
        threading.Thread(target=self._watch, args=(name, child), daemon=True).start()

    def log(self, name: str) -> Path:
        """Where the program called `name` writes."""
        return self.logs / f"{name}.log"

    def wait(self, seconds: float | None = None) -> str | None:
        """The name of the first program that ends; None when none did within `seconds`."""
        with contextlib.suppress(queue.Empty):
            return self._ended.get(timeout=seconds)
        return None

    def stop(self) -> None:
        """Ask all to end, wait, and end those that do not."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)

    def _watch(self, name: str, child: "subprocess.Popen[bytes]") -> None:
        child.wait()
        self._ended.put(name)
