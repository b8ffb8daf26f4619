"""Who answers for a venue is kept with a row at hand, and asked anew by whoever locks it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.plates import actions as plates
from inspections.plates.rules import GroundKind
from tests.cast import Cast
from tests.rules import rule
from venues import scoping
from venues.models import Organisation, Venue, VenueLead
from venuewatch.workflow import clock


@pytest.fixture
def stale(cast: Cast) -> Venue:
    """A venue whose lead was asked for, and has changed since."""
    venue = Venue.objects.get(pk=cast.venue.pk)
    assert scoping.lead_of(venue) == cast.department
    VenueLead.objects.create(venue=cast.venue, organisation=fire(), role="lead")
    return venue


def fire() -> Organisation:
    return Organisation.objects.get(code="fire")


@rule("R-SCOPE-3")
def test_it_is_asked_once_for_a_row_at_hand(cast: Cast) -> None:
    venue = Venue.objects.get(pk=cast.venue.pk)
    scoping.answering(venue)

    with CaptureQueriesContext(connection) as queries:
        scoping.answering(venue)

    assert len(queries) == 0


@rule("R-ISSUE-3")
def test_an_issue_keeps_who_leads_as_it_is_opened(cast: Cast, stale: Venue) -> None:
    found = ledger.Found(source="town", severity="general", hours=72, description="a locked exit")

    issue = ledger.open_issue(stale, found, by=cast["inspector"], at=clock.now())

    assert (issue.department, issue.answering) == (fire(), fire())


@rule("R-PLATE-1")
def test_a_plate_keeps_who_leads_as_it_is_proposed(cast: Cast) -> None:
    issue = cast.open("major")
    venue = Issue.objects.get(pk=issue.pk).venue
    assert scoping.lead_of(venue) == cast.department
    VenueLead.objects.create(venue=cast.venue, organisation=fire(), role="lead")

    plate = plates.propose(
        venue, [(issue, GroundKind.DISTRICT)], by=cast["command"], facts="again and again",
        document_number="D-1",
    )  # fmt: skip

    assert plate.department == fire()


@rule("R-CHECK-4")
def test_a_visit_keeps_who_leads_as_it_is_filed(cast: Cast, stale: Venue) -> None:
    assert cast.check(venue=stale).department == fire()
