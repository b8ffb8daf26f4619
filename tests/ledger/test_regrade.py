"""Regrading: while open, by the lead department's reviewer, with reason; the dues stay."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.ledger.stages import STAGES
from tests.rules import rule
from venues.models import Standing
from venuewatch.workflow.rules import Refused

WHY = "it is the only exit"


@rule("R-ISSUE-3", "R-ISSUE-1")
def test_the_dues_stay_and_the_sign_offs_follow(cast: Cast) -> None:
    before = cast.open("general")

    issue = ledger.regrade(before, by=cast["dept-reviewer"], severity="serious", reason=WHY)

    assert (issue.due, issue.first_due) == (before.due, before.first_due)
    standing = Standing.objects.get(pk=cast.venue.pk)
    assert (standing.general_open, standing.serious_open) == (0, 1)
    issue = cast.recheck(cast.report(issue))
    assert issue.evidence.roles_for(cast["dept-reviewer"]) == ("department",)


@rule("R-VENUE-1")
def test_a_venue_turns_red_with_a_major_one(cast: Cast) -> None:
    ledger.regrade(cast.open(), by=cast["dept-reviewer"], severity="major", reason=WHY)

    assert Standing.objects.get(pk=cast.venue.pk).colour == "red"


@pytest.mark.parametrize("severity", ["general", "grave", ""])
def test_to_another_severity_of_the_scheme(cast: Cast, severity: str) -> None:
    with pytest.raises(Refused) as refusal:
        ledger.regrade(cast.open(), by=cast["dept-reviewer"], severity=severity, reason=WHY)

    assert list(refusal.value.errors) == ["severity"]


@rule("R-ISSUE-1")
@pytest.mark.parametrize("state", ["rectified", "rechecked", "closed"])
def test_the_database_keeps_it_once_it_left_open(cast: Cast, state: str) -> None:
    issue = STAGES[state](cast, "serious")

    with pytest.raises(DatabaseError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(severity="general")


@rule("R-TRACK-4")
def test_the_page_tells_both_severities_and_why(cast: Cast, client: Client) -> None:
    issue = cast.open()
    client.force_login(cast["dept-reviewer"])
    form = client.get(f"/ledger/{issue.number}/regrade/").context["form"]
    client.post(f"/ledger/{issue.number}/regrade/", {"severity": "major", "reason": WHY})

    page = client.get(f"/ledger/{issue.number}/").content.decode()

    assert [value for value, _ in form.fields["severity"].choices] == ["serious", "major"]
    assert "一般 → 重大" in page
    assert WHY in page
