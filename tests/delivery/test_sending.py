"""What waits is sent once, tried again where it fails, and given up in the end (R-SEND-1)."""

from datetime import timedelta
from typing import Any

import pytest

from inspections.tracking.delivery import sending
from inspections.tracking.delivery.actions import switch_off, try_again
from inspections.tracking.delivery.addresses import send
from inspections.tracking.delivery.fanning import fan_out
from inspections.tracking.delivery.models import Delivery
from inspections.tracking.delivery.rules import LEASE, MOST_TRIES
from inspections.tracking.delivery.sending import deliver, send_due
from tests.cast import Cast
from tests.delivery.receiving import Hook
from tests.delivery.stages import channel
from tests.plates.stages import proposed
from tests.racing import all_at_once
from tests.rules import rule
from venuewatch.workflow import clock
from venuewatch.workflow.models import Outbox
from venuewatch.workflow.rules import wait_after


def at_try(number: int) -> Any:
    """The moment at which the next try is due, after so many failed ones."""
    waited = sum((wait_after(tries) for tries in range(1, number + 1)), timedelta())
    return clock.now() + waited + timedelta(seconds=number + 1)


@rule("R-SEND-1")
def test_what_happened_arrives_once_with_its_key(cast: Cast, hook: Hook) -> None:
    channel(cast, "town", hook.address("/hook?room=7"))
    proposed(cast)

    assert (deliver(), deliver()) == (1, 0)

    row = Delivery.objects.get()
    (received,) = hook.received
    assert received.key == received.headers["idempotency-key"] == row.key
    assert received.path == "/hook?room=7"
    assert "authorization" in received.headers
    assert row.key in received.text
    assert (row.state, row.tries, row.why) == ("sent", 1, "")
    assert not Outbox.objects.filter(delivered=None).exists()


@rule("R-SEND-1")
def test_a_failing_side_is_tried_again_later_and_given_up(cast: Cast, hook: Hook) -> None:
    channel(cast, "town", hook.address())
    proposed(cast)
    hook.status = 500
    deliver()
    assert send_due() == 0
    assert len(hook.received) == 1, "not again before its time"

    for number in range(1, MOST_TRIES):
        with clock.at(at_try(number)):
            send_due()

    row = Delivery.objects.get()
    assert len({each.key for each in hook.received}) == 1
    assert len(hook.received) == row.tries == MOST_TRIES
    assert (row.state, row.why) == ("dead", "status-500")
    with clock.at(at_try(MOST_TRIES)):
        assert send_due() == 0


@rule("R-SEND-1")
def test_a_dead_letter_goes_again_under_its_key(cast: Cast, hook: Hook) -> None:
    row = dead(cast, hook)
    hook.status = 200

    assert try_again([row.key], by=cast["admin"]) == 1
    assert send_due() == 1

    assert {each.key for each in hook.received} == {row.key}
    row.refresh_from_db()
    assert (row.state, row.tries, row.again) == ("sent", 1, 1)


@rule("R-SEND-1")
def test_who_is_killed_before_marking_sends_it_again(
    cast: Cast, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel(cast, "town", hook.address())
    proposed(cast)

    def send_and_die(*args: Any) -> str:
        send(*args)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sending, "send", send_and_die)
        with pytest.raises(SystemExit):
            deliver()
    assert send_due() == 0, "somebody holds it"
    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        assert send_due() == 1

    assert len(hook.received) == 2
    assert len({each.key for each in hook.received}) == 1
    assert Delivery.objects.get().state == "sent"


@rule("R-SEND-1")
def test_what_vanishes_at_every_try_is_given_up(cast: Cast, hook: Hook) -> None:
    channel(cast, "town", hook.address())
    proposed(cast)
    fan_out()
    for number in range(MOST_TRIES):
        with clock.at(clock.now() + number * 2 * LEASE):
            assert sending.take() is not None
    with clock.at(clock.now() + 3 * MOST_TRIES * LEASE):
        assert send_due() == 0

    row = Delivery.objects.get()
    assert (row.state, row.why) == ("dead", "broken")
    assert hook.received == []


@rule("R-SEND-1")
def test_nobody_answers(cast: Cast, hook: Hook) -> None:
    channel(cast, "town", "http://127.0.0.1:1/")
    other = channel(cast, "command", hook.address())
    proposed(cast)

    assert deliver() == 1

    assert Delivery.objects.get(channel=other).state == "sent"
    assert Delivery.objects.exclude(channel=other).get().why == "unreachable"


@rule("R-SEND-1", "R-TRACK-2")
def test_to_a_channel_that_is_off_nothing_goes(cast: Cast, hook: Hook) -> None:
    row = channel(cast, "town", hook.address())
    proposed(cast)
    fan_out()
    switch_off(row, by=cast["admin"])

    assert send_due() == 0

    left = Delivery.objects.get()
    assert (left.state, left.why) == ("moot", "off")
    assert hook.received == []


@rule("R-SEND-1", "R-TRACK-2")
def test_what_is_being_sent_as_its_channel_is_switched_off_is_told_as_sent(
    cast: Cast, hook: Hook
) -> None:
    row = channel(cast, "town", hook.address())
    proposed(cast)
    fan_out()
    held = sending.take()
    assert held is not None
    switch_off(row, by=cast["admin"])
    send_due()

    assert sending.attempt(held)

    assert Delivery.objects.get().state == "sent"


@rule("R-SEND-1", "R-TRACK-2")
def test_what_failed_before_is_left_out_once_its_channel_is_off(cast: Cast, hook: Hook) -> None:
    row = channel(cast, "town", hook.address())
    proposed(cast)
    hook.status = 500
    deliver()
    switch_off(row, by=cast["admin"])

    send_due()

    assert Delivery.objects.get().state == "moot"


@rule("R-SEND-1")
def test_a_late_mark_does_not_undo_what_another_did(cast: Cast, hook: Hook) -> None:
    channel(cast, "town", hook.address())
    proposed(cast)
    fan_out()
    slow = sending.take()
    assert slow is not None
    with clock.at(clock.now() + 2 * LEASE):
        assert send_due() == 1
    hook.status = 500

    assert not sending.attempt(slow)

    assert Delivery.objects.get().state == "sent"


@rule("R-SEND-1")
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_once(cast: Cast, hook: Hook) -> None:
    channel(cast, "town", hook.address())
    channel(cast, "command", hook.address())
    proposed(cast)

    assert all_at_once(deliver, deliver, deliver).count(0) < 3
    deliver()

    assert len(hook.received) == 2
    assert len({each.key for each in hook.received}) == 2


def dead(cast: Cast, hook: Hook) -> Delivery:
    """A message that was given up."""
    channel(cast, "town", hook.address())
    proposed(cast)
    hook.status = 500
    deliver()
    Delivery.objects.update(tries=MOST_TRIES - 1, due=clock.now())
    send_due()
    return Delivery.objects.get(state="dead")
