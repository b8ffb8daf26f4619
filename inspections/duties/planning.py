"""The planner: what each side owes on a day, worked out by whole statements (R-DUTY-1).

`OWED` is the rule; planning a day, telling it anew when something changes, and `verify` all read
it. It judges every venue, or with a list of venues only those.
"""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from inspections.duties.rules import DutyReason, DutySide, DutyState, is_working_day
from venues.rules import SCHEME_DEFAULTS, LeadRole, VenueStatus

# Knuth's multiplicative hash: spreads first checks over the interval, the same on every run, and
# the two sides half an interval apart.
_SPREAD = """((c.venue_id * 2654435761 + CASE c.side WHEN 'town' THEN 0 ELSE 2147483648 END)
        %% 4294967296 * c.days / 4294967296)::int"""

# The lead of a venue: its own overrides before its category's leads in its district.
_CANDIDATES = f"""
    SELECT v.id AS venue_id, side.side, v.town_id, l.organisation_id AS department_id,
           (v.created AT TIME ZONE 'Asia/Shanghai')::date AS start, side.last,
           moves.value AS moves, w.reason, w.days, w.since, w.reference
    FROM venues_venue AS v
    JOIN venues_standing AS s ON s.venue_id = v.id
    JOIN venues_category AS k ON k.id = v.category_id
    LEFT JOIN inspections_checkinterval AS i
           ON i.category_id = v.category_id AND i.district_id = v.district_id
    LEFT JOIN (
        SELECT venue_id, max(organisation_id) FILTER (WHERE role = '{LeadRole.LEAD}') AS lead
        FROM venues_venuelead GROUP BY venue_id) AS own ON own.venue_id = v.id
    LEFT JOIN (
        SELECT DISTINCT ON (r.category_id, o.area_id) r.category_id, o.area_id, r.organisation_id
        FROM venues_categorylead AS r JOIN venues_organisation AS o ON o.id = r.organisation_id
        WHERE r.role = '{LeadRole.LEAD}' ORDER BY r.category_id, o.area_id, r.id
        ) AS usual ON usual.category_id = v.category_id AND usual.area_id = v.district_id
    LEFT JOIN (
        SELECT area_id, value FROM venues_schemevalue WHERE key = 'routine_moves'
        ) AS set_moves ON set_moves.area_id = v.district_id
    CROSS JOIN LATERAL (SELECT CASE WHEN own.venue_id IS NOT NULL THEN own.lead
                                    ELSE usual.organisation_id END) AS l(organisation_id)
    CROSS JOIN LATERAL (SELECT coalesce(set_moves.value,
                               {SCHEME_DEFAULTS["routine_moves"].value}) > 0) AS moves(value)
    CROSS JOIN LATERAL (VALUES
        ('{DutySide.TOWN}', v.town_id IS NOT NULL, s.last_town_check,
         coalesce(i.town_routine, k.routine_days), coalesce(i.town_problem, k.problem_days)),
        ('{DutySide.SECTOR}', l.organisation_id IS NOT NULL, s.last_sector_check,
         coalesce(i.sector_routine, k.routine_days), coalesce(i.sector_problem, k.problem_days))
        ) AS side(side, is_there, last, routine, problem)
    CROSS JOIN LATERAL (SELECT
        CASE WHEN s.plate_hung AND s.plate_since < %(day)s THEN '{DutyReason.PLATE}'
             WHEN s.order_days IS NOT NULL THEN '{DutyReason.ORDER}'
             WHEN s.unclosed > 0 THEN '{DutyReason.PROBLEM}'
             ELSE '{DutyReason.ROUTINE}' END) AS r(reason)
    CROSS JOIN LATERAL (SELECT r.reason,
        CASE r.reason WHEN '{DutyReason.PLATE}' THEN 1
                      WHEN '{DutyReason.ORDER}' THEN s.order_days
                      WHEN '{DutyReason.PROBLEM}' THEN side.problem
                      ELSE side.routine END,
        CASE r.reason WHEN '{DutyReason.PLATE}' THEN s.plate_since ELSE side.last END,
        CASE r.reason WHEN '{DutyReason.PLATE}' THEN s.plate_number
                      WHEN '{DutyReason.ORDER}' THEN s.order_number
                      ELSE '' END) AS w(reason, days, since, reference)
    WHERE v.state = '{VenueStatus.ACTIVE}' AND side.is_there {{among}}"""

_OWED = f"""
    SELECT c.venue_id, c.side, c.reason, c.days, c.since, c.reference, c.town_id, c.department_id
    FROM ({_CANDIDATES}) AS c
    WHERE (c.last IS NULL AND c.start + {_SPREAD} <= %(day)s OR c.last + c.days <= %(day)s)
      AND (c.reason <> '{DutyReason.ROUTINE}' OR NOT c.moves OR %(working)s)"""

_COLUMNS = "venue_id, side, reason, days, since, reference, town_id, department_id"
_TOLD = ("reason", "days", "since", "reference")

_PLAN = f"""
INSERT INTO inspections_duty (day, state, {_COLUMNS})
SELECT %(day)s, '{DutyState.OWED}', {_COLUMNS} FROM ({{owed}}) AS owed"""

# One look at what is owed beside what is written; a row that an act moved meanwhile is let be.
_TELL_ANEW = f"""
WITH differs AS (
    SELECT d.id, d.state, o.venue_id IS NOT NULL AS owed,
           {", ".join(f"o.{name.strip()}" for name in _COLUMNS.split(","))}
    FROM ({{owed}}) AS o
    FULL JOIN (SELECT * FROM inspections_duty WHERE day = %(day)s {{those}}) AS d
           ON d.venue_id = o.venue_id AND d.side = o.side
    WHERE d.id IS NULL
       OR o.venue_id IS NULL AND d.state = '{DutyState.OWED}'
       OR o.venue_id IS NOT NULL AND (d.state = '{DutyState.MOOT}'
          OR d.state = '{DutyState.OWED}' AND ({
    " OR ".join(f"d.{name} IS DISTINCT FROM o.{name}" for name in _TOLD)
}))
), added AS (
    INSERT INTO inspections_duty (day, state, {_COLUMNS})
    SELECT %(day)s, '{DutyState.OWED}', {_COLUMNS} FROM differs WHERE id IS NULL
    ORDER BY venue_id, side
    ON CONFLICT (day, venue_id, side) DO NOTHING RETURNING 1
), told AS (
    UPDATE inspections_duty AS d SET state = '{DutyState.OWED}',
           {", ".join(f"{name} = f.{name}" for name in _TOLD)}
    FROM differs AS f WHERE d.id = f.id AND f.owed AND d.state = f.state RETURNING 1
), dropped AS (
    UPDATE inspections_duty AS d SET state = '{DutyState.MOOT}'
    FROM differs AS f WHERE d.id = f.id AND NOT f.owed AND d.state = f.state RETURNING 1
)
SELECT count(*) FROM added"""


def owed_sql(*, among: bool = False) -> str:
    """The rule as SQL with the parameters of `parameters_for`; `among` for some venues only."""
    return _OWED.format(among="AND v.id = ANY(%(venues)s)" if among else "")


def parameters_for(day: date, venue_ids: Collection[int] = ()) -> dict[str, Any]:
    """What `owed_sql` is asked with."""
    return {"day": day, "working": is_working_day(day), "venues": sorted(venue_ids)}


def plan_all(day: date) -> int:
    """Write what every venue is owed on a day; returns how many duties were added."""
    parameters, owed = parameters_for(day), owed_sql()
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM inspections_duty WHERE day = %s)", [day])
        if not cursor.fetchone()[0]:
            cursor.execute(_PLAN.format(owed=owed), parameters)
            return int(cursor.rowcount)
        cursor.execute(_TELL_ANEW.format(owed=owed, those=""), parameters)
        return int(cursor.fetchone()[0])


def plan_some(day: date, venue_ids: Collection[int]) -> None:
    """Bring what these venues are owed on a planned day up to date."""
    those = "AND venue_id = ANY(%(venues)s)"
    statement = _TELL_ANEW.format(owed=owed_sql(among=True), those=those)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters_for(day, venue_ids))


def close_days(before: date) -> int:
    """Mark what was still owed on planned days before this one as missed; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE inspections_duty SET state = '{DutyState.MISSED}'"
            " WHERE day IN (SELECT day FROM inspections_plannedday"
            f" WHERE closed IS NULL AND day < %s) AND state = '{DutyState.OWED}'",
            [before],
        )
        return int(cursor.rowcount)
