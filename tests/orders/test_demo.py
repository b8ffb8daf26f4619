"""The demo's orders 45 and 46 give the figures of the source, by the real acts (R-ORDER-2)."""

import random
from datetime import timedelta

import pytest
from django.test import Client

from inspections.demo import orders, register, territory
from inspections.demo.days import District
from inspections.demo.names import Maker
from inspections.duties.actions import today
from inspections.ledger.models import Issue
from tests.rules import rule
from venues.models import Officer, Venue

# training centres, chess rooms, arcades, internet cafés, KTVs: (suspended, closed down)
FIGURES = {
    "training": (69, 0), "chess": (0, 20), "arcade": (0, 2), "netbar": (0, 19), "ktv": (0, 5),
}  # fmt: skip


@pytest.fixture
def ground(db: None) -> District:
    """The demo's whole ground on the evening before it issues the orders."""
    chance = random.Random(7)
    maker, data = Maker(chance), territory.district_data()
    organisations = territory.lay_district()
    territory.make_officers(organisations, maker, "!")
    register.make_venues(data, organisations["command"].area, chance, maker)
    return District(chance, maker)


@rule("R-ORDER-2", "R-ORDER-1")
def test_orders_45_and_46_give_the_figures_of_the_source(ground: District, client: Client) -> None:
    orders.issue_orders(ground, today(), 3)
    assert not Venue.objects.exclude(standing__regime="open").exists()

    orders.issue_orders(ground, today(), 2)

    client.force_login(Officer.objects.get(username="command-leader"))
    table = client.get("/orders/").context["by_category"]
    counts = {
        row.category.code: {str(label): cell.count for label, cell in row.cells} for row in table
    }
    assert {code: (told["暂停营业"], told["关停"]) for code, told in counts.items()} == FIGURES
    assert all(sum(told.values()) == sum(FIGURES[code]) for code, told in counts.items())
    touched = Venue.objects.exclude(standing__regime="open")
    assert touched.count() == 115
    assert set(touched.values_list("standing__colour", flat=True)) == {"red"}


@rule("R-ORDER-1")
def test_one_closed_venue_is_found_trading(ground: District) -> None:
    orders.issue_orders(ground, today() - timedelta(days=1), 2)
    for left in (2, 1, 0):
        orders.find_trading(ground, today(), left)

    issue = Issue.objects.get()
    assert (issue.severity, issue.source) == ("major", "town")
    assert issue.item_code.startswith("ORDER")
    assert issue.venue.standing.regime == "closed"
