"""Busy days for the dashboard, and what its page tells."""

import re
from datetime import timedelta
from html import unescape

from django.test import Client

from inspections.enforcement import actions as joint
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.reports.dashboard.links import Number
from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, at
from tests.enforcement import stages as operations
from tests.plates import stages as plates
from tests.reports.days import planned
from venues.models import Standing
from venuewatch.workflow import followups

THURSDAY, SATURDAY = FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=1)
WEDNESDAY = FRIDAY + timedelta(days=5)  # the issues of that week are overdue
LONG_AGO = MONDAY - timedelta(days=400)
_TILE = re.compile(r'<li><a href="([^"]+)"><span class="vw-six-label">[^<]*</span>\s*'
                   r'<strong class="vw-six-value">(\d+)</strong>', re.DOTALL)  # fmt: skip
_CELL = re.compile(r'<a href="([^"]+)">(\d+)</a>')


def busy(cast: Cast) -> None:
    """A week with checks done and missed, issues in each state, a plate, an operation at work."""
    plates.hung(cast)
    Standing.objects.update(last_town_check=LONG_AGO, last_sector_check=LONG_AGO)
    operations.gathered(cast)
    for day in (THURSDAY, FRIDAY):
        planned(day)
        with at(day, 8):
            cast.check(by="neighbour", venue=cast.venue_next_door, failed="A1")
            cast.check(by="command", failed="A1", venue=cast.venue_without_town)
            cast.check(by="command-reviewer", failed="C1", venue=cast.chess_room)
    with at(FRIDAY, 9):
        struck_off(cast, "A1")
        cast.check(failed="C1")
        cast.check(by="command-reviewer", failed="B1", venue=cast.chess_room)
        joint.convene_at_once(
            cast.chess_room, by=cast["command"], plan=operations.plan(cast), why="seen open"
        )
    with at(FRIDAY, 10):
        cast.report(Issue.objects.get(venue=cast.venue, severity="major"))
        cast.check(by="dept", failed="A1")  # it has come back
        mended = Issue.objects.get(venue=cast.venue_next_door)
        cast.recheck(cast.report(mended, by="neighbour"), by="command")
        followups.run_due()
        in_error = Issue.objects.get(venue=cast.chess_room, severity="major")
        ledger.void(in_error, by=cast["command-leader"], reason="typed twice", kind="error")


def struck_off(cast: Cast, item: str) -> None:
    """An issue of the venue, found, reported, re-checked and struck off at once."""
    cast.check(failed=item)
    issue = Issue.objects.filter(venue=cast.venue, item_code=item).latest("pk")
    cast.recheck(cast.report(issue))
    followups.run_due()


def page_of(client: Client, address: str = "/dashboard/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def linked(page: str) -> list[tuple[str, int]]:
    """Every number of a page that is a link: its address, and the number."""
    found = [*_TILE.findall(page), *_CELL.findall(page)]
    return [(unescape(address), int(number)) for address, number in found]


def six_of(client: Client) -> dict[str, Number]:
    """The six figures by their English names, in the order of the page."""
    names = ("missed", "unclosed", "overdue", "recurring", "plates", "operations")
    return dict(zip(names, client.get("/dashboard/").context["six"], strict=True))


def values(client: Client) -> dict[str, int | None]:
    """What the six figures say."""
    return {name: number.value for name, number in six_of(client).items()}


def yesterday_of(client: Client) -> dict[str, int | None]:
    """What the six figures were yesterday, by their changes."""
    six = six_of(client)
    known = {
        name: number.value - number.change.by
        for name, number in six.items()
        if number.change and number.value is not None
    }
    return {name: known.get(name) for name in six}
