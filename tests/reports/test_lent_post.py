"""A reviewer's post on loan files reports, and the report says whose post it was (R-SCOPE-5)."""

import json

import pytest
from django.test import Client

from inspections.reports import actions
from inspections.reports.models import ReportVersion
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.reports.days import planned, report
from tests.rules import rule
from tests.venues.test_loans import again
from venues.lending import lend_post
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import NotAllowed


@pytest.fixture
def lent(cast: Cast) -> Cast:
    """Monday is planned; the town's reviewer has lent the post until its end."""
    planned(MONDAY)
    with at(MONDAY, 8):
        lend_post(cast["town-reviewer"], cast["inspector"], until=MONDAY)
    return cast


@rule("R-SCOPE-5", "R-REPORT-1")
def test_the_borrower_files_and_corrects_in_the_lenders_name(lent: Cast) -> None:
    row = report("town", MONDAY)
    with at(MONDAY, 17):
        by = again(lent, "inspector")
        actions.declare_zero(row, by=by, declared=True)
        actions.correct(row, by=by, reason="a remark", remarks="rain", declared=True)

    signed = "Inspector · town（代Town-Reviewer）"
    assert set(ReportVersion.objects.values_list("signed", flat=True)) == {signed}
    bodies = Event.objects.filter(subject_type="report", actor=by).values_list("body", flat=True)
    assert [json.loads(body)["by"] for body in bodies] == [signed, signed]


@rule("R-SCOPE-5", "R-REPORT-1")
def test_the_own_post_signs_for_itself(lent: Cast) -> None:
    with at(MONDAY, 17):
        actions.declare_zero(report("town", MONDAY), by=lent["town-reviewer"], declared=True)

    assert ReportVersion.objects.get().signed == "Town-Reviewer · town"


@rule("R-SCOPE-5")
@pytest.mark.parametrize(("name", "day"), [("colleague", 0), ("neighbour", 0), ("inspector", 1)])
def test_nobody_else_and_not_after_its_day(lent: Cast, name: str, day: int) -> None:
    row = report("town", MONDAY)
    with at(MONDAY.replace(day=MONDAY.day + day), 12), pytest.raises(NotAllowed):
        actions.declare_zero(row, by=again(lent, name), declared=True)


@rule("R-SCOPE-5", "R-REPORT-1")
def test_their_pages_offer_it(lent: Cast, client: Client) -> None:
    own = f"/reports/{MONDAY}/{report('town', MONDAY).organisation_id}/town/"
    client.force_login(lent["inspector"])
    with at(MONDAY, 17):
        assert own in client.get("/").content.decode()
        assert client.get(own).context["act"] == "declare_zero"
        assert client.post(f"{own}declare_zero/", {"declared": "on"}).status_code == 302
        page = client.get(own).content.decode()
        printed = client.get(f"{own}print/").content.decode()

    assert "（代Town-Reviewer）" in page
    assert "（代Town-Reviewer）" in printed
