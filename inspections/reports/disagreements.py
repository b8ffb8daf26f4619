"""Venues where the two sides disagree on one day (R-REPORT-1)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from datetime import date
from typing import Any

from django.db import connection

from inspections.checks.rules import AnswerValue, Outcome
from inspections.duties.rules import DutySide
from inspections.ledger.guards import counts

MOST_LISTED = 200
# The last check of each side at a venue speaks for its side, unless withdrawn; an item is the
# same by its code on the same checklist, whichever version each side was asked.
_DISAGREED = f"""
WITH spoken AS (
    SELECT DISTINCT ON (v.venue_id, v.side) v.id, v.venue_id, v.side, v.outcome, v.uuid
    FROM inspections_inspection AS v
    WHERE v.business_day = %(day)s AND v.department_id = %(department)s
      AND v.side IN ('{DutySide.TOWN}', '{DutySide.SECTOR}') AND v.version_id IS NOT NULL
      AND {counts("v")}
    ORDER BY v.venue_id, v.side, v.record_order DESC
), pairs AS (
    SELECT t.venue_id, t.id AS town_visit, s.id AS sector_visit, t.outcome AS town_outcome,
           s.outcome AS sector_outcome, t.uuid AS town_uuid, s.uuid AS sector_uuid
    FROM spoken AS t JOIN spoken AS s ON s.venue_id = t.venue_id
     AND s.side = '{DutySide.SECTOR}' WHERE t.side = '{DutySide.TOWN}'
), answers AS (
    SELECT a.inspection_id, a.value, m.code, m.text, n.checklist_id
    FROM inspections_answer AS a
    JOIN inspections_item AS m ON m.id = a.item_id
    JOIN inspections_checklistversion AS n ON n.id = m.version_id
    WHERE a.value IN ('{AnswerValue.PASS}', '{AnswerValue.FAIL}')
      AND a.inspection_id IN (SELECT town_visit FROM pairs UNION SELECT sector_visit FROM pairs)
), items AS (
    SELECT p.venue_id,
           json_agg(json_build_object('code', t.code, 'text', t.text, 'town', t.value,
                                      'sector', s.value) ORDER BY t.code) AS items
    FROM pairs AS p
    JOIN answers AS t ON t.inspection_id = p.town_visit
    JOIN answers AS s ON s.inspection_id = p.sector_visit AND s.code = t.code
     AND s.checklist_id = t.checklist_id AND s.value <> t.value
    GROUP BY p.venue_id
)
SELECT w.code, w.name, coalesce(a.name, ''), p.town_outcome, p.sector_outcome,
       p.town_uuid::text, p.sector_uuid::text, i.items, count(*) OVER () AS counted
FROM pairs AS p
JOIN venues_venue AS w ON w.id = p.venue_id
LEFT JOIN venues_area AS a ON a.id = w.town_id
LEFT JOIN items AS i ON i.venue_id = p.venue_id
WHERE i.items IS NOT NULL OR (p.town_outcome, p.sector_outcome) IN (
    ('{Outcome.CLEAN}', '{Outcome.ISSUES}'), ('{Outcome.ISSUES}', '{Outcome.CLEAN}'))
ORDER BY w.code LIMIT {MOST_LISTED}"""


def disagreements(department: int, day: date) -> dict[str, Any]:
    """How many venues of a department's sector the sides judged differently, and which.

    The same item complies for one and not for the other, or all was clean for one while the
    other found issues.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DISAGREED, {"day": day, "department": department})
        rows = cursor.fetchall()
    venues = [
        {
            "code": code, "name": name, "town": town,
            "outcomes": {"town": by_town, "sector": by_sector},
            "visits": {"town": town_visit, "sector": sector_visit}, "items": items or [],
        }
        for code, name, town, by_town, by_sector, town_visit, sector_visit, items, _count in rows
    ]  # fmt: skip
    return {"count": rows[0][-1] if rows else 0, "venues": venues}
