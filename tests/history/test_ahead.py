"""Work in another process: it may ask, it may end early, and nothing of it is left behind."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing import active_children

import pytest

from inspections.history.ahead import Ask, worked_ahead


def numbers(name: str) -> list[int]:
    return {"few": [1, 2, 3], "many": list(range(5000))}[name]


def nothing_is_left() -> bool:
    return not active_children() and threading.active_count() == BEFORE[0]


BEFORE = [0]


@pytest.fixture(autouse=True)
def _counted() -> None:
    BEFORE[0] = threading.active_count()


def test_pieces_come_in_their_order_from_another_process() -> None:
    def work(ask: Ask) -> Iterator[tuple[int, int]]:
        yield os.getpid(), sum(ask("few"))
        yield os.getpid(), len(ask("many"))

    with worked_ahead(work, numbers) as pieces:
        (first, few), (second, many) = list(pieces)

    assert (few, many) == (6, 5000)
    assert first == second != os.getpid()
    assert nothing_is_left()


def test_a_process_that_dies_is_told_of() -> None:
    def work(ask: Ask) -> Iterator[int]:
        yield 1
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(RuntimeError, match="has ended"):
        all_of(work)

    assert nothing_is_left()


def test_who_stops_early_stops_the_other_process_too() -> None:
    def work(ask: Ask) -> Iterator[bytes]:
        while True:
            yield bytes(1_000_000)

    with worked_ahead(work, numbers) as pieces:
        assert len(next(pieces)) == 1_000_000

    assert nothing_is_left()


def test_a_question_that_cannot_be_answered_ends_the_work() -> None:
    def work(ask: Ask) -> Iterator[list[int]]:
        yield ask("few")
        yield ask("unheard of")

    with pytest.raises(KeyError, match="unheard of"):
        all_of(work)

    assert nothing_is_left()


def all_of(work: Callable[[Ask], Iterator[object]]) -> list[object]:
    with worked_ahead(work, numbers) as pieces:
        return list(pieces)
