"""Importing accounts: everything is shown first, good rows go in, twice changes nothing."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.accounts.test_events import events_of
from tests.cast import OFFICERS, PASSWORD, Cast
from tests.pages.test_admin import signs_in
from tests.rules import rule
from tests.venues.sheets import csv_of, xlsx
from venues.models import Officer, Person

ADDRESS = "/admin/venues/officer/import/"
HEADINGS = ("账号", "姓名", "手机", "单位编码", "岗位")
LI = ("li", "李明", "13800000001", "town", "经办")


@pytest.fixture
def admin(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast["admin"])
    return client


def preview(client: Client, *lines: Any, name: str = "a.xlsx", headings: Any = HEADINGS) -> Any:
    content = (xlsx if name.endswith("xlsx") else csv_of)(headings, *lines)
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def import_now(client: Client, shown: Any, **options: str) -> Any:
    return client.post(ADDRESS, {"token": shown.context["token"], **options})


def figures(answer: Any) -> tuple[int, int, int, int]:
    context = answer.context
    return (len(context["created"]), len(context["changed"]), context["unchanged"],
            len(context["planned"].problems))  # fmt: skip


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_preview_writes_nothing_and_import_creates(
    cast: Cast, admin: Client, client: Client, name: str
) -> None:
    shown = preview(admin, LI, name=name)
    assert figures(shown) == (1, 0, 0, 0)
    assert not Officer.objects.filter(username="li").exists()

    done = import_now(admin, shown)

    officer = Officer.objects.get(username="li")
    assert (officer.post, officer.organisation) == ("inspector", cast["inspector"].organisation)
    assert (officer.person.name, officer.person.phone) == ("李明", "13800000001")
    assert events_of(officer) == ["create_account"]
    password = done.context["created"][0].password
    assert password in done.content.decode()
    assert "no-store" in done["Cache-Control"]
    assert signs_in(client, "li", password)


def test_same_file_twice_changes_nothing(cast: Cast, admin: Client) -> None:
    import_now(admin, preview(admin, LI))
    stored = list(Officer.objects.order_by("pk").values())

    again = import_now(admin, preview(admin, LI))

    assert figures(again) == (0, 0, 1, 0)
    assert list(Officer.objects.order_by("pk").values()) == stored


@rule("R-TRACK-4")
def test_a_row_of_a_known_account_moves_it_and_keeps_its_password(
    cast: Cast, admin: Client, client: Client
) -> None:
    line = ("inspector", "Inspector", "", "next", "reviewer")

    shown = preview(admin, line, headings=("account", "name", "phone", "organisation", "post"))
    assert figures(shown) == (0, 1, 0, 0)
    import_now(admin, shown)

    officer = Officer.objects.get(username="inspector")
    assert officer.organisation == cast["neighbour"].organisation
    assert events_of(officer) == ["move_account"]
    assert signs_in(client, "inspector", PASSWORD)


def test_another_name_is_the_persons(cast: Cast, admin: Client) -> None:
    line = ("inspector", "王某", "13800000009", "town", "经办")

    import_now(admin, preview(admin, line))

    officer = Officer.objects.get(username="inspector")
    assert (officer.person.name, officer.person.phone) == ("王某", "13800000009")
    assert events_of(officer) == ["change_account"]


@rule("R-SCOPE-5")
def test_same_name_and_phone_are_one_person(cast: Cast, admin: Client) -> None:
    second = ("li-2", "李明", "13800000001", "next", "审核")
    namesake = ("li-3", "李明", "13800000002", "next", "审核")

    import_now(admin, preview(admin, LI, second, namesake))

    assert Person.objects.filter(name="李明").count() == 2
    one, two = (Officer.objects.get(username=name) for name in ("li", "li-2"))
    assert one.person == two.person


def test_every_error_is_shown_with_row_and_column_and_the_others_go_in(
    cast: Cast, admin: Client
) -> None:
    shown = preview(
        admin, LI,
        ("", "a", "", "town", "经办"),
        ("b c", "b", "", "town", "经办"),
        ("li", "again", "", "town", "经办"),
        ("d", "", "", "town", "经办"),
        ("e", "e", "12", "town", "经办"),
        ("f", "f", "", "atlantis", "经办"),
        ("g", "g", "", "town", "皇帝"),
        ("h", "h", "", "", "经办"),
        ("admin", "Admin", "", "", "审计员"),
    )  # fmt: skip

    told = [(each.row, each.column) for each in shown.context["planned"].problems]
    assert told == [(3, "A"), (4, "A"), (5, "A"), (6, "B"), (7, "C"), (8, "D"), (9, "E"),
                    (10, "D"), (11, "E")]  # fmt: skip
    assert import_now(admin, shown, only_whole="on").status_code == 400
    assert not Officer.objects.filter(username="li").exists()
    import_now(admin, shown)
    assert set(Officer.objects.values_list("username", flat=True)) == {*OFFICERS, "li"}


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"a,b\n1,2\n"])
def test_a_file_that_is_none_is_one_sentence(admin: Client, content: bytes) -> None:
    answer = admin.post(ADDRESS, {"file": SimpleUploadedFile("a.csv", content)})

    assert answer.status_code == 400
    assert answer.context["error"]


def test_a_token_of_another_import_opens_nothing(cast: Cast, admin: Client) -> None:
    client = Client()
    client.force_login(cast["command"])
    content = csv_of(("名称", "类别", *HEADINGS))
    register = client.post("/venues/import/", {"file": SimpleUploadedFile("a.csv", content)})

    answer = admin.post(ADDRESS, {"token": register.context["token"]})

    assert answer.status_code == 400


@pytest.mark.parametrize("name", [name for name in OFFICERS if name != "admin"])
def test_nobody_else_imports_accounts(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])

    assert client.get(ADDRESS).status_code == 302
    assert client.post(ADDRESS, {}).status_code == 302


def test_the_empty_file_and_the_way_there(admin: Client) -> None:
    assert ADDRESS in admin.get("/admin/venues/officer/").content.decode()
    assert "账号" in admin.get(f"{ADDRESS}?template").content.decode()
