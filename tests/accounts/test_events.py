"""What an administrator does to an account is an event that the auditor reads."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast
from tests.rules import rule
from venues import actions
from venues.models import Officer, Organisation
from venuewatch.workflow.models import Event

NEW = "clear-sky-58"


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast["admin"])
    return client


def events_of(officer: Officer) -> list[str]:
    rows = Event.objects.filter(subject_type="officer", subject_id=officer.pk).order_by("seq")
    return [row.name for row in rows]


def form_of(officer: Officer, **changes: Any) -> dict[str, Any]:
    """The form of admin as a browser sends it back, with something else in it."""
    form = {"username": officer.username, "person": officer.person_id, "post": officer.post,
            "organisation": officer.organisation_id or "", "is_active": "on"}  # fmt: skip
    form |= changes
    return {name: value for name, value in form.items() if value is not None}


def change(client: Client, officer: Officer, **changes: Any) -> Any:
    address = f"/admin/venues/officer/{officer.pk}/change/"
    return client.post(address, form_of(officer, **changes))


@rule("R-TRACK-4")
@pytest.mark.parametrize(
    ("changes", "events"),
    [
        ({}, []),
        ({"post": "reviewer"}, ["move_account"]),
        ({"organisation": "next"}, ["move_account"]),
        ({"username": "renamed"}, ["change_account"]),
        ({"is_active": None}, ["disable_account"]),
        ({"post": "reviewer", "is_active": None}, ["move_account", "disable_account"]),
    ],
)
def test_each_change_is_one_event(
    cast: Cast, admin: Client, changes: dict[str, Any], events: list[str]
) -> None:
    officer = cast["inspector"]
    if "organisation" in changes:
        changes = {"organisation": Organisation.objects.get(code="next").pk}

    answer = change(admin, officer, **changes)

    assert answer.status_code == 302, answer.context["adminform"].errors
    assert events_of(officer) == events
    after = Officer.objects.get(pk=officer.pk)
    assert after.event_seq == len(events)
    assert after.is_active == ("is_active" not in changes)
    assert after.post == changes.get("post", "inspector")


@rule("R-TRACK-4", "R-SCOPE-1")
def test_the_auditor_reads_who_why_and_from_where(cast: Cast, admin: Client) -> None:
    change(admin, cast["inspector"], reason="on leave until May", is_active=None)
    far = Organisation.objects.get(code="next")
    change(admin, cast["colleague"], organisation=far.pk)
    admin.force_login(cast["auditor"])

    page = admin.get("/events/?kind=officer").content.decode()

    for word in ("on leave until May", "inspector", "colleague", "town → next", "Admin"):
        assert word in page, word


def test_enabled_again(cast: Cast, admin: Client) -> None:
    change(admin, cast["inspector"], is_active=None)
    change(admin, Officer.objects.get(username="inspector"), is_active="on")

    assert events_of(cast["inspector"]) == ["disable_account", "enable_account"]


def test_a_new_account_begins_its_chain(cast: Cast, admin: Client) -> None:
    form = {"username": "newcomer", "person": cast["inspector"].person_id, "post": "reviewer",
            "organisation": cast["inspector"].organisation_id or "",
            "usable_password": "true", "password1": NEW, "password2": NEW}  # fmt: skip

    assert admin.post("/admin/venues/officer/add/", form).status_code == 302

    newcomer = Officer.objects.get(username="newcomer")
    assert events_of(newcomer) == ["create_account"]
    assert newcomer.event_seq == 1


def test_password_set_anew_is_an_event_and_one_refused_is_none(cast: Cast, admin: Client) -> None:
    address = f"/admin/venues/officer/{cast['inspector'].pk}/password/"
    form = {"usable_password": "true", "password1": NEW}

    admin.post(address, {**form, "password2": "another"})
    assert events_of(cast["inspector"]) == []
    admin.post(address, {**form, "password2": NEW})

    assert events_of(cast["inspector"]) == ["reset_password"]


def test_own_password_is_an_event_of_its_own(cast: Cast, client: Client) -> None:
    client.force_login(cast["inspector"])
    actions.reveal_contact(cast.venue, by=cast["inspector"])

    client.post("/me/password/", {"old_password": PASSWORD, "new_password1": NEW,
                                  "new_password2": NEW})  # fmt: skip

    assert events_of(cast["inspector"]) == ["reveal_contact", "change_password"]
    assert Officer.objects.get(username="inspector").event_seq == 2


@pytest.mark.parametrize("changes", [{"is_active": None}, {"post": "auditor"}])
def test_an_administrator_does_not_lock_the_own_account(
    cast: Cast, admin: Client, changes: dict[str, Any]
) -> None:
    answer = change(admin, cast["admin"], **changes)

    assert answer.status_code == 400
    assert "另一" in answer.content.decode()
    after = Officer.objects.get(username="admin")
    assert (after.is_active, after.post) == (True, "administrator")


@rule("R-SCOPE-1")
def test_history_of_fields_is_shown_without_business(cast: Cast, admin: Client) -> None:
    actions.reveal_contact(cast.venue, by=cast["inspector"])
    change(admin, cast["inspector"], post="reviewer")

    page = admin.get(f"/admin/venues/officer/{cast['inspector'].pk}/history/").content.decode()

    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    assert any("经办" in row and "审核" in row and "Admin" in row for row in rows)
    assert cast.venue.name not in page


def test_organisations_are_renamed_and_nothing_else(cast: Cast, admin: Client) -> None:
    market = cast.department
    address = f"/admin/venues/organisation/{market.pk}/"
    form = {"name": "Market supervision", "short": "Market", "code": "x", "kind": "command"}

    assert admin.post(f"{address}change/", form).status_code == 302

    market.refresh_from_db()
    assert (market.name, market.short) == ("Market supervision", "Market")
    assert (market.code, market.kind) == ("market", "department")
    page = admin.get(f"{address}history/").content.decode()
    assert "Market supervision" in page
    assert admin.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert admin.get("/admin/venues/organisation/add/").status_code == 403


def test_areas_are_only_looked_at(cast: Cast, admin: Client) -> None:
    address = f"/admin/venues/area/{cast.town.pk}/"

    assert admin.get("/admin/venues/area/").status_code == 200
    assert admin.get(f"{address}change/").status_code == 200
    assert admin.post(f"{address}change/", {"name": "x"}).status_code == 403
    assert admin.get("/admin/venues/area/add/").status_code == 403
