"""Signing in and out, the password, the language; and who stays outside."""

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast

NEW = "clear-sky-58"


def sign_in(client: Client, username: str, password: str, **form: str) -> int:
    form = {"username": username, "password": password, **form}
    return client.post("/sign-in/", form).status_code


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_in_and_out(cast: Cast, client: Client) -> None:
    assert sign_in(client, "inspector", PASSWORD) == 302
    assert signed_in(client)

    client.post("/sign-out/")

    assert not signed_in(client)


def test_back_to_the_page_that_was_asked_for(cast: Cast, client: Client) -> None:
    asked = client.get("/venues/V1/")["Location"]

    answer = client.post(asked, {"username": "inspector", "password": PASSWORD})

    assert answer["Location"] == "/venues/V1/"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_not_to_somebody_elses(cast: Cast, client: Client, address: str) -> None:
    form = {"username": "inspector", "password": PASSWORD, "next": address}

    assert "evil" not in client.post("/sign-in/", form)["Location"]


@pytest.mark.parametrize(("username", "password"), [("inspector", "wrong"), ("nobody", PASSWORD)])
def test_wrong_ones_get_the_same_sentence(
    cast: Cast, client: Client, username: str, password: str
) -> None:
    page = client.post("/sign-in/", {"username": username, "password": password})

    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert f'value="{username}"' in page.content.decode()
    assert password not in page.content.decode()


@pytest.mark.parametrize("door", ["/sign-in/", "/admin/login/"])
@pytest.mark.parametrize("username", ["x" * 61, "x" * 256, "x" * 70_000, "a\0b"])
def test_no_account_is_called_that(cast: Cast, client: Client, door: str, username: str) -> None:
    page = client.post(door, {"username": username, "password": PASSWORD})

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["username"]
    assert PASSWORD not in page.content.decode()


def test_after_too_many_tries_the_door_is_shut(cast: Cast, client: Client) -> None:
    for _ in range(10):
        sign_in(client, "inspector", "wrong")

    answer = client.post("/sign-in/", {"username": "inspector", "password": PASSWORD})

    assert not signed_in(client)
    assert answer.status_code == 429
    assert "Traceback" not in answer.content.decode()


def test_shut_for_one_account_it_is_open_for_others(cast: Cast, client: Client) -> None:
    for _ in range(10):
        sign_in(client, "inspector", "wrong")

    assert sign_in(client, "colleague", PASSWORD) == 302


def test_disabled_account(cast: Cast, client: Client) -> None:
    officer = cast["inspector"]
    officer.is_active = False
    officer.save()

    sign_in(client, "inspector", PASSWORD)

    assert not signed_in(client)


def test_disabled_while_signed_in(cast: Cast, client: Client) -> None:
    sign_in(client, "inspector", PASSWORD)
    officer = cast["inspector"]
    officer.is_active = False
    officer.save()

    assert client.get("/venues/")["Location"].startswith("/sign-in/")


def test_password_is_changed_by_who_knows_it(cast: Cast, client: Client) -> None:
    sign_in(client, "inspector", PASSWORD)
    form = {"new_password1": NEW, "new_password2": NEW}

    refused = client.post("/me/password/", {**form, "old_password": "wrong"})
    taken = client.post("/me/password/", {**form, "old_password": PASSWORD})

    assert (refused.status_code, taken.status_code) == (200, 302)
    assert signed_in(client)
    client.post("/sign-out/")
    assert sign_in(client, "inspector", PASSWORD) == 200
    assert sign_in(client, "inspector", NEW) == 302


@pytest.mark.parametrize("password", ["12345678", "password", "short", "inspector"])
def test_weak_passwords_are_refused(cast: Cast, client: Client, password: str) -> None:
    sign_in(client, "inspector", PASSWORD)
    form = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}

    page = client.post("/me/password/", form)

    assert page.context["form"].errors


def test_language_is_switched_on_the_same_page(cast: Cast, client: Client) -> None:
    client.force_login(cast["inspector"])
    assert "场所" in client.get("/venues/").content.decode()

    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/venues/?q=Noodle"})

    page = client.get("/venues/").content.decode()
    assert answer["Location"] == "/venues/?q=Noodle"
    assert '<html lang="en">' in page
    assert "Venues" in page
