"""The system administrator creates, resets, moves and disables accounts, and sees no business."""

import re

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast
from tests.rules import rule
from venues.models import Officer

NEW = "clear-sky-58"


def signs_in(client: Client, username: str, password: str) -> bool:
    client.post("/sign-in/", {"username": username, "password": password})
    return "_auth_user_id" in client.session


@pytest.fixture
def admin(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast["admin"])
    return client


@rule("R-SCOPE-1")
def test_new_account_can_sign_in(cast: Cast, admin: Client, client: Client) -> None:
    cast_of = {"person": cast["inspector"].person_id, "post": "reviewer"}
    form = {"username": "newcomer", "organisation": cast["inspector"].organisation_id or "",
            "usable_password": "true", "password1": NEW, "password2": NEW, **cast_of}  # fmt: skip

    answer = admin.post("/admin/venues/officer/add/", form)

    assert answer.status_code == 302, answer.context["adminform"].errors
    assert signs_in(client, "newcomer", NEW)


def test_reset_password_counts_and_the_old_one_does_not(
    cast: Cast, admin: Client, client: Client
) -> None:
    address = f"/admin/venues/officer/{cast['inspector'].pk}/password/"

    answer = admin.post(address, {"usable_password": "true", "password1": NEW, "password2": NEW})

    assert answer.status_code == 302
    assert not signs_in(client, "inspector", PASSWORD)
    assert signs_in(client, "inspector", NEW)


def test_disabled_account_cannot_sign_in(cast: Cast, admin: Client, client: Client) -> None:
    officer = cast["inspector"]
    form = {"username": officer.username, "person": officer.person_id, "post": officer.post,
            "organisation": officer.organisation_id or ""}  # fmt: skip

    answer = admin.post(f"/admin/venues/officer/{officer.pk}/change/", form)

    assert answer.status_code == 302, answer.context["adminform"].errors
    assert not Officer.objects.get(pk=officer.pk).is_active
    assert not signs_in(client, "inspector", PASSWORD)


@rule("R-SCOPE-1")
def test_admin_shows_accounts_and_organisations_only(admin: Client) -> None:
    page = admin.get("/admin/").content.decode()

    shown = set(re.findall(r"/admin/venues/(\w+)/", page))
    assert shown == {"officer", "person", "organisation", "area"}
    assert "venue/" not in page.replace("/admin/venues/", "")
    assert "issue" not in page
    assert "/admin/axes/" not in page
    assert "/admin/auth/" not in page


def test_admin_speaks_chinese_and_our_words_are_not_put_into_its_mouth(admin: Client) -> None:
    page = admin.get("/admin/").content.decode()

    assert "状态变化" not in page
    assert "修改" in page


@pytest.mark.parametrize("name", ["inspector", "command-leader", "auditor"])
def test_nobody_else_gets_in(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])

    assert client.get("/admin/").status_code == 302


def test_accounts_are_never_deleted(cast: Cast, admin: Client) -> None:
    assert admin.post(f"/admin/venues/officer/{cast['inspector'].pk}/delete/").status_code == 403
