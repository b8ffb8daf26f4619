"""Every figure of what waits is a link, and the list behind it has as many rows."""

import pytest
from django.test import Client

from inspections.reports.outstanding.figures import GROUPS
from tests.cast import Cast
from tests.dashboard.days import linked, page_of
from tests.duties.days import at
from tests.outstanding.ground import GROUNDS
from tests.reports.test_links import counted
from tests.rules import rule

PAGE = "/outstanding/"
LATER = 3  # days: by then much of it is late


def kinds_waiting(client: Client, address: str = PAGE) -> set[str]:
    """The kinds of which some waits, by the addresses of their lists."""
    return {
        address.split("pending=")[1].split("&")[0]
        for address, number in linked(page_of(client, address))
        if "pending=" in address and number
    }


def lists_of(client: Client, address: str) -> set[tuple[str, int]]:
    """The figures of a page that lead to lists."""
    return {pair for pair in linked(page_of(client, address)) if "pending=" in pair[0]}


@rule("R-TRACK-1", "R-ISSUE-7", "R-SCOPE-2")
@pytest.mark.parametrize("name", list(GROUNDS))
def test_each_list_has_as_many_rows_as_its_figure(cast: Cast, client: Client, name: str) -> None:
    lay, day, expected = GROUNDS[name]
    lay(cast)
    client.force_login(cast["command-leader"])
    for later in (0, LATER):
        with at(day.fromordinal(day.toordinal() + later), 22):
            parties = {address for address, _n in linked(page_of(client, PAGE))
                       if "organisation=" in address}  # fmt: skip
            pages = [PAGE, *(address.split("#")[0] for address in sorted(parties))]
            figures = set[tuple[str, int]]().union(*(lists_of(client, page) for page in pages))
            differing = {
                address: (number, rows)
                for address, number in figures
                if (rows := counted(client, address)) != number
            }
            assert differing == {}
            assert len(pages) > 1
            if not later:
                assert kinds_waiting(client) >= set(expected)


@rule("R-PLATE-4")
def test_what_was_missed_is_found_without_naming_the_day(cast: Cast, client: Client) -> None:
    lay, day, _expected = GROUNDS["busy"]
    lay(cast)
    client.force_login(cast["command-leader"])
    with at(day, 22):
        assert counted(client, "/duties/?pending=plate_check") > 0
        assert counted(client, "/duties/?behind=on&turn=command") == 0


@rule("R-TRACK-1")
def test_no_kind_is_untried() -> None:
    tried = {kind for _lay, _day, kinds in GROUNDS.values() for kind in kinds}
    assert tried == {kind.key for group in GROUPS for part in group.parts for kind in part.kinds}


@rule("R-TRACK-1", "R-ISSUE-7")
@pytest.mark.parametrize("name", ["issues", "desk", "under_way"])
def test_the_figures_of_a_party_are_those_of_its_page(
    cast: Cast, client: Client, name: str
) -> None:
    lay, day, _expected = GROUNDS[name]
    lay(cast)
    client.force_login(cast["command-leader"])
    with at(day.fromordinal(day.toordinal() + LATER), 22):
        for line in client.get(PAGE).context["behind"]:
            whole = client.get(line.waiting.address).context["whole"]
            assert (line.waiting.value, line.late.value) == (whole.counted, whole.late), line.label
            assert sum(number.value for number in line.more) == whole.late
            assert line.since == whole.late_since
