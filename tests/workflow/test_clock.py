"""The clock: real time, or another while days are replayed, in one thread alone."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.utils import timezone

from venuewatch.workflow import clock

THEN = datetime(2022, 4, 4, 8, 30, tzinfo=UTC)


def test_it_is_now_unless_told_otherwise() -> None:
    before = timezone.now()

    assert before <= clock.now() <= timezone.now()


def test_inside_the_block_it_is_then_and_after_it_now_again() -> None:
    with clock.at(THEN):
        assert clock.now() == THEN
        with clock.at(THEN + timedelta(days=1)):
            assert clock.now() == THEN + timedelta(days=1)
        assert clock.now() == THEN

    assert clock.now() > THEN + timedelta(days=365)


def test_an_error_inside_the_block_sets_it_right_again() -> None:
    with pytest.raises(ZeroDivisionError), clock.at(THEN):
        _ = 1 / 0

    assert clock.now() != THEN


def test_another_thread_keeps_its_own_time() -> None:
    seen: list[datetime] = []
    with clock.at(THEN):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()

    assert seen[0] > THEN + timedelta(days=365)
