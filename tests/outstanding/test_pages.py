"""Who opens the overview of what waits, what it says where nothing does, how often it asks."""

import pytest
from django.test import Client

from inspections.enforcement import actions as joint
from tests.cast import OFFICERS, Cast
from tests.dashboard.days import page_of
from tests.duties.days import MONDAY, TUESDAY, at
from tests.enforcement import stages as operations
from tests.listing.test_query_counts import queries
from tests.outstanding.ground import desk, found, issues, shop
from tests.rules import rule
from venues.models import Area, Organisation, Venue

PAGE = "/outstanding/"
COMMAND = [name for name, (code, _post) in OFFICERS.items() if code in ("command", "far")]


@rule("R-SCOPE-1", "R-SCOPE-2")
def test_command_alone_opens_it(cast: Cast, client: Client) -> None:
    for name in OFFICERS:
        client.force_login(cast[name])
        assert client.get(PAGE).status_code == (200 if name in COMMAND else 404), name


@rule("R-SCOPE-2")
def test_another_district_has_none_of_it(cast: Cast, client: Client) -> None:
    issues(cast)
    client.force_login(cast["outsider"])
    with at(TUESDAY, 12):
        page = client.get(PAGE)

    assert page.context["whole"].counted == 0
    assert cast.town.name not in page.content.decode()


@rule("R-SCOPE-2")
@pytest.mark.parametrize("name", ["0", "x", "%00", "town", "9" * 40])
def test_who_is_not_of_the_area_is_not_found(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast["command"])
    far = Organisation.objects.get(code="far")
    assert client.get(f"{PAGE}?organisation={name}").status_code == 404
    assert client.get(f"{PAGE}?organisation={far.pk}").status_code == 404


def test_where_nothing_waits_it_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast["command"])
    assert "辖区内暂无待办事项" in page_of(client, PAGE)
    assert "该单位暂无待办事项" in page_of(client, f"{PAGE}?organisation=command")


def test_it_is_in_commands_rail_alone_and_one_tap_from_today(cast: Cast, client: Client) -> None:
    for name, shown in (("command", True), ("town-reviewer", False)):
        client.force_login(cast[name])
        for address in ("/", "/dashboard/"):
            assert ('href="/outstanding/"' in page_of(client, address)) == shown, (name, address)


@rule("R-ISSUE-7")
def test_since_when_the_oldest_waits(cast: Cast, client: Client) -> None:
    with at(MONDAY):
        cast.open()
    with at(TUESDAY):
        found(cast, "S1")
    client.force_login(cast["command"])
    with at(TUESDAY.replace(day=TUESDAY.day + 4)):
        first = client.get(PAGE).context["sections"][0].lines[0]

    assert (first.waiting.value, first.since, first.days) == (2, MONDAY, 5)


def test_as_many_queries_for_many_as_for_few(cast: Cast, client: Client) -> None:
    issues(cast)
    desk(cast)
    operations.convened(cast)
    client.force_login(cast["command"])
    with at(TUESDAY, 20):
        few = queries(client, PAGE)
        for place in range(12):
            _another_town(cast, place)
        assert queries(client, PAGE) == few


def _another_town(cast: Cast, place: int) -> None:
    """A town and a department more, an issue there, and an operation that goes on."""
    town = Area.objects.create(
        code=f"4101081{place:02d}", name=f"Town {place}", kind="town", parent=cast.district
    )
    for kind, area in (("town", town), ("department", cast.district)):
        name = f"{kind} {place}"
        Organisation.objects.create(code=name, name=name, short=name, kind=kind, area=area)
    venue = Venue.objects.create(code=f"T{place}", name="Shop", category=cast.category, area=town)
    cast.check(by="command", venue=venue, failed="A1")
    joint.convene_at_once(
        shop(cast, f"O{place}"), by=cast["command"], plan=operations.plan(cast), why="seen open"
    )
