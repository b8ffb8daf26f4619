"""Whatever breaks, every due follow-up is done exactly once (R-TRACK-1)."""

import os
import threading
from itertools import count
from pathlib import Path
from time import monotonic

import pytest
from django.db import connection

from tests.cast import Cast
from tests.faults.marking import MARK
from tests.faults.programs import Broker, celery, kill, wait_until
from tests.rules import rule
from venuewatch.workflow import clock
from venuewatch.workflow.models import FollowUp, FollowUpState

# How long the broker stays away; `make faults` keeps it away for a whole minute.
AWAY_SECONDS = float(os.environ.get("FAULTS_SECONDS", "3"))
MANY = 400

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("marks")]


def owe(cast: Cast, first: int, many: int) -> None:
    """So many follow-ups, due at once, without anybody being told of them."""
    now = clock.now()
    FollowUp.objects.bulk_create(
        FollowUp(kind=MARK, subject_type="officer", subject_id=cast["inspector"].pk, step=step,
                 due=now)
        for step in range(first, first + many)
    )  # fmt: skip


def done() -> int:
    """How many marks there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM faults_mark")
        return int(cursor.fetchone()[0])


def once() -> tuple[int, int, int, int]:
    """How many steps were marked, how many marks there are, by how many, and how many wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT step), count(*), count(DISTINCT backend) FROM faults_mark"
        )
        steps, marks, backends = cursor.fetchone()
    return steps, marks, backends, FollowUp.objects.filter(state=FollowUpState.WAITING).count()


@rule("R-TRACK-1")
def test_a_worker_killed_in_the_middle_of_a_batch(
    cast: Cast, broker: Broker, tmp_path: Path, figures: list[str]
) -> None:
    owe(cast, 0, MANY)
    with celery(broker, tmp_path / "beat", beats=1), celery(broker, tmp_path, workers=2) as worker:
        wait_until(lambda: done() > MANY // 10, "the worker has not begun")
        kill(worker)
    before = done()
    assert before < MANY, "it was not killed in the middle"
    # what it had marked and not committed is gone, what it had committed has ended
    assert before == FollowUp.objects.filter(state=FollowUpState.DONE).count()

    with celery(broker, tmp_path / "again", beats=1), celery(broker, tmp_path, workers=2):
        wait_until(lambda: done() >= MANY, "the next worker has not finished")
    steps, marks, _backends, waiting = once()

    assert (steps, marks, waiting) == (MANY, MANY, 0)
    figures.append(
        f"worker killed with {before} of {MANY} done: {steps} done once, 0 twice, 0 lost"
    )


@rule("R-TRACK-1")
def test_redis_away_under_load(
    cast: Cast, broker: Broker, tmp_path: Path, figures: list[str]
) -> None:
    owe(cast, 0, 50)
    numbers = count(50, 10)
    with celery(broker, tmp_path, workers=2, beats=1):
        wait_until(lambda: done() > 0, "the worker has not begun")
        broker.kill()
        until = monotonic() + AWAY_SECONDS
        while monotonic() < until:
            owe(cast, next(numbers), 10)
            threading.Event().wait(0.1)  # the pace of the load
        waited = FollowUp.objects.filter(state=FollowUpState.WAITING).count()
        broker.start()
        total = next(numbers)
        wait_until(lambda: done() >= total, "nobody has come back to work")
    steps, marks, _backends, waiting = once()

    assert (steps, marks, waiting) == (total, total, 0)
    figures.append(
        f"Redis away for {AWAY_SECONDS:.0f} s under load: {waited} had to wait, {steps} done once,"
        " 0 twice, 0 lost"
    )


@rule("R-TRACK-1")
def test_two_beats_and_ten_workers_on_one_queue(
    cast: Cast, broker: Broker, tmp_path: Path, figures: list[str]
) -> None:
    owe(cast, 0, 2 * MANY)
    with celery(broker, tmp_path, workers=10, beats=2):
        wait_until(lambda: done() >= 2 * MANY, "they have not finished")
    steps, marks, backends, waiting = once()

    assert (steps, marks, waiting) == (2 * MANY, 2 * MANY, 0)
    assert backends > 1, "only one of them worked"
    figures.append(
        f"two beats, ten workers: {steps} done once by {backends} connections, 0 twice, 0 lost"
    )
