"""The last full check of each side at a venue, looked up from scratch (R-VENUE-2)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from collections.abc import Iterable

from django.db import connection

from inspections.ledger.guards import counts
from venues.models.standing import tell_settled

# SQL: whether the visit `i` is a full check that counts; one that was withdrawn is as if it had not
# been made (R-CHECK-6).
IS_FULL = f"""(i.version_id IS NOT NULL AND {counts("i")}
      AND (i.origin = 'history' OR i.outcome <> 'no_entry' AND NOT EXISTS (
          SELECT 1 FROM inspections_answer AS a
          WHERE a.inspection_id = i.id AND a.value = 'not_checked')))"""

# SQL: per venue the days of the last full town check and the last full sector check.
FULL_CHECKS = f"""
    SELECT i.venue_id, max(i.business_day) FILTER (WHERE i.side = 'town') AS town,
           max(i.business_day) FILTER (WHERE i.side = 'sector') AS sector
    FROM inspections_inspection AS i
    WHERE {IS_FULL} {{only}}
    GROUP BY 1"""

_SETTLE = f"""
UPDATE venues_standing AS s SET last_town_check = t.town, last_sector_check = t.sector
FROM unnest(%s::bigint[]) AS v(venue_id)
LEFT JOIN ({FULL_CHECKS.format(only="AND i.venue_id = ANY(%s)")}) AS t USING (venue_id)
WHERE s.venue_id = v.venue_id
  AND (s.last_town_check, s.last_sector_check) IS DISTINCT FROM (t.town, t.sector)"""


def settle_full_checks(venue_ids: Iterable[int]) -> None:
    """Look the last full checks of these venues up anew, in one statement.

    Called whenever a visit that counted counts no more, under the venues' standing.
    """
    venues = sorted(set(venue_ids))
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [venues, venues])
    tell_settled(venues)
