"""Checks of channels and of the messages to them."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.tracking.delivery.rules import ORDER, TEST
from inspections.verify.reading import TOLD
from inspections.verify.running import Check

_MESSAGES = "SELECT count(*) FROM inspections_delivery"
_NUMBER = " ".join(f"WHEN '{about}' THEN '{number}'" for number, about in enumerate(ORDER))
_TOLD_AGAIN = (
    f"SELECT coalesce(sum((details ->> 'count')::int), 0) FROM {TOLD}"
    " WHERE subject_type = 'officer' AND name = 'try_again'"
)

CHECKS = [
    Check(
        "R-SEND-1", "messages stem from what the outbox is done with", _MESSAGES,
        "SELECT d.key AS culprit FROM inspections_delivery AS d"
        " LEFT JOIN workflow_outbox AS o ON o.id = d.outbox_id"
        f" WHERE d.topic <> '{TEST}' AND o.delivered IS DISTINCT FROM d.created",
    ),
    Check(
        "R-SEND-1", "keys tell the channel of a message and what it stems from", _MESSAGES,
        "SELECT d.key AS culprit FROM inspections_delivery AS d"
        " LEFT JOIN inspections_channel AS h ON h.id = d.channel_id"
        " WHERE (d.key ~ ('^' || h.code || '-' || coalesce(d.outbox_id::text, '[0-9]+') || '-'"
        f" || CASE d.topic {_NUMBER} END || '$')) IS NOT TRUE",
    ),
    Check(
        "R-SEND-1", "dead letters went again as often as events tell", _MESSAGES,
        "SELECT 'messages' AS culprit WHERE (SELECT coalesce(sum(again), 0)"
        f" FROM inspections_delivery) <> ({_TOLD_AGAIN})",
    ),
    Check(
        "R-SEND-3", "channels take what their events tell",
        "SELECT count(*) FROM inspections_channel",
        "SELECT h.code AS culprit FROM inspections_channel AS h LEFT JOIN ("
        "SELECT DISTINCT ON (subject_id) subject_id, details -> 'topics' AS topics"
        f" FROM {TOLD} WHERE subject_type = 'channel' AND name IN ('add_channel', 'change_channel')"
        " ORDER BY subject_id, seq DESC) AS e ON e.subject_id = h.id"
        " WHERE e.topics IS DISTINCT FROM to_jsonb(h.topics)",
    ),
]  # fmt: skip
