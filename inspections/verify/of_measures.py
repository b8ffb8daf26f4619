"""Checks of measures 强化执法."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.verify.running import Check

_FAILED_TWICE = (
    "(SELECT issue_id, (array_agg(record_order ORDER BY record_order))[2] AS second"
    " FROM inspections_recheck WHERE NOT passed GROUP BY issue_id HAVING count(*) > 1)"
)

CHECKS = [
    Check(
        "R-ISSUE-3", "what is to be stopped at once has its order",
        "SELECT count(*) FROM inspections_issue WHERE hours = 0",
        "SELECT i.number AS culprit FROM inspections_issue AS i WHERE i.hours = 0"
        " AND i.origin = 'live' AND i.state IN ('open', 'rectified', 'rechecked')"
        " AND NOT EXISTS (SELECT 1 FROM inspections_measure AS m WHERE m.issue_id = i.id"
        " AND m.kind = 'order' AND m.automatic)",
    ),
    Check(
        "R-ISSUE-9", "after two failed re-checks a measure is there, explained or waited for",
        f"SELECT count(*) FROM {_FAILED_TWICE} AS f",
        f"SELECT i.number AS culprit FROM {_FAILED_TWICE} AS f"
        " JOIN inspections_issue AS i ON i.id = f.issue_id WHERE i.origin = 'live'"
        " AND NOT EXISTS (SELECT 1 FROM inspections_measure AS m WHERE m.issue_id = i.id"
        " AND m.record_order > f.second)"
        " AND NOT EXISTS (SELECT 1 FROM workflow_followup AS w WHERE w.kind = 'ledger.measure'"
        " AND w.subject_type = 'issue' AND w.subject_id = i.id)",
    ),
    Check(
        "R-ISSUE-9", "measures were recorded by a department of their venue or who was invited",
        "SELECT count(*) FROM inspections_measure WHERE NOT automatic",
        "SELECT i.number AS culprit FROM inspections_measure AS m"
        " JOIN inspections_issue AS i ON i.id = m.issue_id"
        " JOIN venues_organisation AS o ON o.id = m.organisation_id"
        " WHERE NOT m.automatic AND o.kind = 'town' AND NOT EXISTS (SELECT 1"
        " FROM venues_invitation AS v WHERE v.venue_id = i.venue_id"
        " AND v.organisation_id = o.id AND v.since <= m.at)",
    ),
]  # fmt: skip
