"""100,000 due follow-ups handled by one worker process, beside the same number by bare SQL.

Each asks whether a measure is still owed on an issue that has ended meanwhile: its handler locks
the venue and the issue, judges, and ends the follow-up as moot. The floor claims and updates as
many rows, in a transaction each, as the worker does.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO

import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from inspections.ledger.actions import MEASURE
from tests.bench.measure import Row
from venuewatch.workflow import clock
from venuewatch.workflow.models import FollowUp, FollowUpState
from venuewatch.workflow.tasks import run_due

COUNT = 100_000
AT_ONCE = 1000  # as many as one task handles
RATIO = 7.0
PATIENCE = 1800
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # before whatever else may be due

_LAY = """
INSERT INTO workflow_followup
(kind, subject_type, subject_id, step, due, state, tries, why, created)
SELECT %s, 'issue', id, 0, %s, 'waiting', 0, '', %s FROM inspections_issue
WHERE state = 'closed' ORDER BY id LIMIT %s"""
_CLAIM = """
SELECT id, kind, subject_id FROM workflow_followup WHERE state = 'waiting' AND due <= %s
ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED"""
_END = "UPDATE workflow_followup SET state = 'done', ended = %s WHERE id = %s"


def rows() -> list[Row]:
    """How many a second, by the worker and by bare SQL."""
    floor = COUNT / _seconds(_by_sql)
    with _worker():
        figure = COUNT / _seconds(_by_worker)
    return [
        Row(f"{COUNT:,} follow-ups handled by one worker", "a second", figure, floor, RATIO,
            more_is_better=True)
    ]  # fmt: skip


def _seconds(act: Callable[[], None]) -> float:
    """How long it takes until what was laid is ended."""
    with connection.cursor() as cursor:
        cursor.execute(_LAY, [MEASURE, LONG_AGO, clock.now(), COUNT])
        assert cursor.rowcount == COUNT
        cursor.execute("VACUUM ANALYZE workflow_followup")
    started = time.perf_counter()
    act()
    taken = time.perf_counter() - started
    assert not _left().exists()
    return taken


def _left() -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(state=FollowUpState.WAITING, due=LONG_AGO)


def _by_sql() -> None:
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as bare:
        for _ in range(COUNT):
            with bare.transaction():
                claimed = bare.execute(_CLAIM, [LONG_AGO]).fetchone()
                assert claimed is not None
                bare.execute(_END, [clock.now(), claimed[0]])


def _by_worker() -> None:
    for _ in range(COUNT // AT_ONCE):
        run_due.delay()
    deadline = time.monotonic() + PATIENCE
    while _left().exists() and time.monotonic() < deadline:
        time.sleep(0.2)


@contextmanager
def _worker() -> Iterator[None]:
    """A worker process of the bench's own servers, ready to take tasks."""
    command = [sys.executable, "-m", "celery", "-A", "venuewatch", "worker"]
    options = ["--concurrency=1", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
    with subprocess.Popen(
        [*command, *options], cwd=settings.BASE_DIR, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as worker:  # fmt: skip
        assert worker.stdout is not None
        try:
            assert any(" ready." in line for line in worker.stdout), "the worker did not start"
            threading.Thread(target=_drain, args=(worker.stdout,), daemon=True).start()
            yield
        finally:
            worker.terminate()


def _drain(pipe: IO[str]) -> None:
    """Keep the worker from waiting for a reader of its log."""
    for _line in pipe:
        pass
