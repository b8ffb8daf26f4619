"""Two workers at the same time: nothing is done twice, nobody waits for the other."""

from collections.abc import Iterator
from threading import Event as Signal
from threading import Lock

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from tests.cast import Cast
from tests.racing import PATIENCE, all_at_once, side_by_side
from tests.rules import rule
from venuewatch.workflow import followups
from venuewatch.workflow.models import FollowUp

KIND = "test.at_once"
pytestmark = pytest.mark.django_db(transaction=True)


class Bell:
    """A handler that counts, and can be held in the middle of its work."""

    def __init__(self) -> None:
        self.rung: list[int] = []
        self.lock = Lock()
        self.held = {0: Signal()}
        self.begun = Signal()

    def __call__(self, followup: FollowUp) -> None:
        with self.lock:
            self.rung.append(followup.step)
        if followup.step == 0:
            self.begun.set()
            assert self.held[0].wait(PATIENCE)


@pytest.fixture
def bell() -> Iterator[Bell]:
    known = dict(followups._handlers)
    bell = Bell()
    followups.handler(KIND)(bell)
    yield bell
    followups._handlers.clear()
    followups._handlers.update(known)


@rule("R-TRACK-1")
def test_the_second_worker_takes_the_next_instead_of_waiting(cast: Cast, bell: Bell) -> None:
    for step in range(3):
        followups.schedule(KIND, cast.venue, due=timezone.now(), step=step)

    with side_by_side() as start:
        first = start(lambda: followups.run_due(timezone.now(), limit=1))
        assert bell.begun.wait(PATIENCE)
        second = start(lambda: followups.run_due(timezone.now()))
        assert second.result(PATIENCE) == 2
        bell.held[0].set()
        assert first.result(PATIENCE) == 1

    assert bell.rung == [0, 1, 2]
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"done"}


@rule("R-TRACK-1")
def test_many_rows_and_four_workers_ring_each_once(cast: Cast, bell: Bell) -> None:
    bell.held[0].set()
    for step in range(60):
        followups.schedule(KIND, cast.venue, due=timezone.now(), step=step)
    now = timezone.now()

    ended = all_at_once(*[lambda: followups.run_due(now)] * 4)

    assert sum(int(str(each)) for each in ended) == 60
    assert sorted(bell.rung) == list(range(60))


@rule("R-TRACK-1")
def test_a_worker_that_dies_leaves_its_row_to_the_next(cast: Cast, bell: Bell) -> None:
    """The connection is cut in the middle of the work: the row still waits."""
    followups.schedule(KIND, cast.venue, due=timezone.now())

    with side_by_side() as start:
        worker = start(lambda: followups.run_due(timezone.now()))
        assert bell.begun.wait(PATIENCE)
        _cut_the_others_off()
        bell.held[0].set()
        assert isinstance(worker.result(PATIENCE), DatabaseError)
    assert FollowUp.objects.get(kind=KIND).state == "waiting"

    assert followups.run_due() == 1
    assert bell.rung == [0, 0]
    assert FollowUp.objects.get(kind=KIND).state == "done"


def _cut_the_others_off() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
