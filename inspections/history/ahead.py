"""Work done in a process of its own, a piece ahead of where the pieces are used.

Half of an import is Python and half the database; two threads would share one interpreter. The
other process is forked, so that it starts with everything that was read. It has no connection:
what it needs of the database it asks its parent for, whose thread answers with a connection of its
own. The parent's, which it inherits, it leaves alone (psycopg closes none of another process).
"""

import gc
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from contextvars import copy_context
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from django.db import connection

Piece = TypeVar("Piece")
Ask = Callable[[str], list[int]]
_FORK = get_context("fork")


@contextmanager
def worked_ahead(work: Callable[[Ask], Iterator[Piece]], answer: Ask) -> Iterator[Iterator[Piece]]:
    """The pieces that `work` yields in another process; it asks, and `answer` tells it numbers.

    Raises RuntimeError where that process ends before its work does, or why it got no answer.
    However the block is left, the process and the answering thread have ended after it.
    """
    pieces, sending = _FORK.Pipe(duplex=False)
    asked, asking = _FORK.Pipe()
    others = [pieces, asked]
    child = _FORK.Process(target=_work, args=(work, sending, asking, others), daemon=True)
    child.start()
    sending.close()
    asking.close()
    with ThreadPoolExecutor(1) as thread:
        answering = thread.submit(copy_context().run, _answer, asked, answer)
        try:
            yield _received(pieces, answering)
        finally:
            pieces.close()
            child.terminate()  # it has nothing to say any more
            child.join()


def _work(
    work: Callable[[Ask], Iterator[Piece]],
    sending: Connection,
    asking: Connection,
    others: list[Connection],
) -> None:
    """In the child. The parent's ends are closed, or it would never learn that the parent died."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:
        other.close()
    gc.freeze()  # a collection would touch, and so copy, every page that both processes share

    def ask(name: str) -> list[int]:
        asking.send(name)
        numbers: list[int] = asking.recv()
        return numbers

    try:
        for piece in work(ask):
            sending.send(piece)
            del piece
        sending.send(None)
    except (BrokenPipeError, EOFError):
        return


def _answer(asked: Connection, answer: Ask) -> None:
    """In a thread of the parent, as long as the child may ask."""
    with asked, closing(connection), suppress(EOFError, ConnectionError):
        while True:
            name = asked.recv()
            asked.send(answer(name))


def _received(pieces: Connection, answering: "Future[None]") -> Iterator[Any]:
    while True:
        try:
            piece = pieces.recv()
        except EOFError as error:
            answering.result()
            raise RuntimeError("The process that works ahead has ended.") from error
        if piece is None:
            return
        yield piece
