"""The portal's clock: real time, or another while days are replayed through the real actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware."""
    return _moment.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be this aware moment inside the block, in this thread alone."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
