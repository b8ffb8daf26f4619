"""Contacts are masked; seeing them in clear is a POST on the looker's own chain of events."""

import json

import pytest
from django.test import Client

from tests.cast import Cast
from venues.models import Officer, Venue
from venuewatch.workflow.models import Event

PHONE, NAME = "13912345678", "Somebody Made-Up"


@pytest.fixture
def known(cast: Cast) -> Cast:
    Venue.objects.filter(pk=cast.venue.pk).update(
        legal_phone=PHONE, site_phone=PHONE, legal_representative=NAME, site_person=NAME
    )
    return cast


@pytest.mark.parametrize("name", ["inspector", "dept-reviewer", "command-leader", "co"])
@pytest.mark.parametrize("page", ["", "edit/"])
def test_masked_on_every_page(known: Cast, client: Client, name: str, page: str) -> None:
    client.force_login(known[name])

    text = client.get(f"/venues/V1/{page}").content.decode()

    assert PHONE not in text
    assert NAME not in text


def test_not_in_exports(known: Cast, client: Client) -> None:
    client.force_login(known["command-leader"])

    text = b"".join(client.get("/venues/?export=csv").streaming_content)  # type: ignore[attr-defined]  # a stream

    assert PHONE.encode() not in text


def test_shown_to_who_asks_and_written_down(known: Cast, client: Client) -> None:
    client.force_login(known["inspector"])

    text = client.post("/venues/V1/contacts/").content.decode()

    officer = Officer.objects.get(username="inspector")
    event = Event.objects.get(subject_type="officer", subject_id=officer.pk)
    assert PHONE in text
    assert (event.name, event.actor_id, event.seq) == ("reveal_contact", officer.pk, 1)
    assert json.loads(event.body)["details"]["venue"] == "V1"
    assert officer.event_hash == event.hash


def test_looking_is_not_a_get(known: Cast, client: Client) -> None:
    client.force_login(known["inspector"])

    answer = client.get("/venues/V1/contacts/")

    assert (answer.status_code, answer["Location"]) == (302, "/venues/V1/")
    assert not Event.objects.filter(name="reveal_contact").exists()


@pytest.mark.parametrize("name", ["neighbour", "outsider", "auditor", "admin"])
def test_not_to_others(known: Cast, client: Client, name: str) -> None:
    client.force_login(known[name])

    assert client.post("/venues/V1/contacts/").status_code == 404
    assert not Event.objects.filter(subject_type="officer").exists()


@pytest.mark.parametrize(
    ("typed", "stored"), [("", PHONE), ("-", ""), ("138 0013 8000", "13800138000")]
)
def test_edited_without_being_seen(known: Cast, client: Client, typed: str, stored: str) -> None:
    client.force_login(known["town-reviewer"])
    form = {"name": "Noodle house", "category": known.category.pk, "area": known.venue.area_id,
            "source_crs": "wgs84", "legal_phone": typed}  # fmt: skip

    client.post("/venues/V1/edit/", form)

    venue = Venue.objects.get(code="V1")
    assert (venue.legal_phone, venue.site_phone) == (stored, PHONE)


def test_changes_are_shown_masked(known: Cast, client: Client) -> None:
    client.force_login(known["town-reviewer"])
    form = {"name": "Noodle house", "category": known.category.pk, "area": known.venue.area_id,
            "source_crs": "wgs84", "legal_phone": "13800138000"}  # fmt: skip
    client.post("/venues/V1/edit/", form)

    text = client.get("/venues/V1/").content.decode()

    assert "139****5678 → 138****8000" in text
    assert "13800138000" not in text
