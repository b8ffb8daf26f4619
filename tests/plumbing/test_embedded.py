"""The embedded servers: shared, recovered, and gone with their last user."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
import pytest

from venuewatch.embedded import DATABASE, SOCKET_PATH_LIMIT, SUPERUSER, socket_folder

USER = """
import sys
from pathlib import Path
from typing import LiteralString
from venuewatch.embedded import Servers
servers = Servers(Path(sys.argv[1]))
servers.ensure()
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def user_of(data: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that uses the servers of `data` until its standard input is closed."""
    other = {"DATABASE_URL", "REDIS_URL", "VENUEWATCH_THROWAWAY"}
    environment = {name: value for name, value in os.environ.items() if name not in other}
    with subprocess.Popen(
        [sys.executable, "-c", USER, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder of the test's own, whose servers are ended with it."""
    folder = tmp_path / "data"
    yield folder
    for pid in server_pids(folder):
        with suppress(psutil.Error):
            server = psutil.Process(pid)
            server.kill()
            server.wait(10)


def server_pids(data: Path) -> list[int]:
    files = [data / "postgres" / "postmaster.pid", data / "redis" / "server.pid"]
    return [int(file.read_text().split()[0]) for file in files if file.exists()]


def is_running(pid: int) -> bool:
    with suppress(psutil.Error):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def connect(data: Path) -> psycopg.Connection:
    host = str(socket_folder(data))
    return psycopg.connect(host=host, user=SUPERUSER, dbname=DATABASE, autocommit=True)


def ask(data: Path, statement: LiteralString) -> object:
    with connect(data) as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


def test_the_last_user_stops_the_servers(data: Path) -> None:
    with user_of(data) as first:
        with user_of(data):
            pids = server_pids(data)
        assert ask(data, "SELECT 1") == 1
        assert server_pids(data) == pids
        assert first.poll() is None
    assert [pid for pid in pids if is_running(pid)] == []
    assert not socket_folder(data).exists()


def test_a_polite_signal_counts_as_leaving(data: Path) -> None:
    with user_of(data) as process:
        pids = server_pids(data)
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert [pid for pid in pids if is_running(pid)] == []


def test_a_killed_user_leaves_servers_that_the_next_one_stops(data: Path) -> None:
    with user_of(data) as process:
        process.kill()
        process.wait(30)
    pids = server_pids(data)
    assert all(map(is_running, pids))
    with user_of(data):
        assert server_pids(data) == pids
    assert [pid for pid in pids if is_running(pid)] == []


def test_killed_servers_recover_with_their_data(data: Path) -> None:
    with user_of(data) as process:
        with connect(data) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        for pid in server_pids(data):
            os.kill(pid, signal.SIGKILL)
        process.kill()
    assert (data / "postgres" / "postmaster.pid").exists()
    with user_of(data):
        assert ask(data, "SELECT answer FROM kept") == 42


def test_a_pid_file_that_names_a_stranger_is_stale(data: Path) -> None:
    with user_of(data):
        pass
    stale = data / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{data / 'postgres'}\n1\n5432\n/tmp\n\n")
    with user_of(data):
        assert ask(data, "SELECT 1") == 1


@pytest.mark.parametrize("depth", [1, 40])
def test_sockets_lie_under_a_short_path(tmp_path: Path, depth: int) -> None:
    folder = tmp_path.joinpath(*["a-long-name"] * depth)
    assert len(bytes(socket_folder(folder) / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT


def test_two_folders_have_two_servers(tmp_path: Path) -> None:
    assert socket_folder(tmp_path / "one") != socket_folder(tmp_path / "two")
