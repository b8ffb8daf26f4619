"""A page of a list shows every row that its pager counts to it."""

import pytest
from django.test import Client

from tests.cast import Cast
from venues.models import Venue
from venuewatch.listing.pages import PER_PAGE

MORE = PER_PAGE + 7


@pytest.fixture
def many(cast: Cast) -> list[str]:
    """The names of more venues than one page holds."""
    names = [f"Shop {place:03d}" for place in range(MORE)]
    for place, name in enumerate(names):
        code = f"S{place:03d}"
        Venue.objects.create(code=code, name=name, category=cast.category, area=cast.town)
    return names


@pytest.mark.parametrize(("page", "expected"), [(1, PER_PAGE), (2, MORE - PER_PAGE)])
def test_page_shows_its_rows(
    cast: Cast, client: Client, many: list[str], page: int, expected: int
) -> None:
    client.force_login(cast["inspector"])

    shown = client.get(f"/venues/?q=Shop&page={page}").content.decode()

    assert [name for name in many if name in shown] == many[(page - 1) * PER_PAGE :][:expected]
