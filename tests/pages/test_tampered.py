"""Whatever is written into an address or a hidden field: an answer in words, never a failure."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from inspections.checks.models import Inspection
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venues.models import Venue

ODD = ["²", "٣", "x", "-1", "1.5", "9" * 40, "\0"]


@pytest.fixture
def inspector(cast: Cast, client: Client) -> Client:
    client.force_login(cast["inspector"])
    return client


@rule("R-SCOPE-2")
@pytest.mark.parametrize(
    "address",
    ["/venues/%00/", "/venues/V1%00/edit/", "/venues/%00/pause/", "/ledger/%00/",
     "/ledger/%00/void/", "/checks/file/%00/", "/checks/file/V1%00/", "/admin/%00/", "/%00"],
)  # fmt: skip
def test_an_address_with_a_nul_is_not_found(inspector: Client, address: str) -> None:
    assert inspector.get(address).status_code == 404


def test_without_signing_in_neither(cast: Cast, client: Client) -> None:
    assert client.get("/venues/%00/").status_code == 404


@pytest.mark.parametrize("seen", ODD)
def test_an_edit_that_saw_no_state_of_the_venue_is_stale(
    cast: Cast, inspector: Client, seen: str
) -> None:
    form = {"name": "Dumplings", "category": cast.category.pk, "area": cast.venue.area_id,
            "source_crs": "wgs84", "seen": seen}  # fmt: skip

    answer = inspector.post("/venues/V1/edit/", form)

    assert answer.status_code == 409
    assert 'value="Dumplings"' in answer.content.decode()
    assert Venue.objects.get(code="V1").name == "Noodle house"


@pytest.mark.parametrize("seen", ODD)
def test_an_act_that_saw_no_state_of_the_issue_is_stale(
    cast: Cast, inspector: Client, seen: str
) -> None:
    issue = cast.open()
    form = {"measure": "swept & locked", "responsible": "Wang", "seen": seen}

    answer = inspector.post(f"/ledger/{issue.number}/report_rectified/", form)

    assert answer.status_code == 409
    assert "swept &amp; locked" in answer.content.decode()
    assert answer.context["form"].errors == {}, "no person can mend a hidden field"
    assert Issue.objects.get(pk=issue.pk).state == "open"


def test_a_nul_in_a_text_is_told_in_a_sentence(cast: Cast, inspector: Client) -> None:
    issue = cast.open()
    form = {"measure": "swept\0", "responsible": "Wang"}

    answer = inspector.post(f"/ledger/{issue.number}/report_rectified/", form)

    assert answer.status_code == 400
    assert answer.context["form"].errors == {"measure": ["不能包含空字符，请删除后重新填写。"]}


@pytest.mark.parametrize("name", ["inspector", None])
def test_a_form_whose_token_ended_is_told_in_our_words(cast: Cast, name: str | None) -> None:
    client = Client(enforce_csrf_checks=True)
    if name:
        client.force_login(cast[name])

    answer = client.post("/venues/new/" if name else "/sign-in/", {"name": "Bathhouse"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "重新打开" in page
    assert "CSRF" not in page
    assert 'href="/venues/new/"' in page or 'href="/sign-in/"' in page


@pytest.mark.parametrize(
    ("came_from", "again"),
    [
        ("http://testserver/venues/V1/?a=1", "http://testserver/venues/V1/?a=1"),
        ("https://elsewhere.example/venues/V1/", "/venues/V1/contacts/"),
        ("javascript:alert(1)", "/venues/V1/contacts/"),
        ("", "/venues/V1/contacts/"),
    ],
)
def test_the_way_on_is_the_page_that_held_the_form(cast: Cast, came_from: str, again: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["inspector"])

    answer = client.post("/venues/V1/contacts/", headers={"referer": came_from})

    assert answer.status_code == 403
    assert f'href="{again}"' in answer.content.decode()


def filing(cast: Cast, **other: Any) -> dict[str, Any]:
    """A visit with one answer, and something odd."""
    return {"uuid": uuid4(), "version": cast.version.pk, "value-A1": "pass", **other}


@rule("R-CHECK-1")
@pytest.mark.parametrize("version", ODD)
def test_a_version_that_is_none_is_not_found(cast: Cast, inspector: Client, version: str) -> None:
    answer = inspector.post("/checks/file/V1/", filing(cast, version=version))

    assert answer.status_code == 404


@rule("R-CHECK-2")
@pytest.mark.parametrize("colleague", ODD)
def test_a_colleague_who_is_nobody_did_not_come_along(
    cast: Cast, inspector: Client, colleague: str
) -> None:
    known = cast["colleague"].pk

    inspector.post("/checks/file/V1/", filing(cast, co=[colleague, known]))

    visit = Inspection.objects.get()
    assert [each.officer_id for each in visit.co_inspectors.all()] == [known]


@rule("R-CHECK-3")
@pytest.mark.parametrize(
    "started",
    ["9999-12-31T23:59:59+00:00", "9999-12-31T23:59:59", "0001-01-01T00:00:00+08:00",
     "0001-01-01T00:00:00", "0001-01-01T00:00:00-23:00", "1900-01-01T00:00:00+08:00"],
)  # fmt: skip
def test_a_start_at_an_end_of_time_is_refused(cast: Cast, inspector: Client, started: str) -> None:
    answer = inspector.post("/checks/file/V1/", filing(cast, started=started))

    assert answer.status_code == 400
    assert list(answer.context["filing"].errors) == ["started"]
    assert not Inspection.objects.exists()
