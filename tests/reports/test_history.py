"""A day of the imported city is planned, worked and reported like any other."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from inspections.duties.actions import plan_day, today
from inspections.reports import actions
from inspections.reports.compiling import content_of
from inspections.reports.models import DailyReport
from inspections.reports.rules import something_found
from tests.history.sample import write_sample
from tests.history.test_same_rows import run
from tests.rules import rule
from venues.models import Officer
from venuewatch.workflow import clock


@rule("R-REPORT-1", "R-TRACK-5")
@pytest.mark.django_db
def test_the_imported_city_reports(shared: Path, tmp_path: Path, client: Client) -> None:
    run(write_sample(shared / "data" / "nyc", tmp_path))
    plan_day()
    reports = DailyReport.objects.select_related("organisation__area").order_by("deadline", "pk")
    for report in reports:
        reviewer = Officer.objects.filter(organisation=report.organisation, post="reviewer")
        by = reviewer.order_by("-username").first()
        assert by is not None
        assert not something_found(content_of(report, clock.now())["own"])
        actions.declare_zero(report, by=by, declared=True)

    bulletin = reports.last()
    assert bulletin is not None
    assert bulletin.latest is not None
    told = bulletin.latest.content
    assert [len(told[group]) for group in ("towns", "departments")] == [5, 1]
    assert told["not_reported"] == []
    assert told["own"]["unclosed"] > 0
    assert told["own"]["due"] == told["own"]["owed"] > 0
    call_command("verify")
    client.force_login(Officer.objects.get(username="nyc-command-reviewer"))
    for page in ("/reports/", f"/reports/{today()}/{bulletin.organisation_id}/bulletin/"):
        assert client.get(page).status_code == 200
