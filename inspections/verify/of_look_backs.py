"""Checks of look-backs: that they were scheduled, wait for their day, and saw what they say."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.tracking.lookbacks.guards import wrongly_seen
from inspections.tracking.lookbacks.rules import SEEN, STEPS, STEPS_CEASED, STEPS_PLATE
from inspections.verify.reading import quoted
from inspections.verify.running import Check

_ALL = "inspections_lookback"
_COUNT = f"SELECT count(*) FROM {_ALL}"
_SEEN = f"(SELECT * FROM {_ALL} WHERE state IN ({quoted(SEEN)}))"
# What ended before the portal knew look-backs has none.
_SINCE = (
    "(SELECT min(applied) FROM django_migrations"
    " WHERE app = 'inspections' AND name LIKE '%look_backs')"
)
_CLOSED = (
    "inspections_issue AS i WHERE i.state = 'closed' AND i.origin = 'live'"
    f" AND i.closed_at >= {_SINCE}"
)
_LIFTED = (
    "inspections_plate AS p WHERE p.state = 'lifted' AND p.origin = 'live'"
    f" AND p.ended_at >= {_SINCE}"
)
_STEPS = " ".join(f"WHEN '{severity}' THEN {len(steps)}" for severity, steps in STEPS.items())

CHECKS = [
    Check(
        "R-TRACK-3", "closed issues have the look-backs of their severity",
        f"SELECT count(*) FROM {_CLOSED}".replace("%", "%%"),
        f"SELECT i.number AS culprit FROM {_CLOSED} AND (SELECT count(*) FROM {_ALL} AS l"
        f" WHERE l.issue_id = i.id) <> CASE WHEN i.closing_reason = 'ceased'"
        f" THEN {len(STEPS_CEASED)} ELSE CASE i.severity {_STEPS} END END".replace("%", "%%"),
    ),
    Check(
        "R-PLATE-6", "lifted plates have their look-backs",
        f"SELECT count(*) FROM {_LIFTED}".replace("%", "%%"),
        f"SELECT p.code AS culprit FROM {_LIFTED} AND (SELECT count(*) FROM {_ALL} AS l"
        f" WHERE l.plate_id = p.id) <> {len(STEPS_PLATE)}".replace("%", "%%"),
    ),
    Check(
        "R-TRACK-3", "look-backs are of what was closed or lifted, at its venue", _COUNT,
        f"SELECT l.code AS culprit FROM {_ALL} AS l"
        " LEFT JOIN inspections_issue AS i ON i.id = l.issue_id"
        " LEFT JOIN inspections_plate AS p ON p.id = l.plate_id"
        " WHERE l.venue_id IS DISTINCT FROM coalesce(i.venue_id, p.venue_id)"
        " OR i.state <> 'closed' OR p.state <> 'lifted'",
    ),
    Check(
        "R-TRACK-3", "what look-backs saw is what their visits saw",
        f"SELECT count(*) FROM {_SEEN} AS l",
        f"SELECT number AS culprit FROM ({wrongly_seen(_SEEN)}) AS bad",
    ),
    Check(
        "R-TRACK-1", "scheduled look-backs wait for their day",
        f"{_COUNT} WHERE state = 'scheduled'",
        f"SELECT l.code AS culprit FROM {_ALL} AS l WHERE l.state = 'scheduled' AND NOT EXISTS ("
        "SELECT 1 FROM workflow_followup AS f WHERE f.kind = 'look_backs.send'"
        " AND f.subject_type = 'look_back' AND f.subject_id = l.id AND f.state = 'waiting')",
    ),
]  # fmt: skip
