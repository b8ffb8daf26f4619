"""Emptying the test database after real commits, although events refuse to be emptied."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_guards() -> Iterator[None]:
    """Django's flush between tests runs with triggers off; nothing else does."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_unguarded(operations: Any, sql: Iterable[str]) -> Any:
        return flush(operations, ["SET LOCAL session_replication_role = replica", *sql])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_unguarded)
        yield
