"""Who opens the dashboard, what it says of whom, and how often it asks the database."""

import pytest
from django.test import Client

from tests.cast import OFFICERS, Cast
from tests.dashboard.days import busy, page_of, values
from tests.duties.days import FRIDAY, at
from tests.listing.test_query_counts import queries
from tests.rules import rule
from venues.models import Area, Organisation, Venue

ADDRESSES = ("/dashboard/", "/dashboard/wallboard/")
NO_BUSINESS = ("auditor", "admin")


@rule("R-SCOPE-1")
@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_business_opens_it(cast: Cast, client: Client, address: str) -> None:
    for name in OFFICERS:
        client.force_login(cast[name])
        answer = client.get(address)
        assert answer.status_code == (403 if name in NO_BUSINESS else 200), name


@rule("R-SCOPE-1", "R-SCOPE-2")
def test_everybody_sees_the_figures_of_their_own_scope(cast: Cast, client: Client) -> None:
    busy(cast)
    seen = {}
    for name in ("command", "town-reviewer", "neighbour-reviewer", "dept-reviewer", "outsider"):
        client.force_login(cast[name])
        with at(FRIDAY, 12):
            seen[name] = values(client)["unclosed"]

    assert seen == {
        "command": 5, "town-reviewer": 4, "neighbour-reviewer": 0, "dept-reviewer": 5,
        "outsider": 0,
    }  # fmt: skip


@rule("R-SCOPE-2")
def test_a_town_reads_nothing_of_its_neighbour(cast: Cast, client: Client) -> None:
    busy(cast)
    client.force_login(cast["town-reviewer"])
    with at(FRIDAY, 12):
        pages = [page_of(client, address) for address in ADDRESSES]

    assert all(cast.neighbour.name not in page for page in pages)


def test_command_finds_it_in_the_rail(cast: Cast, client: Client) -> None:
    rails = {}
    for name in ("command", "town-reviewer", "dept-reviewer"):
        client.force_login(cast[name])
        rails[name] = [entry.place.url_name for entry in client.get("/me/").context["rail"]]

    found = {name: "dashboard:dashboard" in rail for name, rail in rails.items()}
    assert found == {"command": True, "town-reviewer": False, "dept-reviewer": False}
    client.force_login(cast["town-reviewer"])
    assert 'href="/dashboard/"' in client.get("/reports/").content.decode()


@pytest.mark.parametrize("heat", ["", "overdue", "nonsense", "%00"])
def test_any_measure_that_is_not_one_is_the_first(cast: Cast, client: Client, heat: str) -> None:
    client.force_login(cast["command"])
    assert client.get(f"/dashboard/?heat={heat}").context["heat_shown"] == "overdue"


def test_as_many_queries_for_thirty_towns_as_for_two(cast: Cast, client: Client) -> None:
    busy(cast)
    client.force_login(cast["command"])
    with at(FRIDAY, 12):
        few = [queries(client, address) for address in ADDRESSES]
        for place in range(30):
            _another_town(cast, place)
        many = [queries(client, address) for address in ADDRESSES]

    assert many == few


def _another_town(cast: Cast, place: int) -> None:
    """A town with an office, a department more, and a venue with an issue."""
    town = Area.objects.create(
        code=f"4101081{place:02d}", name=f"Town {place}", kind="town", parent=cast.district
    )
    for kind, area in (("town", town), ("department", cast.district)):
        name = f"{kind} {place}"
        Organisation.objects.create(code=name, name=name, short=name, kind=kind, area=area)
    venue = Venue.objects.create(code=f"T{place}", name="Shop", category=cast.category, area=town)
    cast.check(by="command", venue=venue, failed="A1")
