"""Checks of the daily reports."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.reports.guards import found_nothing
from inspections.reports.rules import REPORTED
from inspections.verify.reading import TOLD
from inspections.verify.running import Check

_REPORTS = "SELECT count(*) FROM inspections_dailyreport"
_VERSIONS = "SELECT count(*) FROM inspections_reportversion"
_REPORTED = ", ".join(f"'{state}'" for state in REPORTED)
_NAMED = (
    "SELECT r.number || ' v' || v.number AS culprit FROM inspections_reportversion AS v"
    " JOIN inspections_dailyreport AS r ON r.id = v.report_id"
)
_LATEST = (
    "LEFT JOIN (SELECT DISTINCT ON (report_id) report_id, zero FROM inspections_reportversion"
    " ORDER BY report_id, number DESC) AS latest ON latest.report_id = r.id"
    " LEFT JOIN inspections_reportversion AS one ON one.report_id = r.id AND one.number = 1"
)

CHECKS = [
    Check(
        "R-REPORT-1", "one report per organisation, day and kind", _REPORTS,
        "SELECT min(number) AS culprit FROM inspections_dailyreport"
        " GROUP BY organisation_id, day, kind HAVING count(*) > 1",
    ),
    Check(
        "R-REPORT-1", "filed reports have their versions, the others none", _REPORTS,
        f"SELECT r.number AS culprit FROM inspections_dailyreport AS r {_LATEST}"
        f" WHERE (r.state IN ({_REPORTED})) <> (one.id IS NOT NULL)"
        " OR r.filed_at IS DISTINCT FROM one.as_of"
        " OR latest.zero IS DISTINCT FROM (CASE r.state WHEN 'awaited' THEN NULL"
        " ELSE r.state = 'zero' END)",
    ),
    Check(
        "R-REPORT-1", "versions are numbered without gaps, and tell whether it was on time",
        _VERSIONS,
        "SELECT r.number || ' v' || v.number AS culprit FROM (SELECT v.*, row_number() OVER"
        " (PARTITION BY report_id ORDER BY number) AS place FROM inspections_reportversion AS v"
        ") AS v JOIN inspections_dailyreport AS r ON r.id = v.report_id"
        " WHERE v.number <> v.place OR v.on_time <> (r.filed_at <= r.deadline)",
    ),
    Check(
        "R-REPORT-1", "frozen figures are those that the event vouched for", _VERSIONS,
        f"{_NAMED} LEFT JOIN {TOLD} AS e ON e.subject_type = 'report'"
        " AND e.subject_id = v.report_id"
        " AND e.details ->> 'version' = v.number::text"
        " WHERE e.details ->> 'digest' IS DISTINCT FROM"
        " encode(sha256(convert_to(v.figures, 'UTF8')), 'hex')",
    ),
    Check(
        "R-REPORT-1", "versions are signed as their events are", _VERSIONS,
        f"{_NAMED} JOIN {TOLD} AS e ON e.subject_type = 'report' AND e.subject_id = v.report_id"
        " AND e.details ->> 'version' = v.number::text WHERE v.signed IS DISTINCT FROM e.signature",
    ),
    Check(
        "R-REPORT-2", "zero reports found nothing, the others something", _VERSIONS,
        f"{_NAMED} WHERE v.zero <> ({found_nothing('v.figures')})",
    ),
]  # fmt: skip
