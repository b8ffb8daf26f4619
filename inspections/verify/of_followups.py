"""Checks of what is still to come: follow-ups, and the counters that numbers are taken from."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.ledger.guards import without_evidence
from inspections.verify.running import Check

_FOLLOWUPS = "SELECT count(*) FROM workflow_followup"
_CLOSING = (
    "SELECT 1 FROM workflow_followup AS f WHERE f.kind = 'ledger.close'"
    " AND f.subject_type = 'issue' AND f.subject_id = i.id AND f.step = i.round AND f.state = "
)
# Issue numbers end in the place that a counter gave them: AREACODE-YYYYMMDD-NNNN.
_GIVEN = (
    "SELECT 'issue/' || left(number, -length(place) - 1) AS series, max(place::numeric) AS given"
    " FROM (SELECT number, split_part(number, '-', -1) AS place FROM inspections_issue) AS n"
    " WHERE place ~ '^[0-9]+$' AND place <> number GROUP BY 1"
)

CHECKS = [
    Check(
        "R-TRACK-1", "nothing that is due to be struck off was forgotten",
        "SELECT count(*) FROM inspections_issue WHERE state = 'rechecked'",
        "SELECT i.number AS culprit FROM inspections_issue AS i WHERE i.state = 'rechecked'"
        " AND i.id NOT IN (SELECT bad.id FROM ("
        + without_evidence("(SELECT * FROM inspections_issue WHERE state = 'rechecked')")
        + f") AS bad) AND NOT EXISTS ({_CLOSING}'waiting')",
    ),
    Check(
        "R-TRACK-1", "what was struck off was struck off by its follow-up",
        "SELECT count(*) FROM inspections_issue WHERE state = 'closed'",
        "SELECT i.number AS culprit FROM inspections_issue AS i"
        f" WHERE i.state = 'closed' AND NOT EXISTS ({_CLOSING}'done')",
    ),
    Check(
        "R-TRACK-2", "moot follow-ups say why",
        _FOLLOWUPS,
        "SELECT kind || ' ' || subject_type || ' ' || subject_id AS culprit"
        " FROM workflow_followup"
        " WHERE state = 'moot' AND why = '' OR state <> 'waiting' AND ended IS NULL"
        " OR state = 'waiting' AND ended IS NOT NULL",
    ),
    Check(
        "R-ISSUE-3", "counters are not behind the numbers that were given",
        f"SELECT count(*) FROM ({_GIVEN}) AS n",
        f"SELECT n.series AS culprit FROM ({_GIVEN}) AS n"
        " LEFT JOIN workflow_counter AS c ON c.series = n.series"
        " WHERE c.value IS NULL OR c.value < n.given",
    ),
]  # fmt: skip
