"""The system proposes at many venues at once, and what comes of it is as one by one."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.plates.actions import by_itself, propose
from inspections.plates.models import Plate
from inspections.tasks import propose_plates
from tests.cast import Cast
from tests.rules import rule
from venues.models import Venue, VenueLead
from venues.scoping import lead_of, leads_of
from venuewatch.workflow.chain import link
from venuewatch.workflow.models import Event, Outbox

PEOPLE = {"V1": ("inspector", "colleague"), "V2": ("neighbour", "neighbour-reviewer"),
          "V3": ("command-reviewer", "command")}  # fmt: skip


def fail_twice(cast: Cast, venue: Venue) -> None:
    """An issue of the venue whose re-check fails twice."""
    finder, other = PEOPLE[venue.code]
    cast.check(failed="A1", venue=venue, by=finder)
    issue = venue.issues.get()
    for _time in range(2):
        issue = cast.recheck(cast.report(issue, by=finder), passed=False, by=other)


def failed_everywhere(cast: Cast) -> list[Venue]:
    """The same at three venues: two towns', and one of no town."""
    venues = [cast.venue, cast.venue_next_door, cast.venue_without_town]
    for venue in venues:
        fail_twice(cast, venue)
    return venues


@rule("R-PLATE-1")
def test_one_plate_each_with_numbers_without_gaps(cast: Cast) -> None:
    venues = failed_everywhere(cast)

    assert propose_plates() == 3

    rows = list(Plate.objects.order_by("proposal"))
    assert [int(row.proposal[-4:]) for row in rows] == [1, 2, 3]
    assert [row.venue for row in rows] == venues
    assert [row.town_id for row in rows] == [venue.town_id for venue in venues]
    assert [row.department for row in rows] == [lead_of(venue) for venue in venues]
    assert [row.grounds.count() for row in rows] == [1, 1, 1]
    assert propose_plates() == 0


@rule("R-PLATE-1")
def test_grounds_are_recorded_in_the_order_of_their_issues(cast: Cast) -> None:
    for item in ("B1", "A1"):
        cast.check(failed=item)
    issues = list(cast.venue.issues.order_by("pk"))
    for issue in issues[::-1]:
        for _time in range(2):
            cast.recheck(cast.report(issue), passed=False)
    propose_plates()

    grounds = Plate.objects.get().grounds.order_by("record_order")
    assert [each.issue for each in grounds] == issues


@rule("R-PLATE-1", "R-TRACK-4")
def test_the_event_says_what_that_of_one_plate_says(cast: Cast) -> None:
    fail_twice(cast, cast.venue)
    propose_plates()
    plate = Plate.objects.get()
    (event,) = Event.objects.filter(subject_type="plate", subject_id=plate.pk)
    body = json.loads(event.body)

    assert (body["from"], body["to"], body["by"], body["key"]) == (
        "", "proposed", "system", plate.proposal,
    )  # fmt: skip
    assert body["details"] == {
        "document": "", "grounds": ["not_thorough"], "issues": [cast.venue.issues.get().number],
    }  # fmt: skip
    assert (plate.event_seq, plate.event_hash) == (1, link("", event.body))
    assert Outbox.objects.get(topic="plate.propose").payload["event"] == event.pk


@rule("R-PLATE-1")
def test_it_asks_as_often_for_three_venues_as_for_one(cast: Cast) -> None:
    fail_twice(cast, cast.venue)
    with CaptureQueriesContext(connection) as one:
        propose_plates()
    for venue in (cast.venue_next_door, cast.venue_without_town):
        fail_twice(cast, venue)
    with CaptureQueriesContext(connection) as two:
        assert propose_plates() == 2

    assert len(two) == len(one)


@rule("R-PLATE-1", "R-TRACK-4")
def test_current_plates_take_their_grounds_together(cast: Cast) -> None:
    """As often asked for two of them as for one, and told as an act at one plate tells it."""
    venues = failed_everywhere(cast)
    for venue in venues:
        cast.check(failed="B1", venue=venue, by=PEOPLE[venue.code][0])
        named = [(venue.issues.latest("pk"), "district")]
        propose(venue, named, by=cast["command"], facts="named", document_number="No. 1")
    first, *rest = venues
    with CaptureQueriesContext(connection) as one:
        by_itself._propose_at([first.pk])
    with CaptureQueriesContext(connection) as two:
        by_itself._propose_at([venue.pk for venue in rest])

    assert len(two) == len(one)
    for plate in Plate.objects.order_by("pk"):
        added = Event.objects.get(subject_type="plate", subject_id=plate.pk, name="add_ground")
        ground = plate.grounds.get(kind="not_thorough")
        assert json.loads(added.body)["details"] == {
            "document": "", "grounds": ["not_thorough"], "issues": [ground.issue.number],
        }  # fmt: skip
        assert (plate.event_seq, plate.event_hash) == (added.seq, added.hash)
        assert Outbox.objects.filter(payload__event=added.pk).count() == 1


@rule("R-PLATE-1")
def test_a_few_venues_at_a_time_are_all_of_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed_everywhere(cast)
    monkeypatch.setattr(by_itself, "VENUES_AT_ONCE", 2)

    assert propose_plates() == 3
    assert Plate.objects.count() == 3


@rule("R-SCOPE-1", "R-SCOPE-4")
def test_the_leads_of_many_venues_are_those_of_each(cast: Cast) -> None:
    market, co = cast["dept"].organisation, cast["co"].organisation
    assert market is not None
    assert co is not None
    VenueLead.objects.create(venue=cast.venue, organisation=co, role="lead")
    VenueLead.objects.create(venue=cast.venue_next_door, organisation=market, role="co")
    venues = list(Venue.objects.order_by("pk"))

    leads = leads_of(venues)

    assert leads == {venue.pk: lead_of(venue) for venue in venues}
    assert leads[cast.venue.pk] == co
    assert leads[cast.venue_next_door.pk] is None
