"""Rectification reports: the five 五落实, photos, and who reported (R-ISSUE-4)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from tests.cast import GIVEN, Cast, jpeg
from tests.rules import rule
from venuewatch.workflow.rules import Refused

FIVE = ["measure", "responsible", "funds", "deadline", "contingency"]
NEEDED = [("general", 2), ("serious", 2), ("major", 5)]


@rule("R-ISSUE-4")
@pytest.mark.parametrize(("severity", "count"), NEEDED)
@pytest.mark.parametrize("blank", ["missing", None, "", "  "])
@pytest.mark.parametrize("name", FIVE)
def test_each_that_the_severity_needs_is_asked_for(
    cast: Cast, name: str, blank: Any, severity: str, count: int
) -> None:
    given = {key: value for key, value in GIVEN.items() if key != name}
    if blank != "missing" and not (name == "deadline" and blank):
        given[name] = blank
    issue = cast.open(severity)

    if name in FIVE[:count]:
        with pytest.raises(Refused) as refusal:
            ledger.report_rectified(issue, by=cast["inspector"], given=given)
        assert list(refusal.value.errors) == [name]
        assert not issue.rectifications.exists()
    else:
        given.pop("deadline", None)
        moved = ledger.report_rectified(issue, by=cast["inspector"], given=given)
        assert moved.state == "rectified"


@rule("R-ISSUE-4")
def test_all_that_lack_are_told_at_once(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        ledger.report_rectified(
            cast.open("major"), by=cast["inspector"],
            given={"measure": "cleared", "responsible": "Wang"},
        )  # fmt: skip

    assert sorted(refusal.value.errors) == ["contingency", "deadline", "funds"]


@rule("R-ISSUE-4")
def test_it_keeps_what_was_said_and_who_said_it(cast: Cast) -> None:
    at = timezone.now() - timedelta(hours=1)
    deadline = date(2026, 12, 1)

    issue = ledger.report_rectified(
        cast.open("major"), by=cast["dept"], given={**GIVEN, "deadline": deadline}, at=at
    )

    report = issue.rectifications.get()
    assert (report.measure, report.responsible, report.funds) == (
        "cleared and photographed", "Wang", "200",
    )  # fmt: skip
    assert (report.deadline, report.contingency) == (deadline, "close the room")
    assert (report.officer, report.person_id) == (cast["dept"], cast["dept"].person_id)
    assert (report.round, report.at, issue.rectified_at) == (1, at, at)
    assert (issue.measure, issue.responsible, issue.funds) == (
        report.measure, report.responsible, report.funds,
    )  # fmt: skip


@rule("R-CHECK-1")
def test_an_item_that_needs_a_photo_needs_one_of_what_was_done(cast: Cast) -> None:
    cast.check(failed="P1", pictures=[cast.photo(item_code="P1")])
    issue = Issue.objects.get()

    with pytest.raises(Refused) as refusal:
        cast.report(issue)
    assert list(refusal.value.errors) == ["photos"]
    after = ContentFile(jpeg("green"), name="after.jpg")
    ledger.report_rectified(issue, by=cast["inspector"], given=GIVEN, pictures=[after])

    photo = issue.photos.get()
    assert (photo.kind, photo.round, photo.item_code) == ("after", 1, "P1")


@rule("R-ISSUE-1")
def test_each_round_has_its_own_report(cast: Cast) -> None:
    issue = cast.recheck(cast.report(cast.open()), passed=False)

    cast.report(issue, by="dept")

    rounds = issue.rectifications.order_by("record_order").values_list("round", "officer__username")
    assert list(rounds) == [(1, "inspector"), (2, "dept")]
