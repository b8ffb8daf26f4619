"""A visit that was withdrawn counts nowhere; where it was counted, that is said (R-CHECK-6)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from inspections.checks.models import Inspection
from inspections.checks.withdrawing import ask_withdrawal, grant_withdrawal
from inspections.reports import actions
from inspections.reports.disagreements import disagreements
from inspections.reports.rankings import ranked
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.reports.days import content, planned, submitted
from tests.reports.test_added_after import added
from tests.reports.test_figures import own
from tests.rules import rule
from venues.models import Organisation
from venuewatch.workflow import clock

OWNERS = (("town", "town"), ("market", "summary"), ("command", "bulletin"))


@pytest.fixture
def visit(cast: Cast) -> Inspection:
    """On Monday, a planned day, the town found something; its duty is done."""
    with at(MONDAY.replace(year=2025)):
        cast.check()
        cast.check(by="dept")
    planned(MONDAY)
    with at(MONDAY, 10):
        return cast.check(failed="A1")


def withdraw(cast: Cast, visit: Inspection, by: str = "town-reviewer") -> None:
    ask = ask_withdrawal(visit, by=visit.officer, reason="the house next door was meant")
    grant_withdrawal(ask, by=cast[by])


def told(cast: Cast, code: str, kind: str) -> Any:
    own_figures: Any = content(submitted(cast, code, MONDAY, kind, hour=19))["own"]
    return {name: own_figures[name] for name in ("done", "issues", "general", "unclosed")}


@rule("R-CHECK-6", "R-REPORT-1")
@pytest.mark.parametrize(("code", "kind"), OWNERS)
@pytest.mark.parametrize("withdrawn", [False, True])
def test_figures(cast: Cast, visit: Inspection, code: str, kind: str, withdrawn: bool) -> None:
    if withdrawn:
        with at(MONDAY, 11):
            withdraw(cast, visit)

    count = 0 if withdrawn else 1
    assert told(cast, code, kind) == {
        "done": count, "issues": count, "general": count, "unclosed": count,
    }  # fmt: skip


@rule("R-CHECK-6", "R-REPORT-1")
def test_command_s_own_visits_too(cast: Cast) -> None:
    with at(MONDAY, 10):
        visit = cast.check(by="command", failed="A1")
        withdraw(cast, visit, by="command-reviewer")

    assert told(cast, "command", "bulletin")["issues"] == 0


@rule("R-CHECK-6", "R-REPORT-1")
def test_sides_do_not_disagree_with_what_was_withdrawn(cast: Cast, visit: Inspection) -> None:
    with at(MONDAY, 10):
        cast.check(by="dept")
        assert disagreements(cast.department.pk, MONDAY)["count"] == 1
        withdraw(cast, visit)

    assert disagreements(cast.department.pk, MONDAY)["count"] == 0


@rule("R-CHECK-6", "R-REPORT-1")
def test_an_earlier_visit_of_the_side_speaks_again(cast: Cast) -> None:
    with at(MONDAY, 10):
        cast.check()
        cast.check(by="dept", failed="A1")
        last = cast.check(by="colleague", failed="A1")
        assert disagreements(cast.department.pk, MONDAY)["count"] == 0
        withdraw(cast, last)

    (venue,) = disagreements(cast.department.pk, MONDAY)["venues"]
    assert venue["outcomes"] == {"town": "clean", "sector": "issues"}


@rule("R-CHECK-6", "R-REPORT-3")
def test_rankings(cast: Cast, visit: Inspection) -> None:
    towns = list(Organisation.objects.filter(code="town"))

    def counts() -> dict[str, tuple[int, int]]:
        (placed,) = ranked(towns, MONDAY, MONDAY, clock.now(), "check")
        return {name: (rate.counted, rate.of) for name, rate in placed.rates.items()}

    with at(MONDAY, 11):
        before = counts()
        withdraw(cast, visit)
        after = counts()

    assert (before["check"], before["closing"]) == ((1, 1), (0, 1))
    assert (after["check"], after["closing"]) == ((0, 1), (0, 0))


@rule("R-CHECK-6", "R-REPORT-1")
def test_frozen_figures_stay_and_the_page_says_what_changed(
    cast: Cast, visit: Inspection, client: Client
) -> None:
    row = submitted(cast, "town", MONDAY)
    client.force_login(cast["town-reviewer"])
    address = f"/reports/{MONDAY}/{row.organisation_id}/town/"
    with at(MONDAY, 18):
        before = client.get(address)
        withdraw(cast, visit)
        after = client.get(address)

    frozen: Any = content(row)["own"]
    assert (frozen["issues"], frozen["general"]) == (1, 1)
    assert before.context["later"] == []
    (change,) = after.context["later"]
    assert [(str(label), count) for label, count in change["counts"]] == [("撤回的检查", 1)]
    assert "上报后的变动" in after.content.decode()
    assert str(visit.uuid) in after.content.decode()


@rule("R-CHECK-6", "R-REPORT-1")
def test_the_next_report_lists_it_once(cast: Cast, visit: Inspection) -> None:
    submitted(cast, "town", MONDAY)
    with at(MONDAY, 18):
        withdraw(cast, visit)
    tuesday = submitted(cast, "town", TUESDAY)
    third = submitted(cast, "town", TUESDAY + timedelta(days=1))

    assert added(tuesday) == {"2026-03-09": {"withdrawn": 1}}
    assert added(third) == {}


@rule("R-CHECK-6", "R-REPORT-1")
def test_what_came_late_and_went_is_never_listed(cast: Cast) -> None:
    submitted(cast, "town", MONDAY)
    with at(MONDAY, 18):
        withdraw(cast, cast.check(failed="A1"))

    assert added(submitted(cast, "town", TUESDAY)) == {}


@rule("R-CHECK-6", "R-REPORT-1", "R-REPORT-2")
def test_a_correction_counts_without_it(cast: Cast, visit: Inspection) -> None:
    row = submitted(cast, "town", MONDAY)
    with at(MONDAY, 18):
        withdraw(cast, visit)
        actions.correct(
            row, by=cast["town-reviewer"], reason="the visit was withdrawn", declared=True
        )

    row.refresh_from_db()
    corrected: Any = content(row)["own"]
    assert (row.state, corrected["issues"], corrected["owed"]) == ("zero", 0, 1)
    assert own("town").get("issues") is None
    assert added(submitted(cast, "town", TUESDAY)) == {}
