"""Canonical event bodies and their hash chain, the same for one event and for a million.

Pure functions: `move()` uses them one at a time, an import over whole files.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = ""


@dataclass(frozen=True)
class Happening:
    """What an event says, before it has its place in the chain.

    `key` is the subject's number or code in words, `by` the actor in words, `happened` when it
    happened in the world, `details` the words needed to read it later (R-TRACK-4).
    """

    key: str
    name: str
    source: str
    target: str
    by: str
    happened: datetime
    why: str = ""
    details: Mapping[str, Any] | None = None


def body_of(happening: Happening, seq: int, recorded: datetime) -> str:
    """The canonical text of an event: JSON with sorted keys and no spaces."""
    content = {
        "by": happening.by,
        "details": dict(happening.details or {}),
        "from": happening.source,
        "happened": instant(happening.happened),
        "key": happening.key,
        "name": happening.name,
        "recorded": instant(recorded),
        "seq": seq,
        "to": happening.target,
        "why": happening.why,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(prev: str, body: str) -> str:
    """The hex SHA-256 of the previous hash followed by this body."""
    return hashlib.sha256((prev + body).encode()).hexdigest()


def instant(moment: datetime) -> str:
    """An aware moment in UTC, ISO 8601 with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
