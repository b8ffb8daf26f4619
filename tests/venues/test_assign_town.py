"""Command puts a venue into a town by an act of its own, and nobody by editing."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import OFFICERS, Cast
from tests.pages.test_scope import OUT_OF_SCOPE
from tests.rules import rule
from tests.venues.sheets import HEADINGS, import_now, preview, venue, xlsx
from tests.venues.test_edit import typed
from venues.models import Venue
from venuewatch.workflow.models import Event

OF_COMMAND = {name for name, (place, _post) in OFFICERS.items() if place == "command"}
ELSEWHERE = set(OUT_OF_SCOPE) | {"inspector", "colleague", "town-reviewer", "town-leader"}


def address(code: str) -> str:
    return f"/venues/{code}/assign_town/"


def events_of(one: Venue) -> list[str]:
    rows = Event.objects.filter(subject_type="venue", subject_id=one.pk).order_by("seq")
    return [row.name for row in rows]


@rule("R-SCOPE-4")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_only_command_assigns(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])
    kiosk = cast.venue_without_town

    shown = client.get(address(kiosk.code)).status_code
    done = client.post(address(kiosk.code), {"area": cast.town.pk, "seen": 0}).status_code

    after = Venue.objects.get(pk=kiosk.pk)
    assert (shown, done) == ((200, 302) if name in OF_COMMAND else (
        (404, 404) if name in ELSEWHERE else (403, 403)
    ))  # fmt: skip
    assert (after.town == cast.town) == (name in OF_COMMAND)
    assert events_of(kiosk) == (["assign_town"] if name in OF_COMMAND else [])


@rule("R-SCOPE-1", "R-TRACK-4")
def test_the_town_sees_it_from_then_on_and_the_event_tells_from_where(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast["command"])
    client.post(address("V3"), {"area": cast.town.pk})
    client.force_login(cast["inspector"])

    page = client.get("/venues/V3/").content.decode()

    assert "District → Town" in page
    assert "指定镇办" in page


def test_the_button_leads_to_the_act(cast: Cast, client: Client) -> None:
    client.force_login(cast["command"])

    page = client.get("/venues/V3/").content.decode()

    assert address("V3") in page


@pytest.mark.parametrize("area", ["", "999999", "district", "far"])
def test_no_place_or_one_elsewhere_is_refused_beside_the_field(
    cast: Cast, client: Client, area: str
) -> None:
    places: dict[str, Any] = {"district": cast.district.pk, "far": cast["outsider"].pk}
    client.force_login(cast["command"])

    answer = client.post(address("V3"), {"area": places.get(area, area)})

    assert list(answer.context["form"].errors) == ["area"]
    assert Venue.objects.get(code="V3").town is None


def test_an_overtaken_page_is_told_and_keeps_the_choice(cast: Cast, client: Client) -> None:
    client.force_login(cast["command"])
    client.post(address("V3"), {"area": cast.town.pk, "seen": 0})

    answer = client.post(address("V3"), {"area": cast.neighbour.pk, "seen": 0})

    assert answer.status_code == 409
    assert f'value="{cast.neighbour.pk}" selected' in answer.content.decode()
    assert Venue.objects.get(code="V3").town == cast.town
    again = answer.context["form"].data
    assert client.post(address("V3"), again).status_code == 302
    assert Venue.objects.get(code="V3").town == cast.neighbour


@rule("R-SCOPE-4")
@pytest.mark.parametrize("name", ["command-leader", "command"])
def test_editing_moves_no_venue_to_another_town(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])
    kiosk = cast.venue_without_town

    client.post("/venues/V3/edit/", typed(kiosk, area=cast.town.pk, address="by the gate"))
    moved = client.post("/venues/V1/edit/", typed(cast.venue, area=cast.neighbour.pk))

    kiosk.refresh_from_db()
    assert (kiosk.town, kiosk.address) == (None, "by the gate")
    assert list(moved.context["form"].errors) == ["area"]
    assert Venue.objects.get(code="V1").town == cast.town


@rule("R-VENUE-3")
def test_an_import_assigns_by_the_same_act(cast: Cast, client: Client) -> None:
    client.force_login(cast["command"])

    import_now(client, preview(client, xlsx(HEADINGS, venue("V3", "Kiosk", area="Town"))))

    assert Venue.objects.get(code="V3").town == cast.town
    assert events_of(cast.venue_without_town)[0] == "assign_town"
