"""What came in for a day after that day was reported: counted and listed (R-REPORT-1).

So is what no longer holds: visits that were withdrawn after the report had counted them
(R-CHECK-6), each with the issues that went with it; the ledger tells of those.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from inspections.checks.rules import WithdrawalState
from inspections.duties.rules import DutySide
from inspections.enforcement.rules import OperationState
from inspections.ledger.guards import counts
from inspections.ledger.rules import IssueState
from inspections.plates.rules import PlateState
from inspections.reports.rules import ReportKind
from venuewatch.workflow.chain import instant

MOST_LISTED = 200
ARRIVALS = (
    "visit", "found", "rectified", "closed", "withdrawn",
    "plates_hung", "plates_lifted", "whistles", "operations_closed",
)  # fmt: skip

_INVITED = (
    "EXISTS (SELECT 1 FROM inspections_part AS q WHERE q.operation_id = o.id"
    " AND q.organisation_id = %(owner)s)"
)
# Whose: of a visit (v), of a found issue (i), of an issue in charge (i), a plate (p), an operation
# (o).
_WHOSE: dict[str, tuple[str, str, str, str, str]] = {
    ReportKind.TOWN: (
        f"v.side = '{DutySide.TOWN}' AND v.town_id = %(owner)s",
        f"i.source = '{DutySide.TOWN}' AND i.town_id = %(owner)s",
        "i.town_id = %(owner)s",
        "p.town_id = %(owner)s",
        "o.town_id = %(owner)s",
    ),
    ReportKind.DEPARTMENT: (
        f"v.side = '{DutySide.SECTOR}' AND v.department_id = %(owner)s",
        f"i.source = '{DutySide.SECTOR}' AND i.department_id = %(owner)s",
        "i.department_id = %(owner)s",
        "p.department_id = %(owner)s",
        _INVITED,
    ),
    ReportKind.SUMMARY: (
        "v.department_id = %(owner)s",
        "i.department_id = %(owner)s",
        "i.department_id = %(owner)s",
        "p.department_id = %(owner)s",
        _INVITED,
    ),
    ReportKind.BULLETIN: ("w.district_id = ANY(%(districts)s)",) * 5,
}
_ARRIVED = """
WITH told AS (
    SELECT day, since, day::timestamp AT TIME ZONE 'Asia/Shanghai' AS start,
           (day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS ends
    FROM unnest(%(days)s::date[], %(since)s::timestamptz[]) AS t(day, since)
), arrived AS (
    SELECT t.day, 'visit' AS what, v.uuid::text AS number, w.name AS venue, v.outcome AS word,
           v.received AS at
    FROM told AS t
    JOIN inspections_inspection AS v ON v.business_day = t.day AND v.received > t.since
    JOIN venues_venue AS w ON w.id = v.venue_id WHERE {visits} AND {counted}
    UNION ALL
    SELECT t.day, 'withdrawn', v.uuid::text, w.name, v.outcome, x.decided
    FROM told AS t
    JOIN inspections_inspection AS v ON v.business_day = t.day AND v.received <= t.since
    JOIN inspections_withdrawal AS x
      ON x.inspection_id = v.id AND x.state = '{granted}' AND x.decided > t.since
    JOIN venues_venue AS w ON w.id = v.venue_id WHERE {visits}
    UNION ALL
    SELECT t.day, 'found', i.number, w.name, i.severity, coalesce(v.received, i.found_at)
    FROM told AS t
    JOIN inspections_issue AS i ON i.found_at >= t.start AND i.found_at < t.ends
    LEFT JOIN inspections_inspection AS v ON v.id = i.inspection_id
    JOIN venues_venue AS w ON w.id = i.venue_id
    WHERE coalesce(v.received, i.found_at) > t.since AND i.state <> '{void}' AND {found}
    UNION ALL
    SELECT t.day, 'rectified', i.number, w.name, i.severity, r.recorded
    FROM told AS t
    JOIN inspections_rectification AS r
      ON r.at >= t.start AND r.at < t.ends AND r.recorded > t.since
    JOIN inspections_issue AS i ON i.id = r.issue_id
    JOIN venues_venue AS w ON w.id = i.venue_id WHERE {charge}
    UNION ALL
    SELECT t.day, 'closed', i.number, w.name, i.severity, i.closed_at
    FROM told AS t
    JOIN inspections_issue AS i ON i.state = '{closed}' AND i.closed_at < t.ends
     AND i.closed_at > greatest(t.since, t.start)
    JOIN venues_venue AS w ON w.id = i.venue_id WHERE {charge}
    UNION ALL
    SELECT t.day, 'plates_hung', p.code, w.name, p.state, p.hung_at
    FROM told AS t
    JOIN inspections_plate AS p ON p.hung_at < t.ends AND p.hung_at > greatest(t.since, t.start)
    JOIN venues_venue AS w ON w.id = p.venue_id WHERE {plates}
    UNION ALL
    SELECT t.day, 'plates_lifted', p.code, w.name, p.state, p.ended_at
    FROM told AS t
    JOIN inspections_plate AS p ON p.state = '{lifted}' AND p.ended_at < t.ends
     AND p.ended_at > greatest(t.since, t.start)
    JOIN venues_venue AS w ON w.id = p.venue_id WHERE {plates}
    UNION ALL
    SELECT t.day, 'whistles', o.code, w.name, o.state, o.blown_at
    FROM told AS t
    JOIN inspections_operation AS o ON o.blower_id IS NOT NULL AND o.blown_at < t.ends
     AND o.blown_at > greatest(t.since, t.start)
    JOIN venues_venue AS w ON w.id = o.venue_id WHERE {operations}
    UNION ALL
    SELECT t.day, 'operations_closed', o.code, w.name, o.state, o.ended_at
    FROM told AS t
    JOIN inspections_operation AS o ON o.state = '{ended}' AND o.ended_at < t.ends
     AND o.ended_at > greatest(t.since, t.start)
    JOIN venues_venue AS w ON w.id = o.venue_id WHERE {operations}
), numbered AS (
    SELECT *, count(*) OVER (PARTITION BY day, what) AS counted,
           row_number() OVER (PARTITION BY day, what ORDER BY at, number) AS place
    FROM arrived
)
SELECT day, what, number, venue, word, at, counted FROM numbered
WHERE place <= %(most)s ORDER BY day, what, place"""


def arrived_since(
    kind: str, owner: int, districts: Sequence[int], told: Sequence[tuple[date, datetime]]
) -> list[dict[str, Any]]:
    """What came in for the told days after the moment each is told up to, per day.

    `owner` is a town's area or a department, `districts` those of a command. Each day has its
    counts and the first MOST_LISTED of each kind, in words that can be read later.
    """
    if not told:
        return []
    visits, found, charge, plates, operations = _WHOSE[kind]
    statement = _ARRIVED.format(
        visits=visits, found=found, charge=charge, plates=plates, operations=operations,
        counted=counts("v"), void=IssueState.VOID, closed=IssueState.CLOSED,
        granted=WithdrawalState.GRANTED, lifted=PlateState.LIFTED, ended=OperationState.CLOSED,
    )  # fmt: skip
    parameters: dict[str, Any] = {
        "owner": owner, "districts": list(districts), "most": MOST_LISTED,
        "days": [day for day, _since in told], "since": [since for _day, since in told],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    days: dict[date, dict[str, Any]] = {}
    since = dict(told)
    for day, what, number, venue, word, at, counted in rows:
        line = days.setdefault(
            day,
            {
                "day": day.isoformat(), "since": instant(since[day]),
                "counts": dict.fromkeys(ARRIVALS, 0), "lines": [],
            },
        )  # fmt: skip
        line["counts"][what] = counted
        line["lines"].append(
            {"what": what, "number": number, "venue": venue, "word": word, "at": instant(at)}
        )
    return list(days.values())
