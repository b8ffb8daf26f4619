"""Plates, whistles and operations in a day's figures, each with the list behind it (R-REPORT-1)."""

from datetime import date, timedelta

import pytest
from django.test import Client

from inspections.enforcement import actions as joint
from inspections.enforcement.models import Operation
from inspections.plates.models import Plate
from inspections.reports.compiling import scope_of
from inspections.reports.figures import day_figures
from inspections.reports.rules import FIGURES, JOINT_FIGURES, PLATE_FIGURES
from inspections.reports.wording import figure_lines
from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, TUESDAY, at
from tests.enforcement import stages as operations
from tests.plates import stages as plates
from tests.reports.days import content, submitted
from tests.reports.test_links import PAGES, differing, lines_of
from tests.rules import rule
from venues.models import Organisation
from venuewatch.workflow import clock

COUNTED = (*PLATE_FIGURES, *JOINT_FIGURES)
WEDNESDAY = TUESDAY + timedelta(days=1)


def own(code: str, day: date) -> dict[str, int | None]:
    """The figures of plates and operations of an organisation's day that are not zero."""
    counted = day_figures(scope_of([Organisation.objects.get(code=code)]), day, clock.now())
    (figures,) = [*counted.towns.values(), *counted.departments.values()]
    return {name: figures[name] for name in COUNTED if figures[name]}


@rule("R-REPORT-1", "R-PLATE-2")
def test_a_plate_counts_on_its_days_and_while_it_hangs(cast: Cast) -> None:
    plates.accepted(cast)
    with at(FRIDAY, 11):
        assert own("town", MONDAY) == {"plates_hung": 1, "plates_hanging": 1}
        assert own("market", FRIDAY) == {"plates_hanging": 1}
    with at(FRIDAY, 12):
        plates.lift(cast, Plate.objects.get())
        assert own("town", FRIDAY) == own("market", FRIDAY) == {"plates_lifted": 1}
        assert own("next", FRIDAY) == own("next", MONDAY) == {}


@rule("R-REPORT-1", "R-PLATE-5")
def test_a_withdrawn_plate_was_hung_and_never_lifted(cast: Cast) -> None:
    plate = plates.hung(cast)
    with at(TUESDAY):
        plates.withdraw(cast, plate)
        assert own("town", MONDAY) == {"plates_hung": 1}
        assert own("town", TUESDAY) == {}


@rule("R-REPORT-1", "R-JOINT-1")
def test_whistles_are_the_towns_and_operations_those_of_who_was_invited(cast: Cast) -> None:
    operation = operations.convened(cast)
    with at(MONDAY, 10):
        assert own("town", MONDAY) == {"whistles": 1, "operations": 1}
        assert own("police", MONDAY) == {"whistles": 1, "operations": 1}
        assert own("town", TUESDAY) == {"operations": 1}
        assert own("next", MONDAY) == {}
        joint.cancel(operation, by=cast["command"], reason="the place is shut")
        assert own("town", MONDAY) == {"whistles": 1}


@rule("R-REPORT-1", "R-JOINT-4")
def test_a_closed_operation_counts_on_the_day_of_its_closing(cast: Cast) -> None:
    operations.closed(cast)
    with at(MONDAY, 14):
        assert own("health", MONDAY) == {"whistles": 1, "operations_closed": 1}
        assert own("health", TUESDAY) == {}


@rule("R-REPORT-1", "R-JOINT-1")
def test_what_command_convenes_by_itself_is_no_whistle(cast: Cast) -> None:
    operations.gathered(cast)
    with at(MONDAY, 9):
        joint.convene_at_once(cast.venue, by=cast["command"], plan=operations.plan(cast),
                              why="seen from the street")  # fmt: skip
        assert own("town", MONDAY) == {"operations": 1}


@rule("R-REPORT-1")
def test_the_district_counts_each_once(cast: Cast) -> None:
    operations.convened(cast)
    plates.hung(cast)
    rows = Organisation.objects.filter(code__in=["town", "next", "market", "police", "health"])
    with at(MONDAY, 13):
        counted = day_figures(scope_of(rows.order_by("pk"), [cast.district.pk]), MONDAY,
                              clock.now())  # fmt: skip

    assert {name: counted.whole[name] for name in COUNTED} == {
        "plates_hung": 1, "plates_lifted": 0, "plates_hanging": 1,
        "whistles": 1, "operations": 1, "operations_closed": 0,
    }  # fmt: skip


def tried_on(cast: Cast, client: Client, day: date) -> set[str]:
    """The figures that some page of the day tells; each list has as many rows as its figure."""
    tried = set()
    for name in PAGES:
        client.force_login(cast[name])
        with at(FRIDAY, 13):
            lines = [each for page in PAGES[name] for each in lines_of(client, page, day)]
            assert differing(client, lines, COUNTED) == {}, name
        tried |= {cell.name for line in lines for cell in line.cells if cell.value}
    return tried


@rule("R-REPORT-1", "R-SCOPE-2")
def test_each_list_has_as_many_rows_as_its_figure(cast: Cast, client: Client) -> None:
    operations.closed(cast)
    tried = set()
    with at(WEDNESDAY):
        operations.blow(cast)
    plates.accepted(cast)
    for day in (MONDAY, WEDNESDAY, FRIDAY):
        tried |= tried_on(cast, client, day)
    with at(FRIDAY, 12):
        plates.lift(cast, Plate.objects.get())
        last = Operation.objects.latest("pk")
        joint.convene(last, by=cast["command"], plan=operations.plan(cast))
    tried |= tried_on(cast, client, FRIDAY)

    assert tried >= set(COUNTED)


@rule("R-REPORT-1")
def test_the_text_for_the_work_chat_says_them(cast: Cast, client: Client) -> None:
    plates.hung(cast)
    client.force_login(cast["town-reviewer"])
    client.cookies["django_language"] = "en"
    town = Organisation.objects.get(code="town")
    with at(MONDAY, 12):
        text = client.get(f"/reports/{MONDAY}/{town.pk}/town/").context["text"]

    assert "Black plates: hung 1, lifted 0, hang now 1" in text
    assert "Joint enforcement: whistles 0, going on 0, closed 0" in text


@rule("R-REPORT-1")
@pytest.mark.parametrize("code", ["town", "command"])
def test_what_comes_after_the_report_is_in_the_next(cast: Cast, client: Client, code: str) -> None:
    operations.gathered(cast)
    plate = plates.approved(cast)
    submitted(cast, code, MONDAY)
    with at(MONDAY, 18):
        plates.hang(cast, plate)
        operations.blow(cast)
    client.force_login(cast["command"])
    second = submitted(cast, code, TUESDAY)

    added = content(second)["added"]
    assert [{k: n for k, n in each["counts"].items() if n} for each in added] == [  # type: ignore[attr-defined]
        {"plates_hung": 1, "whistles": 1}
    ]
    kind = "town" if code == "town" else "bulletin"
    with at(TUESDAY, 18):
        page = client.get(f"/reports/{TUESDAY}/{second.organisation_id}/{kind}/").content.decode()
    assert f"/plates/{plates.fresh(plate).number}/" in page
    assert f"/operations/{Operation.objects.get().whistle}/" in page


@rule("R-REPORT-1")
def test_a_report_frozen_before_they_were_counted_says_nothing_of_them() -> None:
    old = {name: 0 for name in FIGURES if name not in COUNTED}

    assert len(list(figure_lines(old))) == 4
