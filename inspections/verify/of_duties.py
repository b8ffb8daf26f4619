"""Checks of the duties: what was owed, and what became of it."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.checks.full_checks import IS_FULL
from inspections.checks.rules import Outcome
from inspections.duties import actions as duties
from inspections.duties.actions import today
from inspections.duties.planning import owed_sql, parameters_for
from inspections.duties.rules import FULFILLED, DutyState
from inspections.ledger.guards import counts
from inspections.verify.reading import quoted
from inspections.verify.running import Check
from venues.orders import actions as orders

_DUTIES = "SELECT count(*) FROM inspections_duty"
_CULPRIT = "d.day || ' ' || v.code || ' ' || d.side AS culprit"
_NAMED = f"SELECT {_CULPRIT} FROM inspections_duty AS d JOIN venues_venue AS v ON v.id = d.venue_id"

# The follow-ups after which today's duties are what they should be.
_TELL_ANEW = (duties.REPLAN, duties.REPLAN_CATEGORY, orders.REPLAN)


def _unlike_what_is_owed() -> str:
    """Today's duties beside what the rule says now; a venue that a follow-up tells anew waits."""
    given = parameters_for(today())
    owed = owed_sql() % {"day": f"DATE '{given['day']}'", "working": given["working"]}
    return f"""
    SELECT v.code || ' ' || coalesce(o.side, d.side) AS culprit
    FROM ({owed.replace("%", "%%")}) AS o
    FULL JOIN (SELECT * FROM inspections_duty WHERE day = DATE '{given["day"]}') AS d
           ON d.venue_id = o.venue_id AND d.side = o.side
    JOIN venues_venue AS v ON v.id = coalesce(o.venue_id, d.venue_id)
    WHERE EXISTS (SELECT 1 FROM inspections_plannedday WHERE day = DATE '{given["day"]}')
      AND (d.id IS NULL OR o.venue_id IS NULL AND d.state = '{DutyState.OWED}'
           OR o.venue_id IS NOT NULL AND (d.state = '{DutyState.MOOT}'
              OR d.state = '{DutyState.OWED}' AND (d.reason, d.days, d.since, d.reference)
                 IS DISTINCT FROM (o.reason, o.days, o.since, o.reference)))
      AND NOT EXISTS (SELECT 1 FROM workflow_followup AS f
                      WHERE f.kind IN ({quoted(_TELL_ANEW)}) AND f.state = 'waiting')"""


def _unlike_their_day() -> str:
    """A day is over at midnight, and what it left owed is missed once the planner has closed it."""
    return (
        f"{_NAMED} LEFT JOIN inspections_plannedday AS p ON p.day = d.day WHERE p.day IS NULL"
        f" OR p.closed IS NOT NULL AND d.state = '{DutyState.OWED}'"
        f" OR p.closed IS NULL AND d.state = '{DutyState.MISSED}' AND d.day >= DATE '{today()}'"
    )


CHECKS = [
    Check("R-DUTY-1", "today's duties are what is owed today", _DUTIES, _unlike_what_is_owed),
    Check(
        "R-DUTY-2",
        "duties lie on planned days; none is owed any more when its day is over,"
        " none missed before",
        _DUTIES,
        _unlike_their_day,
    ),
    Check(
        "R-DUTY-2",
        "duties were done by a full check or without entry, that day or filed later",
        f"{_DUTIES} WHERE state IN ({quoted(FULFILLED)})",
        f"{_NAMED} WHERE d.state IN ({quoted(FULFILLED)}) AND NOT EXISTS ("
        "SELECT 1 FROM inspections_inspection AS i WHERE i.id = d.inspection_id"
        " AND i.venue_id = d.venue_id AND i.side = d.side AND i.business_day = d.day"
        f" AND (i.outcome = '{Outcome.NO_ENTRY}' AND {counts('i')} OR {IS_FULL})"
        f" AND (d.state = '{DutyState.DONE}')"
        " = ((i.received AT TIME ZONE 'Asia/Shanghai')::date = d.day))",
    ),
    Check(
        "R-DUTY-2",
        "what a full check did is neither owed nor missed",
        f"{_DUTIES} WHERE state IN ({quoted((DutyState.OWED, DutyState.MISSED))})",
        f"{_NAMED} JOIN inspections_inspection AS i ON i.venue_id = d.venue_id AND i.side = d.side"
        f" AND i.business_day = d.day WHERE {IS_FULL}"
        f" AND d.state IN ({quoted((DutyState.OWED, DutyState.MISSED))})",
    ),
]
