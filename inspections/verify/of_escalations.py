"""Checks of the ladder: what was told has its event and its reader."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.verify.reading import TOLD
from inspections.verify.running import Check

_ALL = "SELECT count(*) FROM inspections_escalation"

CHECKS = [
    Check(
        "R-ISSUE-7", "what was told as late stands on the chain of its subject", _ALL,
        "SELECT coalesce(min(e.subject_key), s.subject_type || ' id ' || s.subject_id) AS culprit"
        " FROM (SELECT subject_type, subject_id, count(DISTINCT (kind, step, at)) AS times"
        " FROM inspections_escalation GROUP BY 1, 2) AS s"
        " LEFT JOIN inspections_escalation AS e ON e.subject_type = s.subject_type"
        f" AND e.subject_id = s.subject_id WHERE s.times > (SELECT count(*) FROM {TOLD} AS t"
        " WHERE t.subject_type = s.subject_type AND t.subject_id = s.subject_id"
        " AND t.name = 'escalate') GROUP BY s.subject_type, s.subject_id",
    ),
    Check(
        "R-ISSUE-7", "messages have as many lines as they say",
        "SELECT count(*) FROM inspections_message",
        "SELECT m.id::text AS culprit FROM inspections_message AS m WHERE m.lines_count <>"
        " (SELECT count(*) FROM inspections_messageline AS l WHERE l.message_id = m.id)",
    ),
]  # fmt: skip
