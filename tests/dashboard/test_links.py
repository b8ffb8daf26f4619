"""Every figure of the dashboard is a link, and the list behind it has as many rows."""

from datetime import date

import pytest
from django.test import Client

from tests.cast import Cast
from tests.dashboard.days import SATURDAY, WEDNESDAY, busy, linked, page_of
from tests.duties.days import FRIDAY, at
from tests.reports.test_links import counted
from tests.rules import rule

WHO = ("command", "town-reviewer", "neighbour-reviewer", "dept-reviewer", "co-reviewer")
PAGES = (
    "/dashboard/", "/dashboard/?heat=unclosed", "/dashboard/?heat=major", "/dashboard/wallboard/",
)  # fmt: skip


after_busy_days = pytest.mark.parametrize("prepared", [busy], indirect=True, ids=["busy"])


@rule("R-REPORT-1", "R-SCOPE-2")
@after_busy_days
@pytest.mark.parametrize("day", [FRIDAY, SATURDAY, WEDNESDAY])
def test_each_list_has_as_many_rows_as_its_figure(
    prepared: None, cast: Cast, client: Client, day: date
) -> None:
    for name in WHO:
        client.force_login(cast[name])
        with at(day, 11):
            found = {pair for page in PAGES for pair in linked(page_of(client, page))}
            differing = {
                address: (number, rows)
                for address, number in sorted(found)
                if (rows := counted(client, address)) != number
            }

        assert differing == {}, name
        assert len(found) > 10


@rule("R-REPORT-1")
@after_busy_days
def test_no_figure_is_untried(prepared: None, cast: Cast, client: Client) -> None:
    """Each kind of list is asked with a number above zero."""
    client.force_login(cast["command"])
    found = set()
    for day in (SATURDAY, WEDNESDAY):
        with at(day, 11):
            found |= {pair for page in PAGES for pair in linked(page_of(client, page))}

    addresses = [address for address, number in found if number]
    asked = {
        "/duties/", "/ledger/", "/plates/", "/operations/", "/look-backs/", "/venues/",
    }  # fmt: skip
    assert {address.split("?")[0] for address in addresses} >= asked
    for part in ("overdue=on", "recurring=on", "town=null", "department=null", "closed_on=",
                 "state=missed", "state=done", "hung_on=", "since=", "severity=major",
                 "colour=black"):  # fmt: skip
        assert any(part in address for address in addresses), part
