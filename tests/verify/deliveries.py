"""Each way in which channels and their messages can break a check: SQL, triggers off."""

from inspections.tracking.delivery.actions import send_test, try_again
from inspections.tracking.delivery.models import Delivery
from inspections.tracking.delivery.rules import MOST_TRIES
from inspections.tracking.delivery.sending import deliver, send_due
from tests.cast import Cast
from tests.delivery.stages import channel
from tests.intake.stages import received
from venuewatch.workflow import clock

NOWHERE = "http://127.0.0.1:1/"


def delivered(cast: Cast) -> str:
    """A channel where nobody answers: a test that failed, and a dead letter that goes again."""
    row = channel(cast, "command", NOWHERE)
    send_test(row, by=cast["admin"])
    received(cast)
    deliver()
    Delivery.objects.filter(state="waiting").update(tries=MOST_TRIES - 1, due=clock.now())
    send_due()
    assert try_again(None, by=cast["admin"]) == 2
    return row.code


OF_DELIVERIES: dict[str, tuple[str, ...]] = {
    "messages stem from what the outbox is done with": (
        "UPDATE workflow_outbox SET delivered = NULL",
        "UPDATE inspections_delivery SET outbox_id = 0 WHERE topic <> 'test'",
        "UPDATE inspections_delivery SET created = created - interval '1h'",
    ),
    "keys tell the channel of a message and what it stems from": (
        "UPDATE inspections_delivery SET key = 'x' WHERE topic <> 'test'",
        "UPDATE inspections_delivery SET key = 'x' WHERE topic = 'test'",
        "UPDATE inspections_channel SET code = 'QD-9999'",
        "UPDATE inspections_delivery SET channel_id = 0",
    ),
    "dead letters went again as often as events tell": (
        "UPDATE inspections_delivery SET again = 7",
        "DELETE FROM workflow_event WHERE name = 'try_again'",
    ),
    "channels take what their events tell": (
        "UPDATE inspections_channel SET topics = '{late}'",
        "DELETE FROM workflow_event WHERE subject_type = 'channel'",
    ),
}
