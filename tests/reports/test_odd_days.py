"""Days that are not as usual: none at all, far away, not planned, with nothing to do."""

from datetime import timedelta

import pytest
from django.test import Client

from inspections.reports.models import DailyReport
from tests.cast import Cast
from tests.duties.days import MONDAY, SATURDAY, at, checked
from tests.reports.days import content, planned, submitted
from tests.rules import rule
from venues.models import Organisation
from venuewatch.workflow.models import FollowUp


def own(code: str = "town") -> int:
    return Organisation.objects.get(code=code).pk


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1999-12-31", "9999-12-31", "2026-02-30", "2026-13-01", "0000-01-01",
            "٢٠٢٦-٠٣-٠٩", "2026-3-9"],
)  # fmt: skip
@pytest.mark.parametrize("rest", ["", "print/", "submit/", "declare_zero/", "correct/"])
def test_no_such_day_is_not_found(cast: Cast, client: Client, day: str, rest: str) -> None:
    client.force_login(cast["town-reviewer"])
    assert client.get(f"/reports/{day}/{own()}/town/{rest}").status_code == 404


@pytest.mark.parametrize(
    "query", ["day=0001-01-01", "day=9999-12-31", "day=x", "day=2026-02-30", "day=2999-12-31",
              "day=2000-01-01", "day=%00", "day=2026-03-09&day=x"],
)  # fmt: skip
def test_the_overview_of_an_odd_day(cast: Cast, client: Client, query: str) -> None:
    client.force_login(cast["command"])
    for export in ("", "&export=xlsx", "&export=nothing"):
        assert client.get(f"/reports/?{query}{export}").status_code in (200, 404)


@pytest.mark.parametrize(
    ("query", "status"),
    [("since=0001-01-01&until=0001-01-02", 400), ("since=9999-12-31&until=9999-12-31", 400),
     ("since=2026-03-09", 400), ("since=2026-03-10&until=2026-03-09", 400),
     ("since=2020-01-01&until=2026-01-01", 400), ("days=%F0%9D%9F%95", 200), ("days=-7", 200),
     ("since=2099-12-31&until=2099-12-31", 200)],
)  # fmt: skip
def test_rankings_of_an_odd_period(cast: Cast, client: Client, query: str, status: int) -> None:
    client.force_login(cast["command"])
    assert client.get(f"/reports/rankings/?{query}").status_code == status


@pytest.mark.parametrize("address", ["/duties/", "/checks/", "/ledger/"])
@pytest.mark.parametrize("name", ["day", "rectified_on", "closed_on", "since"])
@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31", "x", "2026-02-30"])
def test_lists_of_an_odd_day(
    cast: Cast, client: Client, address: str, name: str, value: str
) -> None:
    client.force_login(cast["command"])
    assert client.get(f"{address}?{name}={value}").status_code == 200


@rule("R-SCOPE-2")
@pytest.mark.parametrize(
    "rest", ["99999999999999999999/town/", "0/town/", "{market}/department/", "{town}/bulletin/",
             "{town}/nothing/", "{town}/town/nothing/", "{town}/town/?version=0",
             "{town}/town/?version=2", "{town}/town/?version=99999999999999999999",
             "{town}/town/?version=%E2%91%A0", "{town}/town/?version=-1"],
)  # fmt: skip
def test_what_is_not_there_or_not_ones_own(cast: Cast, client: Client, rest: str) -> None:
    submitted(cast, "town", MONDAY)
    client.force_login(cast["town-reviewer"])
    address = rest.format(town=own(), market=own("market"))
    with at(MONDAY, 18):
        assert client.get(f"/reports/{MONDAY}/{address}").status_code == 404


@rule("R-REPORT-1")
@pytest.mark.parametrize("days", [-40, -4, 1, 400])
def test_a_closed_day_is_refused_and_leaves_nothing(cast: Cast, client: Client, days: int) -> None:
    client.force_login(cast["town-reviewer"])
    day = MONDAY + timedelta(days=days)
    with at(MONDAY, 17):
        answer = client.post(
            f"/reports/{day}/{own()}/town/declare_zero/", {"declared": "on", "remarks": "quiet"}
        )

    assert answer.status_code == 400
    assert "quiet" in answer.content.decode()
    assert not DailyReport.objects.exists()
    assert not FollowUp.objects.filter(kind__startswith="reports.").exists()


@rule("R-REPORT-2")
def test_a_day_on_which_nobody_owes_anything(cast: Cast, client: Client) -> None:
    for venue in (cast.venue, cast.venue_next_door, cast.venue_without_town, cast.chess_room):
        checked(venue, SATURDAY - timedelta(days=1))
    planned(SATURDAY)
    row = submitted(cast, "town", SATURDAY)
    client.force_login(cast["command"])
    with at(SATURDAY, 20):
        page = client.get("/reports/").content.decode()

    told = content(row)["own"]
    assert isinstance(told, dict)
    assert (row.state, told["due"], told["missed"]) == ("zero", 0, 0)
    assert "未排班" not in page
