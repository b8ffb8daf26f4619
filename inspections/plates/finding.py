"""What the system proposes plates for: rectification not thorough, or recurring (R-PLATE-1).

One statement over all unclosed issues, or over those of some venues. What is a ground of any plate,
also of a refused or lifted one, gave its reason already; taken-over history gives none (§8).
"""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from inspections.ledger.guards.statements import UNCLOSED_SQL
from inspections.plates.rules import GroundKind
from venues.rules import SCHEME_DEFAULTS, Origin

_ZONE = "AT TIME ZONE 'Asia/Shanghai'"
_KEYS = ("plate_recurrences", "plate_recurrence_days", "plate_failed_rechecks")
# The districts with their values of the scheme, one row each.
_VALUES = ", ".join(
    f"coalesce(max(w.value) FILTER (WHERE w.key = '{key}'), {SCHEME_DEFAULTS[key].value}) AS {key}"
    for key in _KEYS
)
_DISTRICTS = (
    f"SELECT a.id, {_VALUES} FROM venues_area AS a LEFT JOIN venues_schemevalue AS w"
    " ON w.area_id = a.id WHERE a.kind = 'district' GROUP BY a.id"
)
# So often the item recurred within the time that ends with this issue.
_RECURRED = f"""(
    SELECT count(*) FROM inspections_issue AS b
    WHERE b.venue_id = i.venue_id AND b.checklist_id = i.checklist_id
      AND b.item_code = i.item_code AND b.recurrence_of_id IS NOT NULL AND b.state <> 'void'
      AND b.id <= i.id AND (i.found_at {_ZONE})::date - (b.found_at {_ZONE})::date
          <= d.plate_recurrence_days) >= d.plate_recurrences"""
# The latest re-checks of the issue failed, so many in a row.
_FAILED = """(
    SELECT count(*) FILTER (WHERE NOT k.passed) FROM (
        SELECT r.passed FROM inspections_recheck AS r WHERE r.issue_id = i.id
        ORDER BY r.record_order DESC LIMIT d.plate_failed_rechecks) AS k
    ) >= d.plate_failed_rechecks"""
_FIND = f"""
SELECT found.venue_id, found.id, found.number, found.kind, CASE found.kind
    WHEN '{GroundKind.RECURRING}' THEN found.plate_recurrences
    ELSE found.plate_failed_rechecks END,
    CASE found.kind WHEN '{GroundKind.RECURRING}' THEN found.plate_recurrence_days END
FROM (
    SELECT i.venue_id, i.id, i.number, d.plate_recurrences, d.plate_recurrence_days,
        d.plate_failed_rechecks, CASE
        WHEN i.round > d.plate_failed_rechecks AND {_FAILED} THEN '{GroundKind.NOT_THOROUGH}'
        WHEN i.recurrence_of_id IS NOT NULL AND {_RECURRED} THEN '{GroundKind.RECURRING}'
        END AS kind
    FROM inspections_issue AS i
    JOIN venues_venue AS v ON v.id = i.venue_id
    JOIN ({_DISTRICTS}) AS d ON d.id = v.district_id
    WHERE i.state IN ({UNCLOSED_SQL}) AND i.origin = '{Origin.LIVE}' {{among}}
      AND (i.round > d.plate_failed_rechecks OR i.recurrence_of_id IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM inspections_plateground AS g WHERE g.issue_id = i.id)
) AS found WHERE found.kind IS NOT NULL ORDER BY found.venue_id, found.id"""


class Reason(NamedTuple):
    """An issue for which a plate is to be proposed: how often what happened, within which days."""

    venue_id: int
    issue_id: int
    number: str
    kind: str
    times: int
    days: int | None


def find_reasons(venue_ids: Collection[int] | None = None) -> list[Reason]:
    """What a plate is to be proposed for, by venue and issue."""
    among = "" if venue_ids is None else "AND i.venue_id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(_FIND.format(among=among), [] if venue_ids is None else [sorted(venue_ids)])
        return [Reason(*row) for row in cursor.fetchall()]
