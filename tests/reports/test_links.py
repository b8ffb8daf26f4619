"""Every figure leads to the list behind it, which has as many rows (R-REPORT-1)."""

from collections.abc import Container, Iterable
from datetime import date, timedelta
from functools import cache, partial

import pytest
from django.test import Client

from inspections.checks.models import Inspection
from inspections.checks.visits import Given
from inspections.checks.withdrawing import ask_withdrawal, grant_withdrawal
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.reports.rules import FIGURES, JOINT_FIGURES, PLATE_FIGURES
from inspections.reports.tables import Line
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.reports.days import planned
from tests.rules import rule
from venues.models import Organisation, Standing
from venuewatch.workflow import clock, followups

PAGES: dict[str, tuple[tuple[str, str] | None, ...]] = {
    "town-reviewer": (None, ("town", "town")),
    "neighbour-reviewer": (None, ("next", "town")),
    "dept-reviewer": (None, ("market", "department"), ("market", "summary")),
    "command": (None, ("town", "town"), ("next", "town"), ("market", "summary"),
                ("command", "bulletin")),
}  # fmt: skip


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A Tuesday on which each figure of somebody is more than zero."""
    Standing.objects.update(
        last_town_check=MONDAY.replace(year=2024), last_sector_check=MONDAY.replace(year=2024)
    )
    planned(MONDAY)
    with at(MONDAY, 8):
        issue = cast.open()
        cast.check(venue=cast.venue_next_door, by="neighbour", failed="A1")
    planned(TUESDAY)
    with at(TUESDAY, 9):
        cast.recheck(cast.report(issue))
        cast.check(failed="B1")
        cast.check(by="dept", failed="C1")
        cast.check(by="command", failed="A1", venue=cast.venue_without_town)
        cast.check(by="command-reviewer", failed="A1", venue=cast.chess_room)
        partly = {"A1": Given("pass"), "B1": Given("not_checked")}
        cast.file(cast.visit(version=cast.version, answers=partly), by="colleague")
        cast.file(cast.visit(no_entry_reason="shut", pictures=[cast.photo(kind="no_entry")]))
    with at(TUESDAY, 10):
        followups.run_due()
        twice = Issue.objects.get(severity="serious", venue=cast.venue)
        cast.recheck(cast.report(twice), passed=False)
        cast.report(Issue.objects.get(pk=twice.pk))
        mistaken(cast)
        in_error = Issue.objects.get(venue=cast.chess_room)
        ledger.void(in_error, by=cast["command-leader"], reason="typed twice", kind="error")
    return cast


def mistaken(cast: Cast) -> Inspection:
    """A visit filed by mistake and withdrawn."""
    visit = cast.check(by="colleague", failed="C1")
    ask = ask_withdrawal(visit, by=cast["colleague"], reason="the house next door was meant")
    grant_withdrawal(ask, by=cast["town-reviewer"])
    return visit


def lines_of(client: Client, page: tuple[str, str] | None, day: date = TUESDAY) -> list[Line]:
    """The lines of figures that a day's overview (None) or a report shows."""
    if page is None:
        return list(client.get("/reports/", {"day": day.isoformat()}).context["lines"])
    code, kind = page
    organisation = Organisation.objects.get(code=code)
    context = client.get(f"/reports/{day}/{organisation.pk}/{kind}/").context
    own = [] if kind == "bulletin" else [context["own"]]
    return [*own, *context["lines"]]


def counted(client: Client, address: str) -> int:
    """How many rows the list at an address has."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer.context["filterset"].form.is_valid(), address
    rows: int = answer.context["page"].paginator.count
    return rows


def differing(
    client: Client, lines: Iterable[Line], names: Container[str] = FIGURES
) -> dict[tuple[str, str], tuple[int, int]]:
    """(line, figure) → what the page says and how many rows the list has, where they differ.

    A list to which several pages lead is opened once.
    """
    rows = cache(partial(counted, client))
    found = {
        (str(line.name), cell.name): (cell.value, rows(cell.address))
        for line in lines
        for cell in line.cells
        if cell.name in names and cell.address and cell.value is not None
    }
    return {key: pair for key, pair in found.items() if pair[0] != pair[1]}


@rule("R-REPORT-1", "R-CHECK-6")
@pytest.mark.parametrize("hour", [17, 23])
@pytest.mark.parametrize("name", list(PAGES))
def test_each_list_has_as_many_rows_as_its_figure(
    busy: Cast, client: Client, name: str, hour: int
) -> None:
    client.force_login(busy[name])
    with at(TUESDAY, hour):
        lines = [line for page in PAGES[name] for line in lines_of(client, page)]
        assert differing(client, lines) == {}


@rule("R-REPORT-1")
def test_no_figure_is_without_a_list_and_none_is_untried(busy: Cast, client: Client) -> None:
    client.force_login(busy["command"])
    with at(TUESDAY, 23):
        cells = [cell for line in lines_of(client, None) for cell in line.cells]
    wednesday = TUESDAY + timedelta(days=1)
    planned(wednesday)
    with at(wednesday, 9):
        started = clock.now() - timedelta(hours=16)
        busy.check(by="neighbour", venue=busy.venue_next_door, started=started)
    with at(TUESDAY + timedelta(days=40), 9):
        lines = lines_of(client, None)
        assert differing(client, lines) == {}
    cells += [cell for line in lines for cell in line.cells]

    assert all(cell.address for cell in cells)
    tried = {cell.name for cell in cells if cell.value}
    # those of plates and operations are tried in test_mechanisms
    assert tried == set(FIGURES) - {*PLATE_FIGURES, *JOINT_FIGURES}


@rule("R-REPORT-1")
def test_totals_and_strangers_bulletins_have_no_links(busy: Cast, client: Client) -> None:
    client.force_login(busy["command"])
    with at(TUESDAY, 23):
        totals = [line for line in lines_of(client, ("command", "bulletin")) if line.is_total]
    linked = [bool(cell.address) for cell in (line.cells[0] for line in totals)]

    assert linked == [False, False, True]
