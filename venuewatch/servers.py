"""Whether the servers that the portal needs answer, said in one sentence when they do not."""

import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from redis.exceptions import RedisError

from venuewatch.embedded import UnavailableError, unwritable

_MISSING = ("42P01", "42703")  # SQLSTATE: no such table, no such column


def reach() -> None:
    """Open a connection to PostgreSQL and to Redis.

    Raises `UnavailableError` with one sentence that names the server, where, and its own reason.
    """
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise UnavailableError(_no_answer(error)) from error
    try:
        cache.get("reach")
    except (RedisError, OSError) as error:
        address = urlsplit(settings.REDIS_URL)
        where = _place(address.hostname or "", address.port or "")
        raise UnavailableError(
            f"Redis at {where} does not answer (REDIS_URL): {_reason(error)}"
        ) from error


def unreachable(error: DatabaseError) -> str | None:
    """The sentence for an error of the connection itself; None for one that the server sent."""
    from_server = getattr(error.__cause__, "sqlstate", None)
    return _no_answer(error) if isinstance(error, OperationalError) and not from_server else None


def unprepared(error: DatabaseError) -> str | None:
    """The sentence for a table or column that is missing since migrations wait; else None."""
    if getattr(error.__cause__, "sqlstate", None) not in _MISSING:
        return None
    connection.close()
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return None
    return "The database lacks tables of this version; run manage.py migrate first."


def data_folder() -> None:
    """See that the data folder can be written; raises `UnavailableError` with one sentence."""
    try:
        (settings.DATA_DIR / "logs").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(settings.DATA_DIR, error) from error


def free_port(asked: str, host: str) -> int:
    """The port in `asked` when it is one and nobody listens on it; else `UnavailableError`."""
    if not asked.isascii() or not asked.isdigit() or not 0 < int(asked) < 1 << 16:
        raise UnavailableError(f"PORT is a number from 1 to 65535, not {asked!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(asked)))
        except OSError as error:
            raise UnavailableError(
                f"Port {asked} on {host} cannot be used ({error.strerror}); "
                "choose another with PORT=, for example make demo PORT=8001."
            ) from error
    return int(asked)


def _no_answer(error: OperationalError) -> str:
    where = _place(connection.settings_dict["HOST"], connection.settings_dict["PORT"])
    return f"PostgreSQL at {where} does not answer (DATABASE_URL): {_reason(error)}"


def _place(host: object, port: object) -> str:
    return f"{host or 'this machine'}:{port}" if port else f"{host or 'this machine'}"


def _reason(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
