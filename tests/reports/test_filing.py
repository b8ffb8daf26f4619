"""A report is submitted with frozen figures, zero is declared, a correction is a new version."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from inspections.reports import actions
from inspections.reports.models import DailyReport, ReportVersion
from inspections.reports.rules import digest_of
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.reports.days import content, planned, report, submitted
from tests.rules import rule
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import NotAllowed, Refused, Stale


@pytest.fixture
def monday(cast: Cast) -> Cast:
    """Monday is planned, and the town's inspector found something."""
    planned(MONDAY)
    with at(MONDAY, 10):
        cast.check(failed="A1")
    return cast


@rule("R-REPORT-1")
def test_planning_makes_one_report_of_each_kind(cast: Cast) -> None:
    planned(MONDAY)
    planned(MONDAY, 2)

    rows = DailyReport.objects.filter(organisation__area__district=cast.district)
    made = sorted(rows.values_list("organisation__code", "kind", "state"))
    assert made == [
        ("command", "bulletin", "awaited"), ("market", "department", "awaited"),
        ("market", "summary", "awaited"), ("next", "town", "awaited"), ("town", "town", "awaited"),
    ]  # fmt: skip


@rule("R-REPORT-1")
def test_figures_are_frozen_with_their_moment(monday: Cast) -> None:
    row = submitted(monday, "town", MONDAY)
    before = content(row)["own"]
    with at(MONDAY, 18):
        monday.check(failed="B1")

    version = ReportVersion.objects.get()
    assert isinstance(before, dict)
    assert (before["general"], before["serious"], before["issues"]) == (1, 0, 1)
    assert content(row)["own"] == before
    assert (row.state, version.as_of.hour, version.on_time) == ("filed", 9, True)  # UTC
    body = json.loads(Event.objects.get(subject_type="report", name="submit").body)
    assert body["details"]["digest"] == digest_of(version.figures)


@rule("R-REPORT-1")
@pytest.mark.parametrize(
    "change",
    ["UPDATE inspections_reportversion SET figures = '{}'", "DELETE FROM inspections_reportversion",
     "UPDATE inspections_dailyreport SET deadline = deadline + interval '1h'",
     "UPDATE inspections_dailyreport SET state = 'awaited', filed_at = NULL",
     "UPDATE inspections_dailyreport SET state = 'zero'", "DELETE FROM inspections_dailyreport"],
)  # fmt: skip
def test_the_database_refuses_changed_figures(monday: Cast, change: str) -> None:
    submitted(monday, "town", MONDAY)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@rule("R-REPORT-2")
def test_zero_is_declared_not_inferred(monday: Cast) -> None:
    with at(MONDAY, 17):
        row = report("next", MONDAY)
        by = monday["neighbour-reviewer"]
        with pytest.raises(Refused) as submitting:
            actions.submit(row, by=by)
        with pytest.raises(Refused) as silent:
            actions.declare_zero(row, by=by, declared=False)
        filed = actions.declare_zero(row, by=by, declared=True)

    assert set(submitting.value.errors) == set(silent.value.errors) == {"declared"}
    assert (filed.state, filed.standing) == ("zero", "zero")


@rule("R-REPORT-2")
@pytest.mark.parametrize("seen_again", [False, True])
def test_no_zero_where_something_was_found(monday: Cast, seen_again: bool) -> None:
    day = TUESDAY if seen_again else MONDAY
    if seen_again:  # no new issue, but the old one is still there
        with at(TUESDAY, 10):
            monday.check(failed="A1")
    with at(day, 17):
        row = report("town", day)
        with pytest.raises(Refused):
            actions.declare_zero(row, by=monday["town-reviewer"], declared=True)

    assert DailyReport.objects.get(pk=row.pk).state == "awaited"


@rule("R-REPORT-2")
def test_the_database_itself_refuses_a_false_zero(monday: Cast) -> None:
    row = report("town", MONDAY)
    officer = monday["town-reviewer"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportVersion.objects.create(
            report=row, number=1, figures='{"own":{"general":1,"issues":1}}', as_of=row.deadline,
            zero=True, officer=officer, person=officer.person, on_time=True,
        )  # fmt: skip


@rule("R-REPORT-2")
def test_missing_is_said_by_the_clock_alone(monday: Cast) -> None:
    row = report("town", MONDAY)
    with at(MONDAY, 17):
        assert row.standing == "awaited"
    with at(MONDAY, 19):
        assert row.standing == "missing"
        late = submitted(monday, "town", MONDAY, hour=19)
        assert late.standing == "filed_late"


@rule("R-REPORT-1")
@pytest.mark.parametrize(("days", "taken"), [(0, True), (3, True), (4, False), (-1, False)])
def test_late_reports_at_most_so_far_back(cast: Cast, days: int, taken: bool) -> None:
    with at(MONDAY + timedelta(days=days), 12):
        row = report("town", MONDAY)
        try:
            actions.declare_zero(row, by=cast["town-reviewer"], declared=True)
        except Refused:
            assert not taken
        else:
            assert taken


@rule("R-REPORT-1")
def test_a_correction_is_a_new_version_with_a_reason(monday: Cast) -> None:
    row = submitted(monday, "town", MONDAY)
    with at(TUESDAY, 9):
        monday.check(failed="B1", started=row.deadline)
        with pytest.raises(Refused) as blank:
            actions.correct(row, by=monday["town-reviewer"], reason=" ")
        actions.correct(row, by=monday["town-reviewer"], reason="one visit came late")

    first, second = ReportVersion.objects.order_by("number")
    assert set(blank.value.errors) == {"reason"}
    assert (first.number, second.number, second.reason) == (1, 2, "one visit came late")
    assert (first.content["own"]["serious"], second.content["own"]["serious"]) == (0, 1)
    assert second.on_time  # the report itself was


@rule("R-REPORT-1", "R-REPORT-2")
def test_a_zero_report_is_corrected_and_back(cast: Cast) -> None:
    row = submitted(cast, "town", MONDAY)
    by = cast["town-reviewer"]
    with at(TUESDAY, 9):
        cast.check(failed="A1", started=row.deadline)
        with pytest.raises(Refused):
            actions.correct(row, by=by, reason="nothing", declared=True)
        filed = actions.correct(row, by=by, reason="found after all")

    assert (row.state, filed.state) == ("zero", "filed")


@rule("R-REPORT-1")
def test_twice_at_once_is_stale(monday: Cast) -> None:
    row = report("town", MONDAY)
    submitted(monday, "town", MONDAY)
    with at(MONDAY, 17), pytest.raises(Stale):
        actions.submit(row, by=monday["town-reviewer"])


@rule("R-REPORT-1", "R-SCOPE-1")
@pytest.mark.parametrize(
    ("name", "may"),
    [("inspector", False), ("town-reviewer", True), ("town-leader", True),
     ("neighbour-reviewer", False), ("dept-reviewer", False), ("command-leader", False),
     ("auditor", False), ("admin", False)],
)  # fmt: skip
def test_only_the_own_reviewer_files(monday: Cast, name: str, may: bool) -> None:
    row = report("town", MONDAY)
    with at(MONDAY, 17):
        if may:
            actions.submit(row, by=monday[name])
        else:
            with pytest.raises(NotAllowed):
                actions.submit(row, by=monday[name])
