"""What the database refuses of channels and messages, whoever asks (R-SEND-1, R-SEND-3)."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast
from tests.delivery.receiving import Hook
from tests.delivery.test_sending import dead
from tests.rules import rule

REFUSED = (
    "R-SEND-[13]: |R-TRACK-4: |channel_topics|channel_state|delivery_of_outbox|delivery_ended"
    "|Cannot delete"
)
CHANNEL = (
    "UPDATE inspections_channel SET state = 'off'",
    "UPDATE inspections_channel SET address = 'json://a'",
    "UPDATE inspections_channel SET topics = '{late}'",
    "UPDATE inspections_channel SET topics = '{}', event_seq = event_seq + 1",
    "UPDATE inspections_channel SET topics = '{odd}', event_seq = event_seq + 1",
    "UPDATE inspections_channel SET kind = 'wecom', event_seq = event_seq + 1",
    "UPDATE inspections_channel SET state = 'odd', event_seq = event_seq + 1",
    "UPDATE inspections_channel SET organisation_id = organisation_id + 1",
    "DELETE FROM inspections_channel",
)
MESSAGE = (
    "UPDATE inspections_delivery SET key = 'other'",
    "UPDATE inspections_delivery SET lines = '[]'",
    "UPDATE inspections_delivery SET topic = 'test', outbox_id = NULL",
    "UPDATE inspections_delivery SET outbox_id = NULL",
    "UPDATE inspections_delivery SET state = 'sent'",
    "UPDATE inspections_delivery SET state = 'moot'",
    "UPDATE inspections_delivery SET state = 'waiting'",
    "DELETE FROM inspections_delivery",
    ("INSERT INTO inspections_delivery (key, channel_id, topic, lines, state, due, tries, again,"
    " why, created, ended) SELECT 'x', channel_id, 'test', '[]', 'sent', due, 0, 0, '', created,"
    " ended FROM inspections_delivery"),
)  # fmt: skip


@rule("R-SEND-1", "R-SEND-3")
@pytest.mark.parametrize("statement", [*CHANNEL, *MESSAGE])
def test_refused(cast: Cast, hook: Hook, statement: str) -> None:
    dead(cast, hook)

    refused = pytest.raises(DatabaseError, match=REFUSED)
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
