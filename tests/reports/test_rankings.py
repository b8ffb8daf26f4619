"""Rankings: each rate with its formula and its counts (R-REPORT-3)."""

from datetime import date, timedelta

import pytest
from django.test import Client

from inspections.reports.rankings import MEASURES, Placed, ranked
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.reports.days import planned, submitted
from tests.rules import rule
from venues.models import Organisation, Standing
from venuewatch.workflow import clock, followups

LONG_AGO = MONDAY - timedelta(days=400)


def towns(by: str = "check", until: date = TUESDAY) -> list[Placed]:
    rows = Organisation.objects.filter(kind="town").order_by("pk")
    return ranked(list(rows), MONDAY, until, clock.now(), by)


def counts(placed: list[Placed], by: str) -> dict[str, tuple[int, int]]:
    """Organisation → how many of how many, in the order of their places."""
    return {each.organisation.code: (each.rates[by].counted, each.rates[by].of) for each in placed}


@rule("R-REPORT-3")
def test_check_rate_counts_neither_late_nor_moot(cast: Cast) -> None:
    Standing.objects.update(last_town_check=LONG_AGO, last_sector_check=LONG_AGO)
    planned(MONDAY)
    with at(MONDAY, 10):
        cast.check()
    planned(TUESDAY)
    with at(TUESDAY, 10):
        cast.check(venue=cast.chess_room, started=clock.now() - timedelta(days=1))

        assert counts(towns(until=MONDAY), "check") == {"town": (1, 2), "next": (0, 1)}


@rule("R-REPORT-3", "R-REPORT-2")
def test_report_rate_counts_zero_reports_and_no_late_ones(cast: Cast) -> None:
    planned(MONDAY)
    planned(TUESDAY)
    submitted(cast, "town", MONDAY)
    submitted(cast, "next", MONDAY, hour=19)
    with at(TUESDAY, 12):  # Tuesday's deadline has not passed
        assert counts(towns("report"), "report") == {"town": (1, 1), "next": (0, 1)}
    with at(TUESDAY, 20):
        assert counts(towns("report"), "report") == {"town": (1, 2), "next": (0, 2)}


@rule("R-REPORT-3")
def test_rates_of_the_issues(cast: Cast) -> None:
    with at(MONDAY, 8):
        issue = cast.open()
        cast.check(failed="B1")
    with at(MONDAY, 9):
        cast.recheck(cast.report(issue))
        followups.run_due()
    with at(TUESDAY, 9):
        cast.check(failed="A1")
        placed = towns("closing")
        assert counts(placed, "closing") == {"town": (1, 3), "next": (0, 0)}
        assert counts(placed, "recurrence")["town"] == (1, 3)
        assert counts(placed, "overdue")["town"] == (0, 3)
    with at(MONDAY + timedelta(days=30)):
        assert counts(towns("overdue"), "overdue")["town"] == (2, 3)


@rule("R-REPORT-3")
def test_places_are_shared_and_none_is_last(cast: Cast) -> None:
    with at(MONDAY, 10):
        cast.open()
        assert [(each.organisation.code, each.place) for each in towns("closing")] == [
            ("town", 1), ("next", None),
        ]  # fmt: skip
        cast.check(by="neighbour", venue=cast.venue_next_door, failed="A1")
        assert [each.place for each in towns("closing")] == [1, 1]


@rule("R-REPORT-3")
@pytest.mark.parametrize("name", ["inspector", "dept-reviewer", "command"])
def test_the_page_has_formulas_and_counts(cast: Cast, client: Client, name: str) -> None:
    with at(MONDAY, 10):
        cast.open()
    client.force_login(cast[name])
    with at(TUESDAY, 10):
        for measure in MEASURES:
            page = client.get(f"/reports/rankings/?by={measure.key}").content.decode()
            assert all(str(each.formula) in page for each in MEASURES)
            assert "0/1" in page
        sheet = client.get("/reports/rankings/?export=xlsx")

    assert sheet["Content-Type"].endswith("sheet")


@pytest.mark.parametrize(
    ("query", "status", "kept"),
    [
        ("days=30", 200, ""),
        ("since=2026-03-01&until=2026-03-08", 200, "2026-03-08"),
        ("since=2026-03-08&until=2026-03-01", 400, "2026-03-01"),
        ("since=2026-03-08&until=soon", 400, "soon"),
        ("since=2020-03-08&until=2026-03-01", 400, "2020-03-08"),
    ],
)
def test_periods(cast: Cast, client: Client, query: str, status: int, kept: str) -> None:
    client.force_login(cast["command"])
    answer = client.get(f"/reports/rankings/?{query}")

    assert answer.status_code == status
    assert kept in answer.content.decode()
