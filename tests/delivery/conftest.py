"""A webhook for every test that asks for one."""

from collections.abc import Iterator

import pytest

from tests.delivery.receiving import Hook, a_hook


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A webhook that takes everything."""
    with a_hook() as running:
        yield running
