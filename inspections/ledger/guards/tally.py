"""The unclosed issues of venues, counted for their standing (R-VENUE-2)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.ledger.guards.statements import UNCLOSED_SQL
from venues.models.standing import COUNTERS


def _count(counter: str) -> str:
    severity, state = counter.split("_")
    return f"count(*) FILTER (WHERE i.severity = '{severity}' AND i.state = '{state}') AS {counter}"


TALLY = f"""
    SELECT v.venue_id, {", ".join(_count(counter) for counter in COUNTERS)},
           min(i.due) FILTER (WHERE i.state = 'open') AS next_due
    FROM {{venues}} AS v
    LEFT JOIN inspections_issue AS i
      ON i.venue_id = v.venue_id AND i.state IN ({UNCLOSED_SQL})
    GROUP BY v.venue_id"""

_TALLIED = (*COUNTERS, "next_due")

SETTLE_STANDING = f"""
UPDATE venues_standing AS s
SET {", ".join(f"{column} = t.{column}" for column in _TALLIED)}
FROM ({TALLY.format(venues="unnest(%s::bigint[])").replace("AS v", "AS v(venue_id)", 1)}) AS t
WHERE s.venue_id = t.venue_id AND (
    {" OR ".join(f"s.{column} IS DISTINCT FROM t.{column}" for column in _TALLIED)})
RETURNING s.venue_id"""
