"""Importing a register: everything is shown first, good rows go in, twice changes nothing."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.rules import rule
from tests.venues.sheets import HEADINGS, csv_of, figures, import_now, preview, venue, xlsx
from venues.models import Venue


@pytest.fixture
def command(cast: Cast, client: Client) -> Client:
    client.force_login(cast["command-reviewer"])
    return client


@rule("R-VENUE-3")
def test_preview_writes_nothing_and_import_does(command: Client) -> None:
    before = Venue.objects.count()
    shown = preview(command, xlsx(HEADINGS, venue(), venue("V1", "Noodle house", address="9 Lane")))
    assert figures(shown) == (1, 1, 0, 0)
    assert Venue.objects.count() == before

    done = import_now(command, shown)

    assert figures(done) == (1, 1, 0, 0)
    assert Venue.objects.get(code="N1").name == "New inn"
    assert Venue.objects.get(code="V1").address == "9 Lane"


@rule("R-VENUE-3")
def test_same_file_twice_changes_nothing(command: Client) -> None:
    lines = [venue("N1", capacity=12, lon=113.617, lat=34.867, system="GCJ-02"),
             venue("", "Without a code", area="Community")]  # fmt: skip
    content = xlsx(HEADINGS, *lines)
    import_now(command, preview(command, content))
    stored = list(Venue.objects.order_by("pk").values())

    again = import_now(command, preview(command, content))

    assert figures(again) == (0, 0, 2, 0)
    assert list(Venue.objects.order_by("pk").values()) == stored


@rule("R-VENUE-3")
def test_every_error_is_shown_with_row_and_column(command: Client) -> None:
    bad = [
        venue("N1", ""),
        venue("N2", category="circus"),
        venue("N3", area="Atlantis"),
        venue("N4", phone="12345"),
        venue("N5", capacity="many"),
        venue("N6", capacity=-4),
        venue("N7", capacity="1e400"),
        venue("N8", lon="nan", lat=3),
        venue("N9", lon=1e300, lat=1e300, system="gcj02"),
        venue("N10", lon=113.6),
        venue("N11", system="mars"),
        venue("N 12"),
        venue("N13/../x"),
        venue("N14", "x" * 121),
        venue("N15", category="circus", area="Atlantis", capacity="many"),
        venue("N16", phone="12", capacity="abc", lon=113.6),
        venue("N 17", capacity="3.7"),
        venue("N18", "", category="circus", phone="12", lon="east", lat=34.8, capacity=0),
        venue("", "", area="Atlantis", phone="12"),
    ]
    shown = preview(command, xlsx(HEADINGS, *bad))

    places = [(each.row, each.column) for each in shown.context["planned"].problems]
    assert places == [
        (2, "B"), (3, "C"), (4, "D"), (5, "F"), (6, "G"), (7, "G"), (8, "G"), (9, "H"), (10, "H"),
        (11, "I"), (12, "J"), (13, "A"), (14, "A"), (15, "B"), (16, "C"), (16, "D"), (16, "G"),
        (17, "G"), (17, "F"), (17, "I"), (18, "G"), (18, "A"),
        (19, "C"), (19, "H"), (19, "B"), (19, "F"), (19, "G"), (20, "D"), (20, "B"), (20, "F"),
    ]  # fmt: skip
    assert figures(shown)[0] == 0


@rule("R-VENUE-3")
def test_bad_row_stops_no_good_one_unless_asked(command: Client) -> None:
    content = xlsx(HEADINGS, venue("N1"), venue("N2", category="circus"), venue("N3", "Third"))
    refused = import_now(command, preview(command, content), only_whole="on")
    assert refused.status_code == 400
    assert not Venue.objects.filter(code__startswith="N").exists()

    import_now(command, preview(command, content))

    assert set(Venue.objects.filter(code__startswith="N").values_list("code", flat=True)) == {
        "N1", "N3",
    }  # fmt: skip


@rule("R-VENUE-3")
def test_venue_twice_in_a_file_is_told(command: Client) -> None:
    shown = preview(command, xlsx(HEADINGS, venue("N1"), venue("N1", "Other"), venue("", "A"),
                                  venue("", "A")))  # fmt: skip

    assert [each.row for each in shown.context["planned"].problems] == [3, 5]


@rule("R-VENUE-3", "R-SCOPE-2")
def test_code_of_another_district_is_not_taken_over(cast: Cast, command: Client) -> None:
    far = cast["outsider"].organisation.area  # type: ignore[union-attr]  # the cast's has one
    Venue.objects.create(code="FAR1", name="Far", category=cast.category, area=far)

    shown = preview(command, xlsx(HEADINGS, venue("FAR1", "Mine now")))

    assert figures(shown) == (0, 0, 0, 1)
    assert Venue.objects.get(code="FAR1").name == "Far"


@rule("R-VENUE-3")
def test_row_that_changed_meanwhile_is_told_and_the_others_go_in(command: Client) -> None:
    content = xlsx(HEADINGS, venue("V1", "Noodle house", address="9 Lane"), venue("N1"))
    shown = preview(command, content)
    Venue.objects.filter(code="V1").update(state="ended")

    done = import_now(command, shown)

    assert figures(done) == (1, 0, 0, 1)
    assert Venue.objects.filter(code="N1").exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"", "empty.xlsx"),
        (b"PK\x03\x04 broken", "broken.xlsx"),
        (b"not a workbook", "text.xlsx"),
        (b"\x00\x01\x02\xff\xfe", "binary.csv"),
        (csv_of(["one", "two"], ["a", "b"]), "no-headings.csv"),
        (csv_of(["名称"], ["a"]), "no-category.csv"),
    ],
)
@rule("R-VENUE-3")
def test_file_that_cannot_be_used_gets_a_sentence(
    command: Client, content: bytes, name: str
) -> None:
    answer = preview(command, content, name)

    assert answer.status_code == 400
    assert answer.context["error"]


@pytest.mark.parametrize("form", [{}, {"token": "forged"}, {"token": ""}])
def test_no_file_gets_a_sentence(command: Client, form: dict[str, Any]) -> None:
    answer = command.post("/venues/import/", form)

    assert answer.status_code == 400
    assert answer.context["error"]


def test_template_can_be_imported(command: Client) -> None:
    content = command.get("/venues/import/template/").content

    assert figures(preview(command, content, "venues.csv")) == (0, 0, 0, 0)
