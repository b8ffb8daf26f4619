"""What orders impose on venues, worked out by whole statements (R-ORDER-1, R-VENUE-2).

`COVERED` is the rule which venues an order reaches; the standing, the lists, the counts and
`verify` all read it.
"""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from collections.abc import Collection

from django.db import connection

from venues.order_rules import OrderState
from venues.rules import Regime, VenueStatus

# Held by every change of an order, shared by every change of a venue: whichever comes second sees
# what the first has done.
_SWITCHING = 20220403

# SQL: order_id and venue_id of every venue that an order reaches: those it names, and those of its
# categories (of all, where it names none) in its areas (in the whole district, where it names
# none). Exempt and ended venues are not reached.
COVERED = f"""
    SELECT x.order_id, x.venue_id FROM (
        SELECT k.order_id, v.id AS venue_id, v.state FROM venues_orderscope AS k
        JOIN venues_order AS o ON o.id = k.order_id
        JOIN venues_venue AS v ON v.id = k.venue_id AND v.district_id = o.district_id
        WHERE TRUE {{only}}
        UNION
        SELECT o.id, v.id, v.state FROM venues_order AS o
        JOIN (SELECT order_id,
                     array_agg(category_id) FILTER (WHERE category_id IS NOT NULL) AS categories,
                     array_agg(area_id) FILTER (WHERE area_id IS NOT NULL) AS areas
              FROM venues_orderscope GROUP BY order_id) AS k
          ON k.order_id = o.id AND coalesce(k.categories, k.areas) IS NOT NULL
        JOIN venues_venue AS v ON v.district_id = o.district_id
         AND (k.categories IS NULL OR v.category_id = ANY(k.categories))
        JOIN venues_area AS a ON a.id = v.area_id
        WHERE (k.areas IS NULL
               OR k.areas && ARRAY[v.area_id, a.parent_id, v.town_id, v.district_id]) {{only}}
    ) AS x
    WHERE x.state <> '{VenueStatus.ENDED}' AND NOT EXISTS (
        SELECT 1 FROM venues_orderexemption AS e
        WHERE e.order_id = x.order_id AND e.venue_id = x.venue_id AND e.ended IS NULL)"""

IN_FORCE = f"AND o.state = '{OrderState.IN_FORCE}'"
_RANKS = "ARRAY[" + ", ".join(f"'{each}'" for each in Regime.values) + "]::text[]"
_NOW = f"WHERE o.state = '{OrderState.IN_FORCE}'"
_RANK = f"array_position({_RANKS}, o.regime::text)"

# SQL: what the standing says of each venue that these orders reach, as far as they are in force. Of
# several the one that wants checks most often gives the words of the duty, then the strictest,
# then the first.
IMPOSED = f"""
    SELECT c.venue_id,
           coalesce(({_RANKS})[max({_RANK}) FILTER ({_NOW})], '{Regime.OPEN}') AS regime,
           min(o.interval_days) FILTER ({_NOW}) AS order_days,
           coalesce((array_agg(o.number ORDER BY o.interval_days, {_RANK} DESC, o.starts, o.id)
                     FILTER ({_NOW}))[1], '') AS order_number
    FROM ({COVERED}) AS c
    JOIN venues_order AS o ON o.id = c.order_id
    GROUP BY c.venue_id"""

_DIFFERS = """(s.regime, s.order_days, s.order_number)
      IS DISTINCT FROM (i.regime, i.order_days, i.order_number)"""
_SET = "regime = t.regime, order_days = t.order_days, order_number = t.order_number"

_SETTLE = f"""
UPDATE venues_standing AS s SET {_SET}
FROM (SELECT w.venue_id, coalesce(i.regime, '{Regime.OPEN}') AS regime, i.order_days,
             coalesce(i.order_number, '') AS order_number
      FROM unnest(%(venues)s::bigint[]) AS w(venue_id)
      LEFT JOIN ({IMPOSED.format(only=f"{IN_FORCE} AND v.id = ANY(%(venues)s)")}) AS i
             USING (venue_id)) AS t
WHERE s.venue_id = t.venue_id AND {_DIFFERS.replace("i.", "t.")}"""

# Standings are locked in their order, as everywhere; one look at what the orders reach.
_SETTLE_ORDER = f"""
WITH t AS MATERIALIZED (
    SELECT i.* FROM venues_standing AS s
    JOIN ({IMPOSED.format(only=f"AND (o.state = '{OrderState.IN_FORCE}' OR o.id = %(order)s)")}
          HAVING bool_or(o.id = %(order)s)) AS i USING (venue_id)
    WHERE {_DIFFERS} ORDER BY s.venue_id FOR UPDATE OF s
)
UPDATE venues_standing AS s SET {_SET} FROM t WHERE s.venue_id = t.venue_id"""


def covered_sql(only: str = "") -> str:
    """SQL for a sub-query of the venues that orders reach; `only` narrows `o` and `v`."""
    return f"SELECT c.venue_id FROM ({COVERED.format(only=only)}) AS c"


def orders_are_switched() -> None:
    """Let no venue change while an order does; held until the transaction ends."""
    _lock("pg_advisory_xact_lock")


def venue_is_changed() -> None:
    """Let no order change while a venue does; many venues change together."""
    _lock("pg_advisory_xact_lock_shared")


def settle_regimes(venue_ids: Collection[int]) -> None:
    """Bring regime and order on these venues' standings up to date, in one statement.

    The caller holds one of the two locks above, and the standings.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, {"venues": list(venue_ids)})


def settle_order(order_id: int) -> None:
    """The same for every venue that an order reaches, and locks their standings.

    The caller holds the lock of `orders_are_switched`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE_ORDER, {"order": order_id})


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_SWITCHING])
