"""Follow-ups: rows with a due time, done once, moot with why, tried again when they fail."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.cast import Cast
from tests.rules import rule
from venues.models import Venue
from venuewatch.workflow import clock, followups
from venuewatch.workflow.models import FollowUp
from venuewatch.workflow.rules import LONGEST_RETRY

KIND = "test.ring"
Handle = Callable[[FollowUp], str | None]
HOUR = timedelta(hours=1)


@pytest.fixture
def handled() -> Iterator[Callable[[Handle], None]]:
    """Says what the follow-ups of this file's kind do, for one test."""
    known = dict(followups._handlers)
    yield lambda handle: followups._handlers.__setitem__(KIND, handle)
    followups._handlers.clear()
    followups._handlers.update(known)


def only() -> FollowUp:
    return FollowUp.objects.get(kind=KIND)


@rule("R-TRACK-1")
def test_it_waits_until_it_is_due_and_is_done_once(
    cast: Cast, handled: Callable[[Handle], None]
) -> None:
    rung: list[int] = []
    handled(lambda followup: rung.append(followup.subject_id))
    now = timezone.now()
    followups.schedule(KIND, cast.venue, due=now + HOUR)

    with clock.at(now + HOUR - timedelta(seconds=1)):
        assert followups.run_due() == 0
    assert (rung, only().state) == ([], "waiting")
    with clock.at(now + HOUR):
        assert followups.run_due() == 1
        assert followups.run_due() == 0

    assert rung == [cast.venue.pk]
    assert (only().state, only().ended, only().why) == ("done", now + HOUR, "")


@rule("R-TRACK-1")
def test_the_longest_due_comes_first(cast: Cast, handled: Callable[[Handle], None]) -> None:
    rung: list[int] = []
    handled(lambda followup: rung.append(followup.step))
    now = timezone.now()
    for step, hours in enumerate((2, 3, 1)):
        followups.schedule(KIND, cast.venue, due=now - hours * HOUR, step=step)

    assert followups.run_due(limit=2) == 2
    assert followups.run_due() == 1

    assert rung == [1, 0, 2]


@rule("R-TRACK-1")
def test_scheduling_twice_is_one_while_it_waits(
    cast: Cast, handled: Callable[[Handle], None]
) -> None:
    handled(lambda _: None)
    now = timezone.now()
    followups.schedule(KIND, cast.venue, due=now)
    followups.schedule(KIND, cast.venue, due=now)
    assert FollowUp.objects.filter(kind=KIND).count() == 1

    followups.run_due()
    followups.schedule(KIND, cast.venue, due=now)
    followups.schedule(KIND, cast.venue, due=now, step=1)
    followups.schedule(KIND, cast.venue_next_door, due=now)

    assert FollowUp.objects.filter(kind=KIND).count() == 4


@rule("R-TRACK-1")
def test_it_goes_with_the_transaction_that_scheduled_it(cast: Cast) -> None:
    with transaction.atomic():
        followups.schedule(KIND, cast.venue, due=timezone.now())
        transaction.set_rollback(True)

    assert not FollowUp.objects.exists()


@rule("R-TRACK-1")
def test_a_worker_is_woken_on_commit_for_what_is_due_now(
    cast: Cast, django_capture_on_commit_callbacks: Callable[[], "object"]
) -> None:
    with django_capture_on_commit_callbacks() as woken:  # type: ignore[attr-defined]
        followups.schedule(KIND, cast.venue, due=clock.now())
        followups.schedule(KIND, cast.venue, due=clock.now() + HOUR, step=1)

    assert len(woken) == 1


@rule("R-TRACK-2")
def test_one_that_no_longer_applies_is_moot_with_why(
    cast: Cast, handled: Callable[[Handle], None]
) -> None:
    handled(lambda _: "the venue has ended")
    followups.schedule(KIND, cast.venue, due=timezone.now())

    assert followups.run_due() == 1

    assert (only().state, only().why) == ("moot", "the venue has ended")
    assert only().ended is not None


def ring_and_fail(followup: FollowUp) -> None:
    Venue.objects.filter(pk=followup.subject_id).update(name="half done")
    raise ValueError("no bell")


@rule("R-TRACK-2")
def test_one_that_fails_is_undone_and_tried_again_later(
    cast: Cast, handled: Callable[[Handle], None]
) -> None:
    handled(ring_and_fail)
    now = timezone.now()
    followups.schedule(KIND, cast.venue, due=now)

    assert followups.run_due(now) == 0

    assert Venue.objects.get(pk=cast.venue.pk).name == "Noodle house"
    assert (only().state, only().tries, only().why) == ("waiting", 1, "ValueError: no bell")
    assert only().due > now
    assert list(followups.stuck()) == []
    handled(lambda _: None)
    assert followups.run_due(only().due) == 1
    assert only().state == "done"


@rule("R-TRACK-2")
def test_after_five_tries_it_is_shown_with_why(
    cast: Cast, handled: Callable[[Handle], None]
) -> None:
    handled(ring_and_fail)
    followups.schedule(KIND, cast.venue, due=timezone.now())
    waits = []

    for number in range(1, 6):
        assert list(followups.stuck()) == [], number
        due = only().due
        followups.run_due(due)
        waits.append(only().due - due)

    (stuck,) = followups.stuck()
    assert (stuck.tries, stuck.why, stuck.state) == (5, "ValueError: no bell", "waiting")
    assert waits == sorted(waits)
    assert waits[0] < waits[-1] <= LONGEST_RETRY


@rule("R-TRACK-2")
def test_a_poison_row_stops_no_other(cast: Cast, handled: Callable[[Handle], None]) -> None:
    rung: list[int] = []

    def handle(followup: FollowUp) -> None:
        if followup.step == 0:
            with connection.cursor() as cursor:
                cursor.execute("SELECT no_such_function()")
        rung.append(followup.step)

    handled(handle)
    now = timezone.now()
    for step in range(3):
        followups.schedule(
            KIND, cast.venue, due=now - HOUR + step * timedelta(minutes=1), step=step
        )

    assert followups.run_due(now) == 2
    assert rung == [1, 2]
    assert "no_such_function" in FollowUp.objects.get(kind=KIND, step=0).why


@rule("R-TRACK-2")
def test_a_kind_that_nobody_handles_is_kept_and_told(cast: Cast) -> None:
    followups.schedule("test.unknown", cast.venue, due=timezone.now())

    assert followups.run_due() == 0

    row = FollowUp.objects.get(kind="test.unknown")
    assert (row.state, row.tries, row.why) == ("waiting", 1, "KeyError: 'test.unknown'")


@rule("R-TRACK-2")
def test_only_the_asked_subjects_are_done(cast: Cast, handled: Callable[[Handle], None]) -> None:
    handled(lambda _: None)
    now = timezone.now()
    for venue in (cast.venue, cast.venue_next_door):
        followups.schedule(KIND, venue, due=now)

    assert followups.run_of(KIND, [cast.venue.pk], now) == 1
    assert FollowUp.objects.get(subject_id=cast.venue_next_door.pk).state == "waiting"


@rule("R-TRACK-2")
@pytest.mark.parametrize("columns", [{"state": "done"}, {"state": "moot"}, {"state": "given_up"}])
def test_the_database_knows_no_end_without_its_moment(cast: Cast, columns: dict[str, str]) -> None:
    followups.schedule(KIND, cast.venue, due=timezone.now())

    with pytest.raises(DatabaseError), transaction.atomic():
        FollowUp.objects.filter(kind=KIND).update(**columns)
