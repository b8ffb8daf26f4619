"""Where an agency is when it signs in: a position and a photo, each if there is one."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from inspections.enforcement import actions as joint
from inspections.enforcement.models import PartStep
from inspections.ledger.models import Photo
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.pages.test_acts import photo
from tests.rules import rule
from venues.models import Venue


def post(client: Client, cast: Cast, **typed: Any) -> Any:
    """The police sign in by their page."""
    operation = stages.convened(cast)
    place = stages.part_of(operation, "police").place
    client.force_login(cast["police"])
    with at(MONDAY, 10):
        return client.post(f"/operations/{operation.number}/parts/{place}/sign_in/", typed)


@pytest.fixture(autouse=True)
def kept_apart(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@rule("R-JOINT-1")
def test_position_and_photo_are_kept_and_shown(cast: Cast, client: Client) -> None:
    Venue.objects.update(lon=113.6, lat=34.8)
    answer = post(client, cast, lon="113.601", lat="34.8", photos=photo())

    step = PartStep.objects.get(kind="sign_in")
    assert answer.status_code == 302
    assert (step.lon, step.lat) == (113.601, 34.8)
    assert step.photo is not None
    assert step.photo.venue == cast.venue
    client.force_login(cast["command"])
    with at(MONDAY, 11):
        page = client.get(answer.headers["Location"]).content.decode()
    assert f"/ledger/photos/{step.photo.pk}/" in page
    assert "91" in page  # metres to the venue


@rule("R-JOINT-1")
@pytest.mark.parametrize("typed", [{}, {"lon": "", "lat": ""}, {"lon": "113.6", "lat": ""}])
def test_both_may_be_missing(cast: Cast, client: Client, typed: dict[str, str]) -> None:
    assert post(client, cast, **typed).status_code == 302
    step = PartStep.objects.get(kind="sign_in")
    assert (step.lon, step.lat, step.photo) == (None, None, None)


@pytest.mark.parametrize("odd", [{"lon": "x", "lat": "1"}, {"lon": "181", "lat": "1"},
                                 {"lon": "nan", "lat": "1"}])  # fmt: skip
def test_an_odd_position_is_refused_in_words(
    cast: Cast, client: Client, odd: dict[str, str]
) -> None:
    answer = post(client, cast, **odd)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["lon"]
    assert not PartStep.objects.exists()


def test_what_is_no_photo_is_told_and_a_good_one_kept(cast: Cast, client: Client) -> None:
    broken = SimpleUploadedFile("x.jpg", b"no picture", "image/jpeg")
    answer = post(client, cast, photos=[broken, photo()], remark="at the gate")

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["photos"]
    assert len(answer.context["form"].kept) == 1
    assert answer.context["form"]["remark"].value() == "at the gate"


@rule("R-JOINT-3")
def test_the_database_refuses_a_photo_of_another_venue(cast: Cast) -> None:
    operation = stages.convened(cast)
    stranger = Photo.objects.create(
        venue=cast.venue_next_door, file="x.jpg", officer=cast["police"]
    )
    part, officer = stages.part_of(operation, "police"), cast["police"]

    with pytest.raises(DatabaseError, match="another venue"), transaction.atomic(), at(MONDAY, 10):
        PartStep.objects.create(part=part, kind="sign_in", officer=officer,
                                person=officer.person, photo=stranger)  # fmt: skip


@rule("R-JOINT-2")
def test_the_whistles_form_shows_who_is_engaged(cast: Cast, client: Client) -> None:
    operation = stages.convened(cast)
    client.force_login(cast["town-leader"])
    with at(MONDAY, 10):
        page = client.get(f"/operations/blow/{cast.chess_room.code}/").content.decode()

    assert page.count(operation.number) == len(stages.SQUAD)


@rule("R-JOINT-1")
def test_the_room_says_why_the_clocks_stood_still_and_run_on(cast: Cast, client: Client) -> None:
    operation = stages.convened(cast)
    with at(MONDAY, 10):
        joint.pause(operation, by=cast["command"], reason="the street is flooded")
    with at(MONDAY, 11):
        joint.resume(stages.fresh(operation), by=cast["command"], reason="the water is gone")
        client.force_login(cast["police"])
        page = client.get(f"/operations/{operation.number}/").content.decode()

    assert page.count("the street is flooded") >= 1
    assert page.count("the water is gone") >= 1


@rule("R-JOINT-1")
def test_a_form_that_leads_nowhere_is_not_opened(cast: Cast, client: Client) -> None:
    operation = stages.under_way(cast)
    place = stages.part_of(operation, "police").place
    client.force_login(cast["police"])
    with at(MONDAY, 12):
        page = client.get(f"/operations/{operation.number}/parts/{place}/sign_in/")

    assert (page.status_code, page.context["form"]) == (409, None)


@rule("R-JOINT-2")
def test_a_certificate_is_ticked_as_it_was_last_time(cast: Cast, client: Client) -> None:
    stages.convened(cast)
    client.force_login(cast["command"])
    with at(MONDAY, 10):
        page = client.get(f"/operations/convene/{cast.chess_room.code}/")

    lines = [line for row in page.context["form"].rows() for line in row["people"]]
    ticked = {line["officer"].username for line in lines if line["certified"]}
    assert ticked == {"police", "health"}
    assert not any(line["goes"] for line in lines)
