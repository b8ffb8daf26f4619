"""Sending what waits, at least once (R-SEND-1): take, commit, send, mark.

Nothing is sent inside a transaction. Whoever takes a message puts its next try off; should they
vanish between sending and marking, it comes up again and is sent once more under the same key.
"""

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import F, Q

from inspections.tracking.delivery.addresses import send
from inspections.tracking.delivery.fanning import fan_out
from inspections.tracking.delivery.models import Delivery, DeliveryQuerySet
from inspections.tracking.delivery.rules import (
    LEASE,
    MOST_TRIES,
    TEST,
    ChannelState,
    DeliveryState,
    Why,
    tries_of,
)
from inspections.tracking.delivery.texts import message_of
from venuewatch.workflow import clock
from venuewatch.workflow.rules import wait_after

log = logging.getLogger(__name__)
MOST_A_RUN = 100
# The message that is due longest, unless somebody holds it; to be sent by a channel that is on.
_TAKE = """
    UPDATE inspections_delivery SET due = %(until)s, tries = tries + 1, why = ''
    WHERE id = (
        SELECT d.id FROM inspections_delivery AS d
        JOIN inspections_channel AS h ON h.id = d.channel_id
        WHERE d.state = 'waiting' AND d.due <= %(now)s AND h.state = 'on'
          AND d.channel_id <> ALL(%(silent)s)
        ORDER BY d.due, d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED)
    RETURNING id"""


def deliver() -> int:
    """Bring what happened since to the channels, and send what is due; returns what arrived."""
    fan_out()
    return send_due()


def send_due() -> int:
    """Send what is due, and return how much arrived.

    A channel that fails is left alone for the rest of the run, so that the others need not wait.
    """
    _settle(clock.now())
    arrived, silent = 0, set[int]()
    for _ in range(MOST_A_RUN):
        delivery = take(silent)
        if delivery is None:
            break
        if attempt(delivery):
            arrived += 1
        else:
            silent.add(delivery.channel_id)
    return arrived


def take(silent: Collection[int] = ()) -> Delivery | None:
    """Take the next message for as long as LEASE, but none to the channels that are silent."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"now": now, "until": now + LEASE, "silent": list(silent)})
        taken = cursor.fetchone()
    return _read(taken[0]) if taken else None


def take_this(delivery: Delivery) -> Delivery | None:
    """Take this message now; None where somebody else was faster."""
    now = clock.now()
    own = _waiting(Q(pk=delivery.pk, due__lte=now))
    taken = own.update(due=now + LEASE, tries=F("tries") + 1, why="")
    return _read(delivery.pk) if taken else None


def _read(key: int) -> Delivery:
    return Delivery.objects.select_related("channel__organisation__area").get(pk=key)


def attempt(delivery: Delivery) -> bool:
    """Send a message that was taken, and mark what came of it; whether it arrived."""
    why = _sent(delivery)
    if why:
        log.warning("message %s was not delivered: %s", delivery.key, why)
        _mark_failed(delivery, why)
    else:
        _waiting(Q(pk=delivery.pk)).update(state=DeliveryState.SENT, why="", ended=clock.now())
    return not why


def _sent(delivery: Delivery) -> str:
    """Why it did not go out, "" if it did; an error may name the address, so it is not told."""
    channel = delivery.channel
    try:
        return send(channel.kind, channel.address, message_of(delivery))
    except Exception:  # noqa: BLE001 — one bad message must not stop the others
        return Why.BROKEN


def _mark_failed(delivery: Delivery, why: str) -> None:
    """Put it off, or give it up; unless it came up again and somebody else has it by now."""
    now = clock.now()
    own = _waiting(Q(pk=delivery.pk, due=delivery.due))
    if delivery.tries >= tries_of(delivery.topic):
        own.update(state=DeliveryState.DEAD, why=why, ended=now)
    else:
        own.update(due=now + wait_after(delivery.tries), why=why)


def _settle(now: datetime) -> None:
    """End what is sent no more: to channels that are off, and what vanished at its last try."""
    held = Q(tries__gt=0, why="", due__gt=now)  # whoever sends it marks it
    _waiting(Q(channel__state=ChannelState.OFF) & ~held).update(
        state=DeliveryState.MOOT, why=Why.OFF, ended=now
    )
    tried = Q(tries__gte=MOST_TRIES) | Q(topic=TEST, tries__gte=tries_of(TEST))
    _waiting(Q(due__lte=now) & tried).update(state=DeliveryState.DEAD, why=Why.BROKEN, ended=now)


def _waiting(which: Q) -> DeliveryQuerySet:
    return Delivery.objects.filter(which, state=DeliveryState.WAITING)
