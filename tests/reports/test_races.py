"""Two people at one report at the same moment: one files it, the other is told (R-REPORT-1)."""

import pytest
from django.db import transaction
from django.test import Client

from inspections.duties.actions import today
from inspections.reports import actions
from inspections.reports.models import DailyReport, ReportVersion
from tests.cast import Cast
from tests.racing import Act, all_at_once, side_by_side, wait_for_blocked
from tests.reports.days import report
from tests.rules import rule
from venues.models import Organisation
from venuewatch.workflow.models import Event, FollowUp
from venuewatch.workflow.rules import Stale

pytestmark = pytest.mark.django_db(transaction=True)


def zero(cast: Cast, row: DailyReport, by: str) -> Act:
    return lambda: actions.declare_zero(row, by=cast[by], declared=True)


def correction(cast: Cast, row: DailyReport, by: str, seen: int | None) -> Act:
    return lambda: actions.correct(
        row, by=cast[by], reason=f"by {by}", declared=True, remarks=by, seen=seen
    )


@rule("R-REPORT-1")
def test_two_file_at_once(cast: Cast) -> None:
    row = report("town", today())

    done = all_at_once(zero(cast, row, "town-reviewer"), zero(cast, row, "town-leader"))

    assert sum(isinstance(each, Stale) for each in done) == 1
    assert ReportVersion.objects.count() == 1


@rule("R-REPORT-1")
def test_two_corrections_from_one_page(cast: Cast) -> None:
    row = report("town", today())
    zero(cast, row, "town-reviewer")()
    seen = DailyReport.objects.get(pk=row.pk).event_seq

    done = all_at_once(
        correction(cast, row, "town-reviewer", seen), correction(cast, row, "town-leader", seen)
    )

    assert sum(isinstance(each, Stale) for each in done) == 1
    assert list(ReportVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@rule("R-REPORT-1", "R-TRACK-4")
def test_corrections_in_a_row_are_versions_in_a_row(cast: Cast) -> None:
    row = report("town", today())
    zero(cast, row, "town-reviewer")()

    all_at_once(*(correction(cast, row, name, None)
                  for name in ("town-reviewer", "town-leader", "town-reviewer")))  # fmt: skip

    numbers = ReportVersion.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
    moments = list(ReportVersion.objects.order_by("number").values_list("as_of", flat=True))
    assert moments == sorted(moments)
    events = Event.objects.filter(subject_type="report", subject_id=row.pk).count()
    assert events == 4


@rule("R-REPORT-1")
def test_a_day_that_was_not_planned_is_made_once(cast: Cast) -> None:
    town = Organisation.objects.select_related("area").get(code="town")
    made = all_at_once(*[lambda: actions.report_of(town, today(), "town")] * 4)

    assert len({each.pk for each in made if isinstance(each, DailyReport)}) == 1
    assert DailyReport.objects.count() == 1
    kinds = FollowUp.objects.filter(subject_type="report").values_list("kind", flat=True)
    assert len(kinds) == len(set(kinds))


@rule("R-REPORT-1")
def test_who_waited_is_told_on_the_page(cast: Cast) -> None:
    row = report("town", today())
    client = Client()
    client.force_login(cast["town-leader"])
    address = f"/reports/{row.day}/{row.organisation_id}/town/declare_zero/"
    form = {"declared": "on", "remarks": "my words", "seen": row.event_seq}
    with side_by_side() as start:
        with transaction.atomic():
            zero(cast, row, "town-reviewer")()
            second = start(lambda: client.post(address, form))
            wait_for_blocked(1)
        answer = second.result(20)

    assert answer.status_code == 409  # type: ignore[attr-defined]  # an answer
    assert "my words" in answer.content.decode()  # type: ignore[attr-defined]  # an answer
