"""Lists: filters, sorting, search, chips, the table alone for htmx, and odd questions."""

import pytest
from django.test import Client

from inspections.checks.visits import Given
from tests.cast import Cast
from venues.models import Venue

NAMES = {"V1": "Noodle house", "V2": "Tea house", "V3": "Kiosk", "V4": "Chess room"}


@pytest.fixture
def command(cast: Cast, client: Client) -> Client:
    client.force_login(cast["command"])
    return client


def shown(client: Client, query: str) -> list[str]:
    """The codes of the venues on the page, in their order."""
    page = client.get(f"/venues/?{query}")
    return [venue.code for venue in page.context["page"].object_list]


@pytest.mark.parametrize(
    ("text", "codes"),
    [("Noodle", ["V1"]), ("oodle h", ["V1"]), ("HOUSE", ["V1", "V2"]), ("V3", ["V3"]),
     ("花园", ["V2"]), ("路7号", ["V2"]), ("号", ["V2"]), ("  Tea ", ["V2"]), ("%", []), ("_", []),
     ("no such", []), ("", ["V1", "V2", "V3", "V4"])],
)  # fmt: skip
def test_search_by_any_part(cast: Cast, command: Client, text: str, codes: list[str]) -> None:
    Venue.objects.filter(pk=cast.venue_next_door.pk).update(address="花园路7号")

    page = command.get("/venues/", {"q": text})

    assert [venue.code for venue in page.context["page"].object_list] == codes


def test_filters_join(cast: Cast, command: Client) -> None:
    cast.open("general")
    cast.check(venue=cast.venue_next_door, by="neighbour", failed="B1")

    assert shown(command, "colour=yellow") == ["V1", "V2"]
    assert shown(command, f"colour=yellow&town={cast.town.pk}") == ["V1"]
    assert shown(command, f"town={cast.town.pk}&category={cast.chess.pk}") == ["V4"]
    assert shown(command, f"department={cast.department.pk}") == ["V1", "V2", "V3"]
    assert shown(command, "state=paused") == []


@pytest.mark.parametrize(
    ("sort", "codes"),
    [("name", ["V4", "V3", "V1", "V2"]), ("-name", ["V2", "V1", "V3", "V4"]),
     ("-code", ["V4", "V3", "V2", "V1"]), ("unclosed", ["V2", "V3", "V4", "V1"])],
)  # fmt: skip
def test_sorting(cast: Cast, command: Client, sort: str, codes: list[str]) -> None:
    cast.open()

    assert shown(command, f"sort={sort}") == codes


@pytest.mark.parametrize("address", ["/venues/", "/ledger/"])
@pytest.mark.parametrize(
    "query",
    ["town=abc", "town=999999999999999999999", "category=-1", "colour=pink", "state=x", "page=0",
     "page=999", "page=x", "sort=nothing", "sort=venue__password", "sort=-", "q=%00", "q=a%00b",
     "since=yesterday", "since=9999-12-31&until=0001-01-01", "overdue=maybe", "per_page=abc"],
)  # fmt: skip
def test_odd_questions_are_answered(command: Client, address: str, query: str) -> None:
    assert command.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("part", ["410108001-", "-0001", "1-20", "TEXT A", "behind the 柜台"])
def test_ledger_finds_any_part_of_number_item_and_description(
    cast: Cast, command: Client, part: str
) -> None:
    answers = {"A1": Given("fail", note="Boxes behind the 柜台, again")}
    cast.file(cast.visit(version=cast.version, answers=answers))
    issue = cast.only_issue()

    page = command.get("/ledger/", {"q": part})

    assert [each.pk for each in page.context["page"].object_list] == [issue.pk]
    assert not command.get("/ledger/", {"q": f"{part}?"}).context["page"].object_list


@pytest.mark.parametrize(
    "query", ["state=open&town=9999", "town=abc", "since=yesterday", "severity=grave", "state=x"]
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_filter_that_cannot_be_read_exports_nothing_and_says_so(
    cast: Cast, command: Client, query: str, kind: str
) -> None:
    issue = cast.open()

    shown = command.get(f"/ledger/?{query}")
    exported = command.get(f"/ledger/?{query}&export={kind}")

    assert (shown.status_code, exported.status_code) == (200, 400)
    for page in (shown, exported):
        assert page.context["filterset"].form.errors
        assert 'class="alert alert-danger' in page.content.decode()
        assert issue.number not in page.content.decode()


def test_chip_takes_its_filter_out_again(cast: Cast, command: Client) -> None:
    page = command.get(f"/venues/?town={cast.town.pk}&q=house")

    chips = {chip.words: chip.query_without for chip in page.context["chips"]}
    assert chips["Town"] == "q=house"
    assert chips["house"] == f"town={cast.town.pk}"


def test_htmx_gets_the_table_alone(command: Client) -> None:
    page = command.get("/venues/", headers={"hx-request": "true"}).content.decode()

    assert "<table" in page
    assert "<html" not in page


def test_empty_list_says_what_will_appear(command: Client) -> None:
    assert "登记后的场所显示在这里" in command.get("/venues/?q=nothing").content.decode() or (
        "没有" in command.get("/venues/?q=nothing").content.decode()
    )


def test_a_list_is_only_read(command: Client) -> None:
    assert command.post("/venues/").status_code == 405
