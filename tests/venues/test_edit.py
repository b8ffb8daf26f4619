"""Putting venues on the register and changing them, through the pages."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.rules import rule
from venues import actions
from venues.models import Venue
from venuewatch.workflow.models import Event

HUIJI_GCJ02, HUIJI_WGS84 = (113.6170515, 34.8669318), (113.611, 34.868)


def new(cast: Cast, **changes: Any) -> dict[str, Any]:
    form = {"name": "Bathhouse", "category": cast.category.pk, "area": cast.venue.area_id,
            "source_crs": "wgs84"}  # fmt: skip
    return {**form, **changes}


def typed(venue: Venue, **changes: Any) -> dict[str, Any]:
    """The edit form as a browser would send it back, with some fields typed anew."""
    form = {"name": venue.name, "category": venue.category_id, "area": venue.area_id,
            "address": venue.address, "source_crs": venue.source_crs,
            "seen": venue.event_seq}  # fmt: skip
    return {**form, **changes}


@pytest.mark.parametrize(
    ("by", "state"), [("inspector", "pending"), ("town-reviewer", "active"), ("command", "pending"),
                      ("command-reviewer", "active")]
)  # fmt: skip
def test_created_by_an_inspector_it_waits_for_a_reviewer(
    cast: Cast, client: Client, by: str, state: str
) -> None:
    client.force_login(cast[by])

    answer = client.post("/venues/new/", new(cast))

    venue = Venue.objects.get(name="Bathhouse")
    assert answer["Location"] == f"/venues/{venue.code}/"
    assert (venue.state, venue.town, venue.code[:7]) == (state, cast.town, "410108-")


def test_all_that_is_wrong_is_told_at_once(cast: Cast, client: Client) -> None:
    """What the form cannot read, and what the action would refuse."""
    client.force_login(cast["inspector"])
    wrong = {"category": "", "lon": "east", "lat": "34.8", "capacity": "0", "site_phone": "12",
             "credit_code": "91410108MA00000000"}  # fmt: skip

    answer = client.post("/venues/new/", new(cast, **wrong))

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == set(wrong) - {"lat"}
    assert not Venue.objects.filter(name="Bathhouse").exists()


def test_what_is_wrong_in_an_edit_is_told_at_once(cast: Cast, client: Client) -> None:
    client.force_login(cast["inspector"])

    wrong = typed(cast.venue, area="", capacity="0", lat="34.8")
    answer = client.post(f"/venues/{cast.venue.code}/edit/", wrong)

    assert set(answer.context["form"].errors) == {"area", "capacity", "lat"}


def test_town_reviewer_confirms_and_inspector_cannot(cast: Cast, client: Client) -> None:
    client.force_login(cast["inspector"])
    client.post("/venues/new/", new(cast))
    venue = Venue.objects.get(name="Bathhouse")
    address = f"/venues/{venue.code}/confirm/"

    refused = client.post(address)
    client.force_login(cast["town-reviewer"])
    taken = client.post(address)

    assert (refused.status_code, taken.status_code) == (403, 302)
    assert Venue.objects.get(pk=venue.pk).state == "active"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("category", ""),
        ("area", ""),
        ("area", "999999"),
        ("credit_code", "91350211M000100Y43"),
        ("legal_phone", "12345"),
        ("lon", "113.6"),
        ("lon", "nan"),
        ("capacity", "-3"),
        ("capacity", "99999999999"),
        ("source_crs", "mars"),
    ],
)
def test_bad_input_is_named_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, field: str, value: str
) -> None:
    client.force_login(cast["town-reviewer"])
    beside = "lat" if (field, value) == ("lon", "113.6") else field

    answer = client.post("/venues/new/", new(cast, address="7 “Long” Lane", **{field: value}))

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [beside]
    assert "7 “Long” Lane" in answer.content.decode()
    assert not Venue.objects.filter(address__contains="Long").exists()


def test_failing_credit_code_is_kept_with_a_reason(cast: Cast, client: Client) -> None:
    client.force_login(cast["town-reviewer"])
    code = "91350203M0001QAY9B"

    client.post("/venues/new/", new(cast, credit_code=code, credit_code_reason="on its licence"))

    assert Venue.objects.get(credit_code=code).credit_code_reason == "on its licence"


@rule("R-SCOPE-1")
def test_not_in_another_town(cast: Cast, client: Client) -> None:
    client.force_login(cast["town-reviewer"])

    answer = client.post("/venues/new/", new(cast, area=cast.neighbour.pk))

    assert list(answer.context["form"].errors) == ["area"]


def test_point_is_stored_as_wgs84_and_saving_again_does_not_move_it(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast["town-reviewer"])
    lon, lat = HUIJI_GCJ02
    client.post("/venues/new/", new(cast, lon=lon, lat=lat, source_crs="gcj02"))
    venue = Venue.objects.get(name="Bathhouse")
    assert (venue.lon, venue.lat) == pytest.approx(HUIJI_WGS84, abs=1e-6)

    page = client.get(f"/venues/{venue.code}/edit/").context["form"]
    shown = {name: page[name].value() for name in ("lon", "lat", "source_crs")}
    client.post(f"/venues/{venue.code}/edit/", typed(venue, address="elsewhere", **shown))

    after = Venue.objects.get(pk=venue.pk)
    assert (after.address, after.lon, after.lat) == ("elsewhere", venue.lon, venue.lat)


@rule("R-TRACK-4")
def test_change_is_an_event_and_a_line_of_history(cast: Cast, client: Client) -> None:
    client.force_login(cast["town-reviewer"])

    client.post(f"/venues/{cast.venue.code}/edit/", typed(cast.venue, name="Dumpling house"))

    event = Event.objects.filter(subject_type="venue", subject_id=cast.venue.pk).latest("seq")
    page = client.get(f"/venues/{cast.venue.code}/").content.decode()
    assert (event.name, '"changed":["name"]' in event.body) == ("edit", True)
    assert "Noodle house → Dumpling house" in page


def test_overtaken_edit_is_refused_and_keeps_what_was_typed(cast: Cast, client: Client) -> None:
    client.force_login(cast["town-reviewer"])
    venue = Venue.objects.get(pk=cast.venue.pk)
    first = client.post(f"/venues/{venue.code}/edit/", typed(venue, address="one"))

    second = client.post(f"/venues/{venue.code}/edit/", typed(venue, address="two"))

    assert (first.status_code, second.status_code) == (302, 409)
    page = second.content.decode()
    assert 'value="two"' in page
    assert "→ one" in page, "what the other one changed"
    assert Venue.objects.get(pk=venue.pk).address == "one"


def test_paused_and_ended_need_a_reason(cast: Cast, client: Client) -> None:
    client.force_login(cast["command"])
    address = f"/venues/{cast.venue.code}/pause/"

    asked = client.post(address)
    client.post(address, {"reason": " "})
    assert Venue.objects.get(pk=cast.venue.pk).state == "active"
    client.post(address, {"reason": "rebuilding"})

    assert asked.status_code == 200
    assert Venue.objects.get(pk=cast.venue.pk).state == "paused"


def test_not_ended_while_an_issue_is_unclosed(cast: Cast, client: Client) -> None:
    cast.open()
    client.force_login(cast["command"])

    answer = client.post(f"/venues/{cast.venue.code}/end/", {"reason": "gone & away"})

    assert answer.status_code == 400
    assert answer.context["form"].non_field_errors()
    assert "gone &amp; away" in answer.content.decode()
    assert Venue.objects.get(pk=cast.venue.pk).state == "active"


@pytest.mark.parametrize("seen", ["shown", "none"])
def test_paused_by_somebody_else_meanwhile_is_told_and_the_reason_kept(
    cast: Cast, client: Client, seen: str
) -> None:
    client.force_login(cast["command"])
    shown = client.post("/venues/V1/pause/").context["form"].initial["seen"]
    actions.pause(cast.venue, by=cast["inspector"], reason="rebuilding")

    typed = {"reason": "shut & dark", "seen": shown if seen == "shown" else ""}
    answer = client.post("/venues/V1/pause/", typed)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "shut &amp; dark" in page
    assert "Inspector · town" in page
    assert "已暂停" in page or "暂停" in page
    fresh = Venue.objects.get(pk=cast.venue.pk).event_seq
    assert f'name="seen" value="{fresh}"' in page


@pytest.mark.parametrize(("name", "act"), [("dept", "pause"), ("co", "pause"),
                                           ("inspector", "end"), ("dept", "end")])  # fmt: skip
def test_who_may_not_is_told_before_typing_a_reason(
    cast: Cast, client: Client, name: str, act: str
) -> None:
    client.force_login(cast[name])

    assert client.post(f"/venues/V1/{act}/").status_code == 403


def test_venue_with_history_is_never_deleted(cast: Cast) -> None:
    cast.check()

    with pytest.raises(Exception, match=r"protected|history|inspection"):
        cast.venue.delete()
