"""What a plate must have to be approved, hung and lifted, as SQL (R-PLATE-1, R-PLATE-3, R-PLATE-5).

Each condition stands here once: the needs of PLATE_TABLE, the guards and `verify` all ask it.
`p` is a plate, `v` a visit, `r` a request for lifting with its day, days and whether a venue seen
shut counts as clean.
"""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db import connection

from inspections.ledger.guards import counts
from inspections.ledger.guards.statements import ENDED, UNCLOSED_SQL
from inspections.plates.rules import HANGING, GroundKind, PlateSide

_ZONE = "AT TIME ZONE 'Asia/Shanghai'"
HANGING_SQL = ", ".join(f"'{state}'" for state in HANGING)
_SIDES = ", ".join(f"('{side}')" for side in PlateSide)


class NotClean(NamedTuple):
    """A day on which a side made no clean check (no outcome), or an unclean visit."""

    day: date
    side: str
    outcome: str


# The issues of a plate.
_GROUNDS = (
    "SELECT 1 FROM inspections_plateground AS g JOIN inspections_issue AS i ON i.id = g.issue_id"
    " WHERE g.plate_id = p.id"
)
UNSETTLED = f"EXISTS ({_GROUNDS} AND i.state NOT IN {ENDED})"
NONE_CLOSED = f"NOT EXISTS ({_GROUNDS} AND i.state = 'closed')"


def _step(kind: str, *, in_round: bool = True) -> str:
    """SQL: the latest step of a kind of plate `p`, in its present round."""
    same = " AND s.round = p.round" if in_round else ""
    return (
        "(SELECT s.* FROM inspections_platestep AS s WHERE s.plate_id = p.id"
        f" AND s.kind = '{kind}'{same} ORDER BY s.record_order DESC LIMIT 1)"
    )


# R-PLATE-3: told every ground that there was, and heard or silent for the time to reply.
TOLD_ALL = (
    "n.record_order > (SELECT max(g.record_order) FROM inspections_plateground AS g"
    " WHERE g.plate_id = p.id AND g.record_order < {until})"
)
HEARD_BY = (
    "(n.at + make_interval(hours => n.hours) <= {moment} OR EXISTS (SELECT 1"
    " FROM inspections_platestep AS y WHERE y.plate_id = p.id AND y.kind = 'reply'"
    " AND y.record_order > n.record_order AND y.record_order < {until}))"
)


def wrongly_approved(plates: str) -> str:
    """SQL: plates that were approved by their proposer, or before the venue was heard."""
    return f"""
    SELECT p.code AS number FROM {plates} AS p
    LEFT JOIN LATERAL {_step("approval", in_round=False)} AS a ON true
    WHERE a.id IS NULL OR a.person_id = p.proposer_person_id
       OR NOT EXISTS (SELECT 1 FROM inspections_plateground AS g WHERE g.plate_id = p.id)
       OR p.origin = 'live' AND NOT EXISTS (
          SELECT 1 FROM inspections_platestep AS n WHERE n.plate_id = p.id AND n.kind = 'notice'
          AND {TOLD_ALL.format(until="a.record_order")}
          AND {HEARD_BY.format(moment="a.at", until="a.record_order")})"""


def wrongly_hung(plates: str) -> str:
    """SQL: plates that hang without photo, position and place, or where no town answers."""
    return f"""
    SELECT p.code AS number FROM {plates} AS p
    LEFT JOIN LATERAL {_step("hanging", in_round=False)} AS h ON true
    WHERE h.id IS NULL OR p.hung_at IS DISTINCT FROM h.at OR p.town_id IS NULL
       OR p.department_id IS NULL
       OR p.origin = 'live'
       AND (h.photo_id IS NULL OR h.lon IS NULL OR h.lat IS NULL OR h.words = '')"""


_SEEN_SHUT = (
    "v.outcome = 'no_entry' AND EXISTS (SELECT 1 FROM inspections_photo AS f"
    " WHERE f.inspection_id = v.id AND f.kind = 'no_entry')"
)
_CLEAN = f"(v.outcome = 'clean' AND v.version_id IS NOT NULL OR r.shut AND {_SEEN_SHUT})"
_UNCLEAN = f"(v.outcome = 'issues' OR v.outcome = 'no_entry' AND NOT (r.shut AND {_SEEN_SHUT}))"
_COUNTS = {
    False: counts("v"),
    # as it was when the plate was lifted, whatever was withdrawn or filed later
    True: "v.record_order < ended.record_order AND NOT EXISTS (SELECT 1"
    " FROM inspections_withdrawal AS x WHERE x.inspection_id = v.id AND x.state = 'granted'"
    " AND x.decided <= ended.at)",
}


def not_clean(*, as_ended: bool = False) -> str:
    """SQL: day and side of what keeps the days before request `r` of plate `p` from being clean.

    Days on which a side made no clean check, or did not owe one yet; and every unclean visit,
    whoever made it, since the first of them (R-PLATE-5).
    """
    count = _COUNTS[as_ended]
    return f"""
    SELECT d.day, side.side, '' AS outcome FROM (VALUES {_SIDES}) AS side(side)
    CROSS JOIN LATERAL (SELECT r.day - n AS day FROM generate_series(1, r.days) AS n) AS d
    WHERE d.day <= (p.hung_at {_ZONE})::date OR NOT EXISTS (
        SELECT 1 FROM inspections_inspection AS v WHERE v.venue_id = p.venue_id
        AND v.side = side.side AND v.business_day = d.day AND {_CLEAN} AND {count})
    UNION ALL
    SELECT v.business_day, v.side, v.outcome FROM inspections_inspection AS v
    WHERE v.venue_id = p.venue_id AND v.business_day >= r.day - r.days AND {_UNCLEAN} AND {count}"""


def _request() -> str:
    return (
        f"LEFT JOIN LATERAL (SELECT q.*, (q.at {_ZONE})::date AS day FROM {_step('request')} AS q)"
        " AS r ON true"
    )


def wrongly_requested(plates: str, *, as_ended: bool = False) -> str:
    """SQL: plates whose lifting was requested before R-PLATE-5's first two conditions held."""
    ended = f"JOIN LATERAL {_step('lifting')} AS ended ON true" if as_ended else ""
    missing = "false" if as_ended else f"EXISTS ({missing_grounds('AND i.venue_id = p.venue_id')})"
    return f"""
    SELECT p.code AS number FROM {plates} AS p {_request()} {ended}
    WHERE r.id IS NULL OR {UNSETTLED} OR {NONE_CLOSED} OR {missing}
       OR p.origin = 'live' AND EXISTS ({not_clean(as_ended=as_ended)})"""


# An acceptance rests on a visit that its person made after the request, and that was clean.
_ON_SITE = f"""v.venue_id = p.venue_id AND v.record_order > r.record_order AND {_CLEAN}
    AND {{counts}} AND (v.person_id = {{person}} OR EXISTS (SELECT 1
        FROM inspections_coinspector AS w WHERE w.inspection_id = v.id
        AND w.person_id = {{person}}))"""


def wrongly_accepted(plates: str, *, as_ended: bool = False) -> str:
    """SQL: plates that lack the acceptance of a side on site, by two persons."""
    on_site = _ON_SITE.format(counts=_COUNTS[as_ended], person="e.person_id")
    ended = f"JOIN LATERAL {_step('lifting')} AS ended ON true" if as_ended else ""
    return f"""
    SELECT p.code AS number FROM {plates} AS p {_request()} {ended}
    WHERE p.origin = 'live' AND 2 > (SELECT count(DISTINCT e.person_id)
        FROM (SELECT DISTINCT ON (e.side) e.* FROM inspections_platestep AS e
              WHERE e.plate_id = p.id AND e.kind = 'acceptance' AND e.round = p.round
              AND e.photo_id IS NOT NULL AND e.record_order > r.record_order
              AND EXISTS (SELECT 1 FROM inspections_inspection AS v
                          WHERE v.id = e.inspection_id AND {on_site})) AS e)"""


PREPARED = ("request", "acceptance", "hanging")


def wrongly_lifted(plates: str) -> str:
    """SQL: plates lifted without photo, or by somebody who prepared it."""
    prepared = ", ".join(f"'{kind}'" for kind in PREPARED)
    return f"""
    SELECT p.code AS number FROM {plates} AS p
    LEFT JOIN LATERAL {_step("lifting")} AS l ON true
    WHERE l.id IS NULL OR p.origin = 'live' AND (l.photo_id IS NULL
       OR l.person_id = p.proposer_person_id
       OR EXISTS (SELECT 1 FROM inspections_platestep AS s WHERE s.plate_id = p.id
          AND s.kind IN ({prepared}) AND (s.round = p.round OR s.kind = 'hanging')
          AND s.person_id = l.person_id))"""


def missing_grounds(only: str = "") -> str:
    """SQL: what was found while plate `p` hangs and is no ground of it yet (R-PLATE-1)."""
    again = (
        "EXISTS (SELECT 1 FROM inspections_plateground AS g"
        " WHERE g.plate_id = p.id AND g.issue_id = i.recurrence_of_id)"
    )
    return f"""
    SELECT i.id AS issue_id, CASE WHEN {again}
        THEN '{GroundKind.RECURRED_HANGING}' ELSE '{GroundKind.FOUND_HANGING}' END AS kind
    FROM inspections_issue AS i
    LEFT JOIN inspections_inspection AS opening ON opening.id = i.inspection_id
    WHERE i.state IN ({UNCLOSED_SQL})
      AND coalesce(opening.received, i.found_at) > p.hung_at
      AND (i.severity IN ('serious', 'major') OR {again})
      AND NOT EXISTS (SELECT 1 FROM inspections_plateground AS g
                      WHERE g.plate_id = p.id AND g.issue_id = i.id) {only}"""


_FIND_MISSING = f"""
SELECT p.id, found.issue_id, found.kind FROM inspections_plate AS p
CROSS JOIN LATERAL ({missing_grounds("AND i.venue_id = p.venue_id")}) AS found
WHERE p.state IN ({HANGING_SQL}) AND p.venue_id = ANY(%s) ORDER BY p.id, found.issue_id"""
_FIND_NOT_CLEAN = f"""
SELECT found.day_of, found.side_of, found.outcome_of FROM inspections_plate AS p
CROSS JOIN (SELECT %s::date AS day, %s::int AS days, %s::bool AS shut) AS r
CROSS JOIN LATERAL ({not_clean()}) AS found(day_of, side_of, outcome_of)
WHERE p.id = %s"""


_FIND_ON_SITE = f"""
SELECT v.id FROM inspections_plate AS p {_request()}
JOIN inspections_inspection AS v ON {_ON_SITE.format(counts=counts("v"), person="%(person)s")}
WHERE p.id = %(plate)s ORDER BY v.id"""


def find_missing_grounds(venue_ids: Collection[int]) -> list[tuple[int, int, str]]:
    """Plate, issue and kind of what became a ground at these venues while a plate hangs there."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND_MISSING, [sorted(venue_ids)])
        return list(cursor.fetchall())


def find_not_clean(plate_id: int, day: date, days: int, *, shut: bool) -> list[NotClean]:
    """What keeps the days before a request on `day` from being clean, the earliest first."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND_NOT_CLEAN, [day, days, shut, plate_id])
        return sorted(NotClean(*row) for row in cursor.fetchall())


def find_on_site(plate_id: int, person_id: int) -> list[int]:
    """The clean visits since the request that this person made: one carries their acceptance."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND_ON_SITE, {"plate": plate_id, "person": person_id})
        return [key for (key,) in cursor.fetchall()]
