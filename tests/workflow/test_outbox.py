"""The outbox: one message per announcing event, in the same transaction."""

from django.db import transaction

from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venuewatch.workflow.models import Event, Outbox


@rule("R-TRACK-1")
def test_every_event_of_an_issue_is_a_message_with_a_key_of_its_own(cast: Cast) -> None:
    issue = cast.closed("serious")

    events = Event.objects.filter(subject_type="issue", subject_id=issue.pk).order_by("seq")
    messages = Outbox.objects.order_by("pk")

    assert [each.key for each in messages] == [f"issue/{issue.pk}/{event.seq}" for event in events]
    assert [each.topic for each in messages] == [f"issue.{event.name}" for event in events]
    assert [each.payload for each in messages] == [
        {"event": event.pk, "key": issue.number} for event in events
    ]
    assert {each.delivered for each in messages} == {None}


@rule("R-TRACK-1")
def test_a_message_is_undone_with_what_it_tells(cast: Cast) -> None:
    issue = cast.open()
    before = Outbox.objects.count()

    with transaction.atomic():
        cast.report(issue)
        assert Outbox.objects.count() == before + 1
        transaction.set_rollback(True)

    assert Outbox.objects.count() == before


def test_history_that_was_taken_over_announces_nothing(cast: Cast) -> None:
    live = cast.open()
    found = ledger.Found(source="town", severity="general", hours=24, description="old")
    issue = ledger.open_issue(
        cast.venue, found, by=cast["inspector"], at=live.found_at, origin="history"
    )
    before = Outbox.objects.count()

    cast.report(Issue.objects.get(pk=issue.pk))

    assert Outbox.objects.count() == before == 1
