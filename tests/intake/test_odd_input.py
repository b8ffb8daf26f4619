"""The desk's forms with days that nobody means, praise that nobody gave, and acts that are over."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.intake import stages
from tests.intake.test_pages import DAY, FORMS, address
from tests.rules import rule
from venues.models import Organisation


@rule("R-INTAKE-1")
@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "1900-01-01T00:00"])
def test_odd_moments_are_told_beside_their_field(cast: Cast, client: Client, moment: str) -> None:
    client.force_login(cast["command"])
    intake = stages.received(cast)
    forms: dict[str, dict[str, object]] = {
        "/intake/new/": {"source": "hotline", "words": "locked", "place": "the bridge"},
        address(intake, "log_call/"): FORMS["log_call"],
    }
    for page, given in forms.items():
        answer = client.post(page, {**given, "at": moment})
        assert answer.status_code == 400, page
        assert list(answer.context["form"].errors) == ["at"], page
        assert answer.context["form"]["words"].value() == given["words"], page


@rule("R-INTAKE-3")
@pytest.mark.parametrize("name", ["feed_back", "dispatch"])
def test_a_form_that_leads_nowhere_is_not_opened(cast: Cast, client: Client, name: str) -> None:
    matter = stages.closed(cast)
    client.force_login(cast["command"])

    page = client.get(address(matter, f"{name}/"))

    assert (page.status_code, page.context["form"]) == (409, None)


def test_the_address_of_a_shown_contact_leads_back(cast: Cast, client: Client) -> None:
    matter = stages.dispatched(cast, callback="13800000000")
    client.force_login(cast["command"])
    assert client.get(address(matter, "contact/"))["Location"] == address(matter)
    venue = f"/venues/{cast.venue.code}/"
    assert client.get(f"{venue}contacts/")["Location"] == venue


@rule("R-INTAKE-3", "R-ISSUE-3")
def test_nobody_is_asked_and_nothing_is_due_in_the_far_future(cast: Cast, client: Client) -> None:
    far = str(timezone.localdate() + timedelta(days=400))
    client.force_login(cast["command"])
    matter = stages.received(cast)
    asked = client.post(address(matter, "dispatch/"), {
        "town": Organisation.objects.get(code="town").pk, "town_due": far,
        "sector": Organisation.objects.get(code="market").pk, "sector_due": DAY,
    })  # fmt: skip
    client.force_login(cast["dept"])
    dispatched = stages.dispatched(cast)
    found = client.post(address(dispatched, "find_confirmed/"),
                        {**FORMS["find_confirmed"], "deadline": far})  # fmt: skip

    assert list(asked.context["form"].errors) == ["town_due"]
    assert list(found.context["form"].errors) == ["deadline"]


def test_nobodys_content_is_guessed(cast: Cast, client: Client) -> None:
    client.force_login(cast["command"])
    matter = stages.confirmed(cast)
    typed = {**FORMS["feed_back"], "satisfied": ""}

    page = client.post(address(matter, "feed_back/"), typed)

    assert list(page.context["form"].errors) == ["satisfied"]
