"""Whatever breaks, every due follow-up is done exactly once (R-TRACK-1)."""

import os
import threading
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Outcome:
    """How many steps were marked, how many marks there are, by how many, and how many wait."""

    steps: int
    marks: int
    backends: int
    waiting: int

    @property
    def words(self) -> str:
        """As `make faults` prints it."""
        return (
            f"{self.steps} done, {self.marks - self.steps} of them twice, {self.waiting} left over"
        )


def outcome() -> Outcome:
    """What came of everything that was owed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT step), count(*), count(DISTINCT backend) FROM faults_mark"
        )
        steps, marks, backends = cursor.fetchone()
    return Outcome(
        steps, marks, backends, FollowUp.objects.filter(state=FollowUpState.WAITING).count()
    )


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
    came = outcome()

    assert (came.steps, came.marks, came.waiting) == (MANY, MANY, 0)
    figures.append(f"worker killed after {before} of {MANY}: {came.words}")


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
    came = outcome()

    assert (came.steps, came.marks, came.waiting) == (total, total, 0)
    figures.append(
        f"Redis away for {AWAY_SECONDS:.0f} s under load: {waited} had to wait; {came.words}"
    )


@rule("R-TRACK-1")
def test_two_beats_and_ten_workers_on_one_queue(
    cast: Cast, broker: Broker, tmp_path: Path, figures: list[str]
) -> None:
    owe(cast, 0, 2 * MANY)
    with celery(broker, tmp_path, workers=10, beats=2):
        wait_until(lambda: done() >= 2 * MANY, "they have not finished")
    came = outcome()

    assert (came.steps, came.marks, came.waiting) == (2 * MANY, 2 * MANY, 0)
    assert came.backends > 1, "only one of them worked"
    figures.append(f"two beats, ten workers, {came.backends} of them at it: {came.words}")
