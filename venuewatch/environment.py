"""What the environment says; what it cannot mean is told in one sentence, without secrets.

Nothing here imports Django's settings: they ask this module while they are made.
"""

import os
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

import environ

from venuewatch.embedded import UnavailableError

POSTGRESQL = ("postgres", "postgresql", "pgsql", "psql")
REDIS = ("redis", "rediss", "unix", "redis+socket")
_DATABASE_SHAPE = "postgres://user:password@host:port/name"
WEB = ("http", "https")
_WEB_SHAPE = "https://portal.example.cn"
_REDIS_SHAPE = "redis://:password@host:port/0"
_TILES_SHAPE = "https://host/{z}/{x}/{y}.png"


@dataclass(frozen=True)
class Tiles:
    """Pictures of the ground below the map: their address, its origin, and whose they are."""

    template: str
    origin: str
    attribution: str


def required(name: str) -> str:
    """The value of a variable that must be set; raises UnavailableError."""
    value = os.environ.get(name, "")
    if not value:
        raise UnavailableError(
            f"PRODUCTION=1 needs {name}; docs/operations.md lists what it needs."
        )
    return value


def whole_number(name: str, default: int) -> int:
    """A variable that is a whole number, 0 or more; raises UnavailableError."""
    value = os.environ.get(name, "") or str(default)
    if not value.isascii() or not value.isdigit():
        raise UnavailableError(f"{name} is a whole number, not {value!r}.")
    return int(value)


def database(name: str = "DATABASE_URL") -> dict[str, Any] | None:
    """Django's description of the database that is named; None where none is.

    Raises UnavailableError where the address is not one of PostgreSQL.
    """
    address = os.environ.get(name, "").strip()
    if not address:
        return None
    parts = _parts(name, address, POSTGRESQL, _DATABASE_SHAPE)
    if not parts.path.strip("/"):
        raise UnavailableError(f"{name} names no database; it is written {_DATABASE_SHAPE}.")
    return dict(environ.Env.db_url_config(address))


def redis(name: str = "REDIS_URL") -> str:
    """The address of Redis that is named, "" where none is; raises UnavailableError."""
    address = os.environ.get(name, "").strip()
    if address:
        _parts(name, address, REDIS, _REDIS_SHAPE)
    return address


def tiles(name: str = "MAP_TILES") -> Tiles | None:
    """Where the map's pictures of the ground come from; None where none are named.

    Raises UnavailableError where the address is no template of one host.
    """
    template = os.environ.get(name, "").strip()
    if not template:
        return None
    parts = _parts(name, template, WEB, _TILES_SHAPE)
    names = sorted(re.findall(r"{(.*?)}", parts.path + parts.query))
    host_is_plain = re.fullmatch(r"[A-Za-z0-9.-]+(:\d+)?", parts.netloc)
    if names != ["x", "y", "z"] or not host_is_plain:
        raise UnavailableError(f"{name} is no address of tiles; it is written {_TILES_SHAPE}.")
    origin = f"{parts.scheme}://{parts.netloc}"
    return Tiles(template, origin, os.environ.get(f"{name}_ATTRIBUTION", "") or parts.netloc)


def origin(name: str, default: str) -> str:
    """Scheme and host of an address of the web, nothing behind them; raises UnavailableError."""
    address = os.environ.get(name, "").strip().rstrip("/")
    if not address:
        return default
    parts = _parts(name, address, WEB, _WEB_SHAPE)
    if not parts.hostname or parts.path or parts.query or parts.fragment:
        raise UnavailableError(f"{name} is more or less than a host; it is written {_WEB_SHAPE}.")
    return address


def _parts(name: str, address: str, schemes: tuple[str, ...], shape: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        # Several hosts with commas between them have their ports judged by the driver.
        _port = None if "," in parts.netloc else parts.port
    except ValueError:
        raise UnavailableError(
            f"{name} is broken at host or port; it is written {shape}."
        ) from None
    if parts.scheme not in schemes:
        raise UnavailableError(f"{name} is no address of that server; it is written {shape}.")
    return parts
