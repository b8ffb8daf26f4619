"""What is late now, by whole statements: one SELECT for each kind, all with the same columns.

Columns: kind, subject_type, subject_id, subject_key, occasion, since, at_once, venue_id,
district_id, town_id, department_id. `at_once` is told to the whole ladder (major issues).
"""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.checks.rules import Outcome
from inspections.duties.rules import DutyReason, DutyState
from inspections.ledger.guards import scheme_sql
from inspections.ledger.rules import IssueState, Severity
from inspections.plates.rules import HANGING
from inspections.tracking.escalation.rules import LADDER, NO_ENTRY_DAYS, LateKind
from inspections.tracking.lookbacks.rules import LookBackState
from venues.rules import VenueStatus

_WRITTEN = "'YYYY-MM-DD\"T\"HH24:MI:SS'"


def _issue(kind: str, state: str, since: str, occasion: str) -> str:
    return f"""
    SELECT '{kind}' AS kind, 'issue' AS subject_type, i.id AS subject_id,
           i.number AS subject_key, {occasion} AS occasion, {since} AS since,
           i.severity = '{Severity.MAJOR}' AS at_once, i.venue_id, v.district_id, i.town_id,
           i.department_id
    FROM inspections_issue AS i JOIN venues_venue AS v ON v.id = i.venue_id
    WHERE i.state = '{state}' AND i.origin = 'live'"""


_SIGNED = (
    "(SELECT max(s.at) FROM inspections_signoff AS s WHERE s.issue_id = i.id AND s.round = i.round)"
)
_DAYS = "make_interval(days => {})"
_OVERDUE = _issue(
    LateKind.ISSUE, IssueState.OPEN, "i.due", f"to_char(i.due AT TIME ZONE 'UTC', {_WRITTEN})"
)
_RECHECKS = _issue(
    LateKind.RECHECK, IssueState.RECTIFIED,
    f"i.rectified_at + {_DAYS.format(scheme_sql('recheck_days', 'v.district_id'))}",
    "i.round::text",
)  # fmt: skip
_SIGN_OFFS = _issue(
    LateKind.SIGN_OFF, IssueState.RECHECKED,
    f"greatest(i.rechecked_at, {_SIGNED})"
    f" + {_DAYS.format(scheme_sql('sign_off_days', 'v.district_id'))}",
    "i.round || '-' || (SELECT count(*) FROM inspections_signoff AS s"
    " WHERE s.issue_id = i.id AND s.round = i.round)",
)  # fmt: skip
_LOOK_BACKS = f"""
    SELECT '{LateKind.LOOK_BACK}', 'look_back', l.id, l.code, to_char(l.owed_day, 'YYYY-MM-DD'),
           (l.owed_day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai', false, l.venue_id,
           v.district_id, l.town_id, l.department_id
    FROM inspections_lookback AS l JOIN venues_venue AS v ON v.id = l.venue_id
    WHERE l.state = '{LookBackState.SENT}'"""
_PLATE_CHECKS = f"""
    SELECT '{LateKind.PLATE_CHECK}', 'plate', p.id, p.code, d.day || '-' || d.side,
           (d.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai', false, p.venue_id, v.district_id,
           p.town_id, p.department_id
    FROM inspections_plate AS p JOIN venues_venue AS v ON v.id = p.venue_id
    JOIN inspections_duty AS d ON d.venue_id = p.venue_id AND d.state = '{DutyState.MISSED}'
     AND d.reason = '{DutyReason.PLATE}'
     AND d.day >= (p.hung_at AT TIME ZONE 'Asia/Shanghai')::date
    WHERE p.state IN ({", ".join(f"'{state}'" for state in HANGING)}) AND p.origin = 'live'"""
# The latest two visits of one side found nobody in; whoever comes in ends it.
_NO_ENTRIES = f"""
    SELECT '{LateKind.NO_ENTRY}', 'venue', v.id, v.code, n.record_order::text, n.received, false,
           v.id, v.district_id, n.town_id, n.department_id
    FROM inspections_inspection AS n JOIN venues_venue AS v ON v.id = n.venue_id
    WHERE n.outcome = '{Outcome.NO_ENTRY}' AND n.origin = 'live'
      AND n.received > %(now)s - interval '{NO_ENTRY_DAYS} days'
      AND v.state = '{VenueStatus.ACTIVE}'
      AND (SELECT b.outcome FROM inspections_inspection AS b WHERE b.venue_id = n.venue_id
           AND b.side = n.side AND b.record_order < n.record_order
           ORDER BY b.record_order DESC LIMIT 1) = '{Outcome.NO_ENTRY}'
      AND NOT EXISTS (SELECT 1 FROM inspections_inspection AS b WHERE b.venue_id = n.venue_id
           AND b.side = n.side AND b.record_order > n.record_order)
      AND NOT EXISTS (SELECT 1 FROM inspections_withdrawal AS w
           WHERE w.inspection_id = n.id AND w.state = 'granted')"""
_late = [_OVERDUE, _RECHECKS, _SIGN_OFFS, _LOOK_BACKS, _PLATE_CHECKS, _NO_ENTRIES]
_RUNGS = ", ".join(
    f"({rung.step}, {scheme_sql(rung.key, 'x.district_id') if rung.key else 0})" for rung in LADDER
)


def add_late(query: str) -> None:
    """Register what else may be late, with the same columns; called once, when an app is ready."""
    _late.append(query)


def reached() -> str:
    """SQL: the rungs that something late has reached by %(now)s and nobody was told of."""
    return f"""
    SELECT x.kind, x.subject_type, x.subject_id, x.subject_key, x.occasion, r.step, x.since,
           x.venue_id, x.district_id, x.town_id, x.department_id
    FROM ({" UNION ALL ".join(_late)}) AS x
    CROSS JOIN LATERAL (VALUES {_RUNGS}) AS r(step, days)
    WHERE x.since + CASE WHEN x.at_once THEN interval '0' ELSE make_interval(days => r.days) END
          <= %(now)s
      AND NOT EXISTS (
        SELECT 1 FROM inspections_escalation AS e
        WHERE e.subject_type = x.subject_type AND e.subject_id = x.subject_id
          AND e.kind = x.kind AND e.occasion = x.occasion AND e.step = r.step)"""
