"""A page asks the database as often for fifty rows as for one."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.checks import actions as checks
from inspections.checks.visits import Given
from inspections.duties.actions import plan_day
from tests.cast import Cast
from venues.models import Area, Venue
from venuewatch.listing.pages import PER_PAGE


def queries(client: Client, address: str) -> int:
    """How many queries a page takes, once it has been seen."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.fixture
def many(cast: Cast) -> Cast:
    """One venue called "Alone" and fifty called "Shop", each with an unclosed issue."""
    for place in range(PER_PAGE + 1):
        name = f"Shop {place}" if place else "Alone"
        venue = Venue.objects.create(
            code=f"S{place}", name=name, category=cast.category, area=cast.town
        )
        cast.check(venue=venue, failed="A1")
    plan_day()
    return cast


WHO = ("inspector", "dept-reviewer", "command-leader")
LISTS = ("/venues/?q=", "/ledger/?q=", "/duties/?q=", "/checks/?q=", "/checks/file/?q=")


def test_lists_and_today(many: Cast) -> None:
    clients = {name: Client() for name in WHO}
    for name, client in clients.items():
        client.force_login(many[name])

    few: dict[tuple[str, str], int] = {}
    full: dict[tuple[str, str], int] = {}
    for name, client in clients.items():
        few |= {(name, each): queries(client, f"{each}Alone") for each in LISTS}
        full |= {(name, each): queries(client, f"{each}Shop") for each in LISTS}
        full[name, "/"] = queries(client, "/")
    Venue.objects.filter(name__startswith="Shop").update(district=Area.objects.get(name="Far"))
    few |= {(name, "/"): queries(client, "/") for name, client in clients.items()}

    assert full == few


def test_venue_with_much_and_little_history(cast: Cast, client: Client) -> None:
    client.force_login(cast["inspector"])
    _visit(cast)
    little = queries(client, "/venues/V1/")
    for _ in range(12):
        _visit(cast)

    assert queries(client, "/venues/V1/") == little


def test_filing_a_list_of_many_items(cast: Cast, client: Client) -> None:
    """Answers are stored in one statement, however many there are."""
    with CaptureQueriesContext(connection) as asked:
        _visit(cast)

    assert len([each for each in asked if 'INTO "inspections_answer"' in each["sql"]]) == 1


def _visit(cast: Cast) -> Any:
    answers = {item.code: Given("pass", 1.0 if item.is_numeric else None)
               for item in cast.version.items.all()}  # fmt: skip
    visit = cast.visit(uuid=uuid4(), version=cast.version, answers=answers)
    return checks.file_inspection(cast.venue, visit, by=cast["inspector"])
