"""The cast of a file, stored once: every test finds it as it was made.

What a test does is rolled back to a savepoint, and the cast itself after the last test of its file.
A file in which some test really commits has a new cast in each test instead.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from django.db import connection, transaction
from django.db.models import Model

from tests.cast import Cast, new_cast, start_venues_anew

T = TypeVar("T")
_open_stages: list[Any] = []
COMMITTING = {"transactional_db", "live_server", "celery_worker_process"}


def commits(item: pytest.Item) -> bool:
    """Whether a test stores more than a transaction that is rolled back."""
    mark = item.get_closest_marker("django_db")
    return bool(
        (mark and mark.kwargs.get("transaction"))
        or COMMITTING & set(getattr(item, "fixturenames", ()))
    )  # fmt: skip


@contextmanager
def staged(blocker: Any, make: Callable[[], T]) -> Iterator[T]:
    """What `make` stores, for several tests: each in a savepoint of its own, all rolled back."""
    with blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
    try:
        with blocker.unblock():
            made = make()
            connection.check_constraints()
        yield made
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            block.__exit__(None, None, None)


@pytest.fixture(scope="module")
def kept_cast(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[bytes | None]:
    """The pickled cast of this file; None where each test makes its own."""
    if any(commits(item) for item in request.session.items if item.path == request.path):
        yield None
        return
    with staged(django_db_blocker, new_cast) as made:
        yield pickle.dumps(made)


def is_staged(item: pytest.Item) -> bool:
    """Whether a test begins with what was prepared; such tests come last in their file."""
    return "prepared" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="module")
def prepared(
    request: pytest.FixtureRequest, kept_cast: bytes | None, django_db_blocker: Any
) -> Iterator[Any]:
    """What `request.param(cast)` made, for all tests of a file with that parameter: of a row its
    key, else what was returned.
    """
    assert kept_cast is not None, "some test of this file commits"
    with staged(django_db_blocker, lambda: request.param(pickle.loads(kept_cast))) as made:
        _open_stages.append(request.param)
        yield made.pk if isinstance(made, Model) else made
        _open_stages.clear()


@pytest.fixture
def cast(kept_cast: bytes | None, request: pytest.FixtureRequest, db: None) -> Cast:
    """One district, two towns, a department, an agency, a command; and one far away."""
    assert is_staged(request.node) or not _open_stages, "another test's stage is still open"
    if kept_cast is None:
        return new_cast()
    made: Cast = pickle.loads(kept_cast)
    start_venues_anew(after=made)
    return made
