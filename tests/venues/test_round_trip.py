"""The register's own export is a file that its import reads: back in, it changes nothing."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.rules import rule
from tests.venues.sheets import figures, import_now, preview, venue, xlsx
from venues.models import Area, Venue


@pytest.fixture
def command(cast: Cast, client: Client) -> Client:
    """Command, over a register with everything that is hard to write into a cell."""
    other = Area.objects.create(
        code="410108001002", name="Other", kind="community", parent=cast.town
    )
    Area.objects.create(code="410108001002001", name="Grid", kind="grid", parent=other)
    Venue.objects.filter(pk=cast.venue.pk).update(
        name="晨光面馆（花园口店）", address="-1 层 ７号", unlicensed=True, town_leader="王某",
        grid_leader="李某", department_officer="赵某", capacity=40, tag="夜间", lon=113.61712345678,
        lat=34.867, source_crs="gcj02", credit_code="91350211M000100Y43",
        credit_code_reason="on its licence", legal_phone="13800138000", site_person="钱某",
    )  # fmt: skip
    Venue.objects.filter(pk=cast.chess_room.pk).update(address="=1+1", state="ended")
    client.force_login(cast["command-reviewer"])
    return client


def exported(client: Client, kind: str) -> bytes:
    answer: Any = client.get(f"/venues/?export={kind}")
    return b"".join(answer.streaming_content)


@rule("R-VENUE-3")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_export_imported_again_changes_nothing(
    command: Client, settings: Any, kind: str, language: str
) -> None:
    command.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    stored = list(Venue.objects.order_by("pk").values())

    shown = preview(command, exported(command, kind), f"venues.{kind}")
    import_now(command, shown)

    problems = [(each.row, str(each.sentence)) for each in shown.context["planned"].problems]
    assert figures(shown) == (0, 0, len(stored), 0), problems
    assert list(Venue.objects.order_by("pk").values()) == stored


@rule("R-VENUE-3")
def test_a_change_typed_into_the_export_is_the_only_one(command: Client) -> None:
    content = exported(command, "csv").decode("utf-8-sig").replace("王某", "孙某")

    import_now(command, preview(command, content.encode(), "venues.csv"))

    row = Venue.objects.get(code="V1")
    assert (row.town_leader, row.grid_leader, row.area.code) == ("孙某", "李某", "410108001001001")
    assert (row.legal_phone, row.name) == ("13800138000", "晨光面馆（花园口店）")


@rule("R-VENUE-3")
def test_a_name_of_several_places_is_told_apart_by_the_larger_ones(command: Client) -> None:
    headings = ["编码", "名称", "类别", "镇办", "社区", "网格"]
    line = [*venue("N1")[:3], "Town", "Other", "Grid"]

    import_now(command, preview(command, xlsx(headings, line)))
    alone = preview(command, xlsx([*headings[:3], "网格"], [*venue("N2")[:3], "Grid"]))

    assert Venue.objects.get(code="N1").area.code == "410108001002001"
    assert [each.column for each in alone.context["planned"].problems] == ["D"]


@rule("R-VENUE-3")
@pytest.mark.parametrize(("word", "stored"), [("是", True), ("否", False), ("YES", True),
                                              ("√", True), ("", False)])  # fmt: skip
def test_unlicensed_is_read_in_words(command: Client, word: str, stored: bool) -> None:
    content = xlsx(["编码", "名称", "类别", "区划", "无照"], [*venue("N1")[:4], word])

    import_now(command, preview(command, content))

    assert Venue.objects.get(code="N1").unlicensed is stored


@rule("R-VENUE-3")
def test_what_is_neither_yes_nor_no_is_told(command: Client) -> None:
    content = xlsx(["编码", "名称", "类别", "区划", "无照"], [*venue("N1")[:4], "maybe"])

    problems = preview(command, content).context["planned"].problems

    assert [each.column for each in problems] == ["E"]
