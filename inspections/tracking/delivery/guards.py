"""What the database itself refuses of channels and deliveries, at the statement."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger

from inspections.ledger.guards import (
    BOTH,
    changed,
    on_insert_trigger,
    on_update_trigger,
    pairs_sql,
    refuse,
)
from inspections.tracking.delivery.rules import CHANNEL_TABLE, DELIVERY_TABLE

_CHANNEL_STAYS = ("code", "organisation_id", "kind", "created")
_CHANNEL_TOLD = ("name", "address", "topics", "state")
_DELIVERY_STAYS = ("key", "channel_id", "topic", "outbox_id", "lines", "created")

_CHANNEL_MOVES = (
    refuse(
        "SELECT o.code AS number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
        f" WHERE n.id IS NULL OR {changed(_CHANNEL_STAYS)}",
        "R-SEND-3: a channel keeps its organisation and its kind",
    )
    + refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE n.event_seq <= o.event_seq"
        f" AND ({changed(_CHANNEL_TOLD)})",
        "R-TRACK-4: what changes on a channel is told by an event",
    )
    + refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE o.state <> n.state"
        f" AND (o.state, n.state) NOT IN ({pairs_sql(CHANNEL_TABLE)})",
        "R-SEND-3: no such transition",
    )
    + "\nRETURN NULL;"
)
_DELIVERY_STARTS = (
    refuse(
        "SELECT key AS number FROM new_rows WHERE state <> 'waiting' OR tries <> 0",
        "R-SEND-1: a message starts as waiting",
    )
    + "\nRETURN NULL;"
)
_DELIVERY_MOVES = (
    refuse(
        "SELECT o.key AS number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
        f" WHERE n.id IS NULL OR {changed(_DELIVERY_STAYS)}",
        "R-SEND-1: a message stays as it was written, with its key",
    )
    + refuse(
        f"SELECT o.key AS number FROM {BOTH} WHERE o.state <> n.state"
        f" AND (o.state, n.state) NOT IN ({pairs_sql(DELIVERY_TABLE)})",
        "R-SEND-1: no such transition",
    )
    + "\nRETURN NULL;"
)

CHANNEL_TRIGGERS = [
    on_update_trigger("channel_moves_legally", _CHANNEL_MOVES),
    pgtrigger.Protect(name="channel_never_deleted", operation=pgtrigger.Delete),
]
DELIVERY_TRIGGERS = [
    on_insert_trigger("delivery_starts_waiting", _DELIVERY_STARTS),
    on_update_trigger("delivery_moves_legally", _DELIVERY_MOVES),
    pgtrigger.Protect(name="delivery_never_deleted", operation=pgtrigger.Delete),
]
