"""Checklists: everybody at work reads them, command's leaders publish from a file."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from inspections.checks.models import Checklist
from tests.cast import OFFICERS, Cast
from tests.rules import rule
from tests.venues.sheets import csv_of, xlsx
from venuewatch.workflow.models import Event

HEADINGS = ("编号", "检查内容", "严重程度", "整改时限(小时)", "须拍照", "数值名称", "数值单位",
            "下限", "上限", "依据", "负责单位编码", "立行立改")  # fmt: skip
A1 = ("A1", "text A1", "一般", 72, "", "", "", "", "", "", "", "是")
B1 = ("B1", "消防通道:畅通(≥1.4米)", "较大", 24, "是", "宽度", "米", 1.4, "", "GB 40248", "fire")
NO_BUSINESS = ("auditor", "admin")


@pytest.fixture
def leader(cast: Cast, client: Client) -> Client:
    client.force_login(cast["command-leader"])
    return client


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/checks/lists/{cast.version.checklist_id}/"


def preview(client: Client, address: str, content: bytes, name: str = "a.xlsx") -> Any:
    return client.post(f"{address}publish/", {"file": SimpleUploadedFile(name, content)})


def publish(client: Client, address: str, shown: Any, **form: Any) -> Any:
    usual = {"token": shown.context["token"], "seen": shown.context["seen"], "reason": "new law"}
    return client.post(f"{address}publish/", {**usual, **form})


def figures(answer: Any) -> tuple[int, int, int, int]:
    found = answer.context["proposal"]
    return (len(found.new), len(found.changed), len(found.gone), found.same)


def versions() -> int:
    return Checklist.objects.get(code="catering").versions.count()


@rule("R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_lists_of_the_own_district_are_read(
    cast: Cast, client: Client, address: str, name: str
) -> None:
    client.force_login(cast[name])
    outside = name == "outsider" or name in NO_BUSINESS

    page = client.get("/checks/lists/").content.decode()

    assert (address in page) == (not outside)
    assert client.get(address).status_code == (404 if outside else 200)
    assert client.get(f"{address}?version=1").status_code == (404 if outside else 200)
    assert client.get(f"{address}?version=7").status_code == 404


@pytest.mark.parametrize("name", [name for name in OFFICERS if name != "command-leader"])
def test_nobody_else_publishes(cast: Cast, client: Client, address: str, name: str) -> None:
    client.force_login(cast[name])

    answer = preview(client, address, xlsx(HEADINGS, A1))

    assert answer.status_code in (403, 404)
    assert "publish/" not in client.get(address).content.decode()
    assert versions() == 1


@rule("R-CHECK-1", "R-TRACK-4")
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_preview_writes_nothing_and_publishing_makes_a_version(
    cast: Cast, leader: Client, address: str, name: str
) -> None:
    make = xlsx if name.endswith("xlsx") else csv_of
    shown = preview(leader, address, make(HEADINGS, A1, B1), name)
    assert figures(shown) == (0, 1, 3, 1)
    assert versions() == 1

    answer = publish(leader, address, shown)

    assert answer.status_code == 302
    version = cast.version.checklist.current()
    assert version.number == 2
    item = version.items.get(code="B1")
    assert item.text == B1[1]
    assert (item.severity, item.hours, item.photo_required) == ("serious", 24, True)
    assert (item.number_name, item.lowest, item.highest) == ("宽度", 1.4, None)
    assert item.answering is not None
    assert item.answering.code == "fire"
    assert cast.version.items.count() == 5
    event = Event.objects.get(subject_type="checklist")
    assert event.name == "publish"
    page = leader.get(address).content.decode()
    assert "new law" in page
    assert "Command-Leader" in page


@rule("R-CHECK-1")
def test_exported_it_comes_back_the_same(cast: Cast, leader: Client, address: str) -> None:
    answer = leader.get(f"{address}?export=xlsx&version=1")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a stream
    book: Any = load_workbook(BytesIO(content)).active
    assert book.max_row == 6

    shown = preview(leader, address, content)

    assert figures(shown) == (0, 0, 0, 5)
    refused = publish(leader, address, shown)
    assert refused.status_code == 400
    assert "没有任何改动" in refused.content.decode()
    assert versions() == 1


def test_every_error_has_row_and_column_and_nothing_is_published(
    cast: Cast, leader: Client, address: str
) -> None:
    bad = [
        ("", *A1[1:]),
        ("检查", *A1[1:]),
        ("A2", "", *A1[2:]),
        ("A3", "x", "严重", *A1[3:]),
        ("A4", "x", "一般", "soon", *A1[4:]),
        ("A5", "x", "一般", 1, "maybe", *A1[5:]),
        ("A6", "x", "一般", 1, "", "", "", "low", "", "", ""),
        ("A7", "x", "一般", 1, "", "", "", 3, "", "", ""),
        ("A8", "x", "一般", 1, "", "n", "", 3, 2, "", ""),
        ("A9", "x", "一般", 1, "", "", "", "", "", "", "nobody"),
        ("A10", "x" * 401, "一般", 1, *A1[4:]),
        A1,
        A1,
    ]
    shown = preview(leader, address, xlsx(HEADINGS, *bad))

    told = [(each.row, each.column) for each in shown.context["proposal"].problems]
    assert told == [(2, "A"), (3, "A"), (4, "B"), (5, "C"), (6, "D"), (7, "E"), (8, "H"),
                    (9, "F"), (10, "H"), (11, "K"), (12, "B"), (14, "A")]  # fmt: skip
    publish(leader, address, shown)
    assert versions() == 1


YAML = """
routine:
  - code: A1
    text: text A1
    severity: general
    hours: 72
    needs: [on_the_spot]
  - code: X1
    text: "灭火器:压力正常"
    severity: major
    hours: 2
    needs: [on_the_spot, photo]
    number: {name: 失效灭火器, unit: 具, highest: 0}
    basis: [own rule]
    answering: fire
"""


@rule("R-CHECK-1")
def test_yaml_in_the_shape_of_the_products_own(cast: Cast, leader: Client, address: str) -> None:
    shown = preview(leader, address, YAML.encode(), "a.yaml")
    assert figures(shown) == (1, 0, 4, 1)

    publish(leader, address, shown)

    item = cast.version.checklist.current().items.get(code="X1")
    assert (item.severity, item.on_the_spot, item.photo_required) == ("major", True, True)
    assert (item.number_name, item.highest, item.basis) == ("失效灭火器", 0, "own rule")


def test_yaml_errors_name_line_and_key(cast: Cast, leader: Client, address: str) -> None:
    shown = preview(leader, address, YAML.replace("hours: 2", "hours: two").encode(), "a.yaml")

    told = [(each.row, each.column) for each in shown.context["proposal"].problems]
    assert told == [(8, "hours")]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"\x00", "a.xlsx"),
        (b"routine: [", "a.yaml"),
        (b"routine: 3", "a.yaml"),
        (b"epidemic_2022: []", "a.yaml"),
        (b"3", "a.yaml"),
        (b"\xff\xfe", "a.yaml"),
    ],
)
def test_a_file_that_is_none_is_one_sentence(
    cast: Cast, leader: Client, address: str, content: bytes, name: str
) -> None:
    answer = preview(leader, address, content, name)

    assert answer.status_code == 400
    assert answer.context["error"]


def test_reason_is_needed_and_an_overtaken_page_is_told(
    cast: Cast, leader: Client, address: str
) -> None:
    shown = preview(leader, address, xlsx(HEADINGS, A1))
    other = preview(leader, address, xlsx(HEADINGS, A1, B1))

    assert publish(leader, address, shown, reason=" ").status_code == 400
    assert publish(leader, address, shown).status_code == 302
    late = publish(leader, address, other, reason="my reason")

    assert late.status_code == 409
    assert "my reason" in late.content.decode()
    assert versions() == 2
    again = publish(leader, address, late)
    assert again.status_code == 302
    assert versions() == 3


def test_settings_show_the_lists_of_the_district(cast: Cast, leader: Client, address: str) -> None:
    assert address in leader.get("/settings/410108/").content.decode()
