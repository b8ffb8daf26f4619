"""move(): the one function that changes a state, and what it refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.cast import Cast
from tests.racing import one_after_another
from venues import actions as register
from venues.models import Venue
from venuewatch.workflow.actions import SYSTEM, move
from venuewatch.workflow.models import Event, Outbox
from venuewatch.workflow.rules import NotAllowed, Refused, Stale

REASON = {"reason": "rebuilding"}


def latest(venue: Venue) -> Event:
    return Event.objects.filter(subject_type="venue", subject_id=venue.pk).latest("seq")


def test_it_returns_the_fresh_row_and_leaves_the_old_one(cast: Cast) -> None:
    stale = Venue.objects.get(pk=cast.venue.pk)

    moved = move(stale, "pause", by=cast["inspector"], given=REASON)

    assert (moved.state, stale.state) == ("paused", "active")
    assert Venue.objects.get(pk=stale.pk).event_seq == moved.event_seq == 1
    assert latest(moved).name == "pause"


def test_it_reads_the_row_again_under_the_lock(cast: Cast) -> None:
    stale = Venue.objects.get(pk=cast.venue.pk)
    Venue.objects.filter(pk=stale.pk).update(name="Another name")

    moved = move(stale, "pause", by=cast["inspector"], given=REASON)

    assert moved.name == Venue.objects.get(pk=stale.pk).name == "Another name"


def test_another_state_meanwhile_is_stale_and_shows_the_fresh_row(cast: Cast) -> None:
    seen_active = Venue.objects.get(pk=cast.venue.pk)
    register.pause(cast.venue, by=cast["colleague"], reason="rebuilding")

    with pytest.raises(Stale) as stale:
        move(seen_active, "pause", by=cast["inspector"], given=REASON)

    assert stale.value.row.state == "paused"


def test_any_change_since_the_page_was_shown_is_stale(cast: Cast) -> None:
    shown = Venue.objects.get(pk=cast.venue.pk).event_seq
    register.edit_venue(cast.venue, {"name": "New name"}, by=cast["colleague"])

    with pytest.raises(Stale):
        move(cast.venue, "pause", by=cast["inspector"], given=REASON, seen=shown)

    assert move(cast.venue, "pause", by=cast["inspector"], given=REASON, seen=1).state == "paused"


@pytest.mark.parametrize("name", ["neighbour", "dept", "outsider", "auditor", "admin"])
def test_whoever_has_no_capacity_may_not(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        move(cast.venue, "pause", by=cast[name], given=REASON)


def test_the_system_is_nobody_else(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        move(cast.venue, "pause", by=SYSTEM, given=REASON)


@pytest.mark.parametrize("given", [None, {}, {"reason": ""}, {"reason": "  "}, {"reason": None}])
def test_a_missing_input_is_refused_at_its_field(cast: Cast, given: dict[str, Any] | None) -> None:
    with pytest.raises(Refused) as refused:
        move(cast.venue, "pause", by=cast["inspector"], given=given)

    assert list(refused.value.errors) == ["reason"]
    assert not Event.objects.exists()


def test_state_comes_before_permission_and_permission_before_input(cast: Cast) -> None:
    """Who may not see what lacks; what changed is said before anything else."""
    with pytest.raises(NotAllowed):
        move(cast.venue, "end", by=cast["inspector"])
    register.end(cast.venue, by=cast["command"], reason="torn down")
    with pytest.raises(Stale):
        move(cast.venue, "end", by=cast["inspector"])


def test_what_write_raises_undoes_everything(cast: Cast) -> None:
    def write(row: Venue) -> None:
        Venue.objects.filter(pk=cast.venue_next_door.pk).update(name="touched")
        raise Refused({"name": "no"})

    with pytest.raises(Refused):
        move(cast.venue, "pause", by=cast["inspector"], given=REASON, write=write)

    assert Venue.objects.get(pk=cast.venue.pk).state == "active"
    assert Venue.objects.get(pk=cast.venue_next_door.pk).name == "Tea house"
    assert not Event.objects.exists()


def test_a_transition_without_target_keeps_the_state_and_is_an_event(cast: Cast) -> None:
    moved = register.edit_venue(cast.venue, {"name": "New name"}, by=cast["inspector"])

    assert (moved.state, moved.event_seq, latest(moved).name) == ("active", 1, "edit")


def test_it_keeps_when_it_happened_beside_when_it_was_recorded(cast: Cast) -> None:
    yesterday = timezone.now() - timedelta(days=1)

    moved = move(cast.venue, "pause", by=cast["inspector"], given=REASON, happened=yesterday)

    event = latest(moved)
    assert event.happened == yesterday < event.recorded


def test_only_what_announces_is_put_into_the_outbox(cast: Cast) -> None:
    move(cast.venue, "pause", by=cast["inspector"], given=REASON)

    assert not Outbox.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_at_once_one_is_told_that_it_changed(cast: Cast) -> None:
    def pause(by: str) -> object:
        with transaction.atomic():
            return move(Venue.objects.get(pk=cast.venue.pk), "pause", by=cast[by], given=REASON)

    first, second = one_after_another(
        cast.venue, lambda: pause("inspector"), lambda: pause("colleague")
    )

    assert isinstance(first, Venue)
    assert isinstance(second, Stale)
    assert Event.objects.filter(subject_type="venue").count() == 1
