"""Checks of events: their chains, and the subjects at the heads of these."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.verify.reading import TOLD
from inspections.verify.running import Check
from venues.rules import VenueStatus

_EVENTS = "SELECT count(*) FROM workflow_event"
# kind of subject → its table, the column by which people know it, its state, and the state that a
# row without events has; NULL where there is no such row
SUBJECTS = {
    "issue": ("inspections_issue", "number", "state", "NULL"),
    "plate": ("inspections_plate", "code", "state", "NULL"),
    "operation": ("inspections_operation", "code", "state", "NULL"),
    "look_back": ("inspections_lookback", "code", "state", "NULL"),
    "part": ("inspections_part", "code", "state", "NULL"),
    "suggestion": ("inspections_platesuggestion", "number", "state", "NULL"),
    "notice": ("inspections_notice", "code", "state", "NULL"),
    "intake": ("inspections_intake", "number", "state", "NULL"),
    "channel": ("inspections_channel", "code", "state", "NULL"),
    "withdrawal": ("inspections_withdrawal", "number", "state", "NULL"),
    "report": ("inspections_dailyreport", "number", "state", "'awaited'"),
    "interval": ("inspections_checkinterval", "key", "''", "NULL"),
    "checklist": ("inspections_checklist", "code", "''", "''"),
    "scheme_value": ("venues_schemevalue", "key", "''", "''"),
    "charge": ("venues_categorycharge", "code", "''", "''"),
    "venue": ("venues_venue", "code", "state", f"'{VenueStatus.ACTIVE}'"),
    "officer": ("venues_officer", "username", "''", "''"),
    "order": ("venues_order", "number", "state", "NULL"),
}
_HEADS = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, id, {key} AS key, event_seq, event_hash, {state} AS state,"
    f" {untold} AS untold FROM {table}"
    for kind, (table, key, state, untold) in SUBJECTS.items()
)
_KEYS = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, id FROM {table}" for kind, (table, *_rest) in SUBJECTS.items()
)
_KEY_OF = " ".join(
    f"WHEN '{kind}' THEN (SELECT {key} FROM {table} AS s WHERE s.id = e.subject_id)"
    for kind, (table, key, *_rest) in SUBJECTS.items()
)
# The words by which people know an event: by its subject's row, since its text may lie.
_NAMED = (
    f"e.subject_type || ' ' || coalesce(CASE e.subject_type {_KEY_OF} END, 'id ' || e.subject_id)"
    " || ' #' || e.seq"
)
_LAST = f"(SELECT DISTINCT ON (subject_type, subject_id) * FROM {TOLD} ORDER BY 1, 2, seq DESC)"

CHECKS = [
    Check(
        "R-TRACK-4", "every event links to the one before", _EVENTS,
        f"SELECT {_NAMED} AS culprit FROM ("
        "SELECT e.*, lag(hash, 1, '') OVER chain AS before, lag(seq, 1, 0) OVER chain AS place"
        f" FROM {TOLD} AS e"
        " WINDOW chain AS (PARTITION BY subject_type, subject_id ORDER BY seq)) AS e"
        " WHERE prev <> before OR seq <> place + 1 OR NOT linked",
    ),
    Check(
        "R-TRACK-4", "columns say what the event's text says", _EVENTS,
        f"SELECT {_NAMED} AS culprit FROM {TOLD} AS e WHERE NOT sound",
    ),
    Check(
        "R-TRACK-4", "events tell of a subject that there is", _EVENTS,
        f"SELECT {_NAMED} AS culprit FROM {TOLD} AS e WHERE NOT EXISTS ("
        f"SELECT 1 FROM ({_KEYS}) AS k WHERE k.kind = e.subject_type AND k.id = e.subject_id)",
    ),
    Check(
        "R-TRACK-4", "subjects stand at the head of their chain",
        f"SELECT count(*) FROM ({_HEADS}) AS h",
        f"SELECT h.kind || ' ' || h.key AS culprit FROM ({_HEADS}) AS h"
        f" LEFT JOIN {_LAST} AS e ON e.subject_type = h.kind AND e.subject_id = h.id"
        " WHERE h.event_seq <> coalesce(e.seq, 0) OR h.event_hash <> coalesce(e.hash, '')"
        " OR h.state IS DISTINCT FROM"
        " CASE WHEN e.seq IS NULL THEN h.untold ELSE e.target END"
        " OR e.seq IS NOT NULL AND h.kind <> 'officer'"
        " AND h.key IS DISTINCT FROM e.key",
    ),
]  # fmt: skip
