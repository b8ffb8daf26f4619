"""From the outbox to the channels: one message a channel and topic, whatever number of events."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from django.db import connection, transaction

from inspections.tracking.delivery.audiences import TOLD, concerned_sql, topics_sql
from inspections.tracking.delivery.rules import MOST_NUMBERS, ORDER, ChannelState, Topic
from venuewatch.workflow import clock

MOST_AT_ONCE = 5000

_CLAIM = """
    SELECT id FROM workflow_outbox WHERE delivered IS NULL
    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED"""
_STAMP = "UPDATE workflow_outbox SET delivered = %s WHERE id = ANY(%s)"
# Channels that take a topic; where nobody has one, nothing is looked up.
_CHANNEL = (
    f"JOIN inspections_channel AS h ON h.state = '{ChannelState.ON}'"
    " AND {topic} = ANY(h.topics) AND h.organisation_id = {organisation}"
)


# As `key_of` writes it.
_NUMBER = " ".join(f"WHEN '{about}' THEN {number}" for number, about in enumerate(ORDER))
KEY = f"code || '-' || min(outbox) || '-' || CASE topic {_NUMBER} END"


def _fan() -> str:
    """SQL: store the messages of what was claimed.

    Events are counted by the things they are about, what is late as the ladder counted it.
    """
    return f"""
    WITH claimed AS MATERIALIZED (
        SELECT o.id AS outbox, o.topic AS act, o.payload, e.subject_type, e.subject_id AS subject
        FROM workflow_outbox AS o
        LEFT JOIN workflow_event AS e ON e.id = (o.payload ->> 'event')::bigint
        WHERE o.id = ANY(%(keys)s)),
    topics (subject_type, topic) AS (VALUES {topics_sql()}),
    concerned AS MATERIALIZED ({concerned_sql()}),
    told (outbox, number, organisation) AS MATERIALIZED ({TOLD}),
    lines AS (
        SELECT h.id AS channel, h.code, p.topic, c.act, min(c.outbox) AS outbox,
               count(DISTINCT t.number) AS count,
               to_jsonb((array_agg(DISTINCT t.number ORDER BY t.number))[1:{MOST_NUMBERS}])
                 AS numbers
        FROM told AS t JOIN claimed AS c USING (outbox) JOIN topics AS p USING (subject_type)
        {_CHANNEL.format(topic="p.topic", organisation="t.organisation")}
        GROUP BY h.id, h.code, p.topic, c.act
        UNION ALL
        SELECT h.id, h.code, '{Topic.LATE}', c.act || '/' || (c.payload ->> 'step'),
               min(c.outbox), sum((c.payload ->> 'count')::int),
               (array_agg(c.payload -> 'numbers' ORDER BY c.outbox))[1]
        FROM claimed AS c
        {
        _CHANNEL.format(
            topic=f"'{Topic.LATE}'", organisation="(c.payload ->> 'organisation')::bigint"
        )
    }
        WHERE c.act LIKE '{Topic.LATE}.%%'
        GROUP BY h.id, h.code, c.act || '/' || (c.payload ->> 'step'))
    INSERT INTO inspections_delivery
        (key, channel_id, topic, outbox_id, lines, state, due, tries, again, why, created)
    SELECT {KEY}, channel, topic, min(outbox),
           jsonb_agg(jsonb_build_object('act', act, 'count', count, 'numbers', numbers)
                     ORDER BY act),
           'waiting', %(now)s, 0, 0, '', %(now)s
    FROM lines GROUP BY channel, code, topic ORDER BY min(outbox), code"""


def fan_out() -> int:
    """Turn what waits in the outbox into messages; returns how many rows were taken (R-SEND-1).

    One transaction of three statements for each MOST_AT_ONCE rows: those that another worker
    holds are left to it, those that concern nobody with a channel are done all the same.
    """
    taken = 0
    while batch := _fan_out_some():
        taken += batch
    return taken


def _fan_out_some() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, [MOST_AT_ONCE])
        keys = [key for (key,) in cursor.fetchall()]
        if keys:
            now = clock.now()
            cursor.execute(_fan(), {"keys": keys, "now": now})
            cursor.execute(_STAMP, [now, keys])
    return len(keys)
