"""Real transactions at the same time: acts in threads, held at a gate by a lock of the database."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from time import monotonic

from django.db import connection, transaction

from venues.models import Standing, Venue

PATIENCE = 20.0
Act = Callable[[], object]
Start = Callable[[Act], "Future[object]"]

_BLOCKED = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0"""


@contextmanager
def side_by_side() -> Iterator[Start]:
    """Gives a function that starts an act in a thread and connection of its own.

    The future holds what the act returned, or the exception it raised.
    """
    with ThreadPoolExecutor(8) as pool:
        yield lambda act: pool.submit(_alone, act)


def wait_for_blocked(count: int) -> None:
    """Return once so many connections of this database wait for a lock."""
    deadline = monotonic() + PATIENCE
    while (blocked := _blocked()) != count:
        assert monotonic() < deadline, f"{blocked} wait for a lock, expected {count}"


def one_after_another(venue: Venue, *acts: Act) -> list[object]:
    """Start all acts while the venue is locked, then let them go in this order.

    Every act must ask for the venue's standing. Returns what each returned or raised.
    """
    with side_by_side() as start:
        with transaction.atomic():
            Standing.objects.select_for_update().get(pk=venue.pk)
            futures = []
            for place, act in enumerate(acts, 1):
                futures.append(start(act))
                wait_for_blocked(place)
        return [future.result(PATIENCE) for future in futures]


def all_at_once(*acts: Act) -> list[object]:
    """Let all acts go at the same moment; returns what each returned or raised."""
    barrier = Barrier(len(acts), timeout=PATIENCE)

    def ready(act: Act) -> Act:
        def go() -> object:
            connection.ensure_connection()
            barrier.wait()
            return act()

        return go

    with side_by_side() as start:
        futures = [start(ready(act)) for act in acts]
        return [future.result(PATIENCE) for future in futures]


def _alone(act: Act) -> object:
    try:
        return act()
    except Exception as error:  # noqa: BLE001 — the test looks at it
        return error
    finally:
        connection.close()


def _blocked() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(_BLOCKED)
        return int(cursor.fetchone()[0])
