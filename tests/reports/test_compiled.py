"""The department's summary of its sector, and the command bulletin (R-REPORT-1)."""

from typing import Any

from inspections.checks.visits import Given
from inspections.reports.models import ReportVersion
from tests.cast import Cast
from tests.duties.days import MONDAY, at, checked
from tests.reports.days import content, planned, submitted
from tests.rules import rule


def read(row: Any) -> Any:
    return content(row)


@rule("R-REPORT-1")
def test_the_summary_sets_both_sides_side_by_side(cast: Cast) -> None:
    checked(cast.venue, MONDAY.replace(year=2025))
    planned(MONDAY)
    with at(MONDAY, 10):
        cast.check(failed="A1")

    told = read(submitted(cast, "market", MONDAY, "summary"))

    towns = {each["name"]: each["sides"] for each in told["towns"]}
    assert (towns["Town"]["town"]["done"], towns["Town"]["sector"]["done"]) == (1, 0)
    assert towns["Town"]["sector"]["owed"] == 1
    assert (towns["Town"]["town"]["general"], towns["Town"]["sector"]["general"]) == (1, 0)
    assert (told["own"]["general"], told["own"]["unclosed"]) == (1, 1)


@rule("R-REPORT-1")
def test_the_summary_names_where_the_sides_disagree(cast: Cast) -> None:
    with at(MONDAY, 10):
        cast.check(failed="A1")
        cast.check(by="dept", failed="B1")

    told = read(submitted(cast, "market", MONDAY, "summary"))["disagreements"]

    assert (told["count"], told["venues"][0]["code"]) == (1, "V1")
    items = {each["code"]: (each["town"], each["sector"]) for each in told["venues"][0]["items"]}
    assert items == {"A1": ("fail", "pass"), "B1": ("pass", "fail")}


@rule("R-REPORT-1")
def test_clean_against_issues_disagrees_even_without_a_common_item(cast: Cast) -> None:
    with at(MONDAY, 10):
        cast.check()
        visit = cast.visit(version=cast.version, answers={"A1": Given("fail")})
        cast.file(visit, by="dept")
        cast.check(venue=cast.venue_next_door, by="neighbour")

    told = read(submitted(cast, "market", MONDAY, "summary"))["disagreements"]
    assert [each["code"] for each in told["venues"]] == ["V1"]


@rule("R-REPORT-1")
def test_sides_that_agree_are_not_named(cast: Cast) -> None:
    with at(MONDAY, 10):
        cast.check(failed="A1")
        cast.check(by="dept", failed="A1")

    assert read(submitted(cast, "market", MONDAY, "summary"))["disagreements"]["count"] == 0


@rule("R-REPORT-1", "R-REPORT-2")
def test_the_bulletin_adds_up_and_names_who_is_missing(cast: Cast) -> None:
    planned(MONDAY)
    with at(MONDAY, 10):
        cast.check(failed="A1")
        cast.check(by="dept", failed="B1")
    submitted(cast, "town", MONDAY)
    submitted(cast, "next", MONDAY)

    told = read(submitted(cast, "command", MONDAY, hour=20))

    standings = {each["name"]: each["standing"] for each in told["towns"] + told["departments"]}
    assert standings == {"town": "filed", "next": "zero", "market": "missing"}
    assert told["not_reported"] == ["market"]
    assert [told["totals"][group]["general"] for group in ("towns", "departments")] == [1, 0]
    whole = told["own"]
    assert (whole["general"], whole["serious"], whole["issues"]) == (1, 1, 2)
    assert (whole["unclosed"], told["totals"]["towns"]["unclosed"]) == (2, 2)


@rule("R-REPORT-1")
def test_supervision_is_in_the_bulletin_alone(cast: Cast) -> None:
    with at(MONDAY, 10):
        cast.check(by="command", failed="A1", venue=cast.chess_room)

    for code in ("town", "market"):
        assert read(submitted(cast, code, MONDAY))["own"]["general"] == 0
    assert read(submitted(cast, "command", MONDAY))["own"]["general"] == 1


@rule("R-REPORT-1")
def test_a_day_that_was_not_planned_has_no_invented_zeros(cast: Cast) -> None:
    for code, kind in (("town", ""), ("market", "summary"), ("command", "")):
        own = read(submitted(cast, code, MONDAY, kind))["own"]
        assert [own[name] for name in ("due", "done", "done_late", "missed", "owed")] == [None] * 5
        assert own["clean"] == 0
    assert ReportVersion.objects.filter(zero=True).count() == 3
