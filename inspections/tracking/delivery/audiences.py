"""Whom an announced event concerns, as whole statements: one for each kind of subject.

Each gives, for what was claimed, its number and where it belongs: `venue` (then it concerns the
venue's town, its lead department and the command of the district), `area` (the command there), or
one `organisation`. What no statement names is told in the portal alone.
"""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from dataclasses import dataclass

from inspections.tracking.delivery.rules import Topic
from venues.rules import LeadRole, OrganisationKind


@dataclass(frozen=True)
class Audience:
    """The events of one kind of subject: under which topic, and the SQL that places them.

    The SQL has the columns number, venue, area, organisation, for the row of `claimed` that it
    knows as `c` (outbox, act, subject_type, subject); so it reads that subject's rows alone.
    """

    subject_type: str
    topic: str
    rows: str


_NONE = "NULL::bigint"


def placed(
    table: str, number: str, *, venue: str = _NONE, area: str = _NONE, organisation: str = _NONE,
    more: str = "",
) -> str:  # fmt: skip
    """SQL: the row of a table that was claimed as `c`; its columns are those of `t`."""
    return (
        f"SELECT {number} AS number, {venue} AS venue, {area} AS area,"
        f" {organisation} AS organisation FROM {table} AS t {more} WHERE t.id = c.subject"
    )


_OPERATION_OF_PART = "JOIN inspections_operation AS o ON o.id = t.operation_id"
_AUDIENCES = [
    Audience("plate", Topic.PLATES, placed("inspections_plate", "t.code", venue="t.venue_id")),
    Audience(
        "suggestion", Topic.PLATES,
        placed("inspections_platesuggestion", "t.number", venue="t.venue_id"),
    ),
    Audience(
        "operation", Topic.OPERATIONS,
        placed("inspections_operation", "t.code", venue="t.venue_id"),
    ),
    Audience(
        "part", Topic.OPERATIONS,
        placed("inspections_part", "o.code", venue="o.venue_id", more=_OPERATION_OF_PART)
        + " UNION ALL "
        + placed("inspections_part", "o.code", organisation="t.organisation_id",
                 more=_OPERATION_OF_PART),
    ),
    Audience(
        "notice", Topic.DESK,
        placed("inspections_notice", "t.code", venue="n.venue_id",
               more="JOIN inspections_noticevenue AS n ON n.notice_id = t.id")
        + " UNION ALL " + placed("inspections_notice", "t.code", area="t.area_id"),
    ),
    Audience(
        "intake", Topic.DESK,
        placed("inspections_intake", "t.number", area="t.area_id")
        + " UNION ALL "
        + placed("inspections_intake", "t.number", organisation="a.organisation_id",
                 more="JOIN inspections_intakeask AS a ON a.intake_id = t.id"
                      " AND a.round = t.round"),
    ),
]  # fmt: skip


def add_audience(audience: Audience) -> None:
    """Register whom else events concern; called once, when an app is ready."""
    _AUDIENCES.append(audience)


def topics_sql() -> str:
    """SQL: kind of subject and topic, as rows."""
    return ", ".join(f"('{each.subject_type}', '{each.topic}')" for each in _AUDIENCES)


def concerned_sql() -> str:
    """SQL: outbox, number, venue, area, organisation of everything that was claimed."""
    return " UNION ALL ".join(
        "SELECT c.outbox, p.number, p.venue, p.area, p.organisation FROM claimed AS c"
        f" CROSS JOIN LATERAL ({each.rows}) AS p"
        f" WHERE c.subject_type = '{each.subject_type}'"
        for each in _AUDIENCES
    )


# The lead of a venue: its own overrides before its category's leads in its district.
LEAD = f"""
    CASE WHEN EXISTS (SELECT 1 FROM venues_venuelead AS l WHERE l.venue_id = v.id)
    THEN (SELECT max(l.organisation_id) FROM venues_venuelead AS l
          WHERE l.venue_id = v.id AND l.role = '{LeadRole.LEAD}')
    ELSE (SELECT r.organisation_id FROM venues_categorylead AS r
          WHERE r.category_id = v.category_id AND r.district_id = v.district_id
            AND r.role = '{LeadRole.LEAD}') END"""
# `concerned` → which organisation is told of which outbox row, each once.
TOLD = f"""
    SELECT c.outbox, c.number, c.organisation FROM concerned AS c
    WHERE c.organisation IS NOT NULL
    UNION SELECT c.outbox, c.number, {LEAD} FROM concerned AS c
        JOIN venues_venue AS v ON v.id = c.venue
    UNION SELECT c.outbox, c.number, g.id FROM concerned AS c
        JOIN venues_venue AS v ON v.id = c.venue
        JOIN venues_organisation AS g
          ON g.kind = '{OrganisationKind.TOWN}' AND g.area_id = v.town_id
    UNION SELECT c.outbox, c.number, g.id FROM concerned AS c
        LEFT JOIN venues_venue AS v ON v.id = c.venue
        JOIN venues_area AS d ON d.id = coalesce(c.area, v.district_id)
        JOIN venues_organisation AS g
          ON g.kind = '{OrganisationKind.COMMAND}' AND g.area_id IN (d.id, d.parent_id)"""
