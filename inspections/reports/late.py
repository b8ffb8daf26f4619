"""Reports as the ladder of what is late, the inbox and the channels ask for them (R-ISSUE-7)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.reports.rules import ReportState
from inspections.tracking.delivery.audiences import Audience, placed
from inspections.tracking.delivery.rules import Topic
from inspections.tracking.escalation.rules import LateKind
from venues.rules import OrganisationKind

MISSING = f"""
    SELECT '{LateKind.REPORT}', 'report', r.id, r.number, '', r.deadline, false, NULL::bigint,
           coalesce(a.district_id, a.id),
           CASE WHEN g.kind = '{OrganisationKind.TOWN}' THEN g.area_id END,
           CASE WHEN g.kind = '{OrganisationKind.DEPARTMENT}' THEN g.id END
    FROM inspections_dailyreport AS r JOIN venues_organisation AS g ON g.id = r.organisation_id
    JOIN venues_area AS a ON a.id = g.area_id
    WHERE r.state = '{ReportState.AWAITED}'"""
# Whoever reports, and the command that compiles it.
CONCERNED = Audience(
    "report", Topic.REPORTS,
    placed("inspections_dailyreport", "t.number", organisation="t.organisation_id")
    + " UNION ALL "
    + placed(
        "inspections_dailyreport", "t.number", area="coalesce(a.district_id, a.id)",
        more="JOIN venues_organisation AS g ON g.id = t.organisation_id"
             " JOIN venues_area AS a ON a.id = g.area_id",
    ),
)  # fmt: skip
