"""What comes in for a day that was reported is listed by the next report (R-REPORT-1)."""

from datetime import timedelta
from typing import Any

from inspections.reports import actions
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.reports.days import content, report, submitted
from tests.rules import rule
from venuewatch.workflow import followups

WEDNESDAY = TUESDAY + timedelta(days=1)


def added(row: Any) -> dict[str, dict[str, int]]:
    """Day → what was added after its report."""
    days: Any = content(row)["added"]
    return {each["day"]: {k: n for k, n in each["counts"].items() if n} for each in days}


@rule("R-REPORT-1")
def test_visits_and_issues_after_the_report_are_in_the_next(cast: Cast) -> None:
    first = submitted(cast, "town", MONDAY)
    with at(MONDAY, 18):
        cast.check(failed="A1")
    second = submitted(cast, "town", TUESDAY)

    assert added(first) == {}
    assert added(second) == {"2026-03-09": {"visit": 1, "found": 1}}


@rule("R-REPORT-1")
def test_a_backdated_visit_counts_for_its_own_day(cast: Cast) -> None:
    monday = submitted(cast, "town", MONDAY)
    submitted(cast, "town", TUESDAY)
    with at(TUESDAY, 18):
        cast.check(failed="A1", started=monday.deadline - timedelta(hours=5))
    third = submitted(cast, "town", WEDNESDAY)

    assert added(third) == {"2026-03-09": {"visit": 1, "found": 1}}


@rule("R-REPORT-1")
def test_nothing_is_listed_twice(cast: Cast) -> None:
    submitted(cast, "town", MONDAY)
    with at(MONDAY, 18):
        cast.check(failed="A1")
    submitted(cast, "town", TUESDAY)

    assert added(submitted(cast, "town", WEDNESDAY)) == {}


@rule("R-REPORT-1")
def test_what_a_correction_told_is_not_added_later(cast: Cast) -> None:
    monday = submitted(cast, "town", MONDAY)
    with at(MONDAY, 18):
        cast.check(failed="A1")
    with at(MONDAY, 19):
        actions.correct(monday, by=cast["town-reviewer"], reason="one visit was missing")

    assert added(submitted(cast, "town", TUESDAY)) == {}


@rule("R-REPORT-1")
def test_a_correction_keeps_what_was_added(cast: Cast) -> None:
    submitted(cast, "town", MONDAY)
    with at(MONDAY, 18):
        cast.check(failed="A1")
    tuesday = submitted(cast, "town", TUESDAY)
    with at(WEDNESDAY, 8):
        actions.correct(
            tuesday, by=cast["town-reviewer"], reason="remarks", remarks="rain", declared=True
        )

    assert added(tuesday) == {"2026-03-09": {"visit": 1, "found": 1}}


@rule("R-REPORT-1")
def test_rectifications_and_closings_too(cast: Cast) -> None:
    with at(MONDAY, 9):
        issue = cast.open()
    submitted(cast, "town", MONDAY)
    with at(MONDAY, 18):
        cast.recheck(cast.report(issue))
    with at(MONDAY, 19):
        followups.run_due()

    assert added(submitted(cast, "town", TUESDAY)) == {
        "2026-03-09": {"visit": 1, "rectified": 1, "closed": 1}
    }


@rule("R-REPORT-1", "R-SCOPE-1")
def test_only_ones_own(cast: Cast) -> None:
    for code in ("next", "market", "command"):
        submitted(cast, code, MONDAY)
    with at(MONDAY, 22):
        cast.check(failed="A1")

    assert added(submitted(cast, "next", TUESDAY)) == {}
    assert added(submitted(cast, "market", TUESDAY)) == {}
    assert added(submitted(cast, "command", TUESDAY, hour=20)) == {
        "2026-03-09": {"visit": 1, "found": 1}
    }


@rule("R-REPORT-1")
def test_pages_and_text_say_so(cast: Cast, client: Any) -> None:
    submitted(cast, "town", MONDAY)
    with at(MONDAY, 18):
        cast.check(failed="A1")
    client.force_login(cast["town-reviewer"])
    own = report("town", MONDAY).organisation_id
    with at(TUESDAY, 10):
        answer = client.get(f"/reports/{TUESDAY}/{own}/town/")

    assert "2026年3月9日日报后补录" in answer.context["text"]
    assert "Noodle house" in answer.content.decode()
