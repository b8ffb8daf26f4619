"""A city's command: one line a district, which leads to the tables of that district alone."""

from datetime import date

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast
from tests.dashboard.days import SATURDAY, WEDNESDAY, busy, linked, page_of
from tests.duties.days import FRIDAY, MONDAY, at
from tests.listing.test_query_counts import queries
from tests.reports.days import planned
from tests.reports.test_links import counted
from tests.rules import rule
from venues.models import Area, Officer, Organisation, Person, Venue

PAGE = "/dashboard/"


@pytest.fixture
def city(cast: Cast) -> Cast:
    """The cast's city has a command of its own, and the far district a town with an issue."""
    area = Area.objects.get(code="410100")
    command = Organisation.objects.create(
        code="city", name="city", short="city", kind="command", area=area
    )
    cast.officers["city"] = Officer.objects.create_user(
        "city", PASSWORD, post="leader", organisation=command,
        person=Person.objects.create(name="City"),
    )  # fmt: skip
    far = Area.objects.get(code="410200")
    town = Area.objects.create(code="410200001", name="Far town", kind="town", parent=far)
    Organisation.objects.create(
        code="fartown", name="Far town office", short="far town", kind="town", area=town
    )
    Venue.objects.create(code="F1", name="Far shop", category=cast.category, area=town)
    busy(cast)
    with at(FRIDAY, 11):
        cast.check(by="outsider", venue=Venue.objects.get(code="F1"), failed="B1")
        cast.check(by="outsider", venue=Venue.objects.get(code="F1"), failed="A1")
    planned(SATURDAY)
    return cast


def district_page(cast: Cast) -> str:
    return f"{PAGE}?district={cast.district.pk}"


def names(client: Client, address: str, table: str) -> list[str]:
    return [str(line.name) for line in client.get(address).context[table].lines]


@rule("R-SCOPE-1")
def test_one_line_a_district(city: Cast, client: Client) -> None:
    client.force_login(city["city"])
    with at(FRIDAY, 12):
        page = client.get(PAGE)
        heat, checks = page.context["heat"], page.context["checks"]

    assert [str(line.name) for line in heat.lines] == ["District", "Far", "合计"]
    assert [str(line.name) for line in checks.lines] == ["District", "Far", "合计"]
    unclosed = [line.numbers[1].value for line in heat.lines]
    assert unclosed == [5, 2, 7]


@rule("R-SCOPE-1")
def test_a_district_leads_to_its_towns_and_departments(city: Cast, client: Client) -> None:
    client.force_login(city["city"])
    with at(FRIDAY, 12):
        address = client.get(PAGE).context["heat"].lines[0].address
        assert PAGE + address == district_page(city)
        towns = names(client, f"{district_page(city)}&heat=unclosed", "heat")
        page = page_of(client, district_page(city))

    assert {city.town.name, city.neighbour.name} < set(towns)
    assert "Far town" not in towns
    assert "Far town" not in page


@rule("R-REPORT-1", "R-SCOPE-2")
@pytest.mark.parametrize("day", [FRIDAY, SATURDAY, WEDNESDAY])
def test_each_list_has_as_many_rows_as_its_figure(city: Cast, client: Client, day: date) -> None:
    client.force_login(city["city"])
    district = district_page(city)
    pages = (PAGE, district, f"{district}&heat=unclosed", f"{district}&heat=major")
    with at(day, 12):
        found = {pair for page in pages for pair in linked(page_of(client, page))}
        differing = {
            address: (number, rows)
            for address, number in sorted(found)
            if (rows := counted(client, address)) != number
        }

    assert differing == {}
    assert any("district=" in address for address, number in found if number)


@rule("R-SCOPE-2")
@pytest.mark.parametrize("key", ["0", "x", "²", "9" * 40])
def test_what_is_no_district_of_the_city_is_not_found(city: Cast, client: Client, key: str) -> None:
    client.force_login(city["city"])
    assert client.get(f"{PAGE}?district={key}").status_code == 404
    client.force_login(city["command"])
    assert client.get(f"{PAGE}?district={city.district.pk}").status_code == 404


def test_as_many_queries_for_many_districts_as_for_two(city: Cast, client: Client) -> None:
    client.force_login(city["city"])
    with at(MONDAY, 12):
        few = queries(client, PAGE)
        parent = Area.objects.get(code="410100")
        for place in range(10):
            Area.objects.create(
                code=f"4103{place:02d}", name=f"D {place}", kind="district", parent=parent
            )
        assert queries(client, PAGE) == few
