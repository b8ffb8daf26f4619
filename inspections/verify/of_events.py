"""Checks of the kernel: chains of events, follow-ups."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.verify.running import Check

_EVENTS = "SELECT count(*) FROM workflow_event"
_HEADS = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, id, {key} AS key, event_seq, event_hash, {state} AS state"
    f" FROM {table}"
    for kind, table, key, state in (
        ("issue", "inspections_issue", "number", "state"),
        ("withdrawal", "inspections_withdrawal", "number", "state"),
        ("venue", "venues_venue", "code", "state"),
        ("officer", "venues_officer", "username", "''"),
    )
)
_LAST = (
    "SELECT DISTINCT ON (subject_type, subject_id) subject_type, subject_id, seq, hash, body"
    " FROM workflow_event ORDER BY subject_type, subject_id, seq DESC"
)

CHECKS = [
    Check(
        "R-TRACK-4", "every event links to the one before", _EVENTS,
        "SELECT subject_type || ' ' || (body::jsonb ->> 'key') || ' #' || seq AS culprit FROM ("
        "SELECT e.*, lag(hash, 1, '') OVER chain AS before, lag(seq, 1, 0) OVER chain AS place"
        " FROM workflow_event AS e"
        " WINDOW chain AS (PARTITION BY subject_type, subject_id ORDER BY seq)) AS e"
        " WHERE prev <> before OR seq <> place + 1"
        " OR hash <> encode(sha256(convert_to(prev || body, 'UTF8')), 'hex')",
    ),
    Check(
        "R-TRACK-4", "columns say what the event's text says", _EVENTS,
        "SELECT subject_type || ' ' || (body::jsonb ->> 'key') || ' #' || seq AS culprit"
        " FROM workflow_event WHERE name <> body::jsonb ->> 'name'"
        " OR seq <> (body::jsonb ->> 'seq')::int"
        " OR happened <> (body::jsonb ->> 'happened')::timestamptz"
        " OR recorded <> (body::jsonb ->> 'recorded')::timestamptz",
    ),
    Check(
        "R-TRACK-4", "subjects stand at the head of their chain",
        f"SELECT count(*) FROM ({_HEADS}) AS h",
        f"SELECT h.kind || ' ' || h.key AS culprit FROM ({_HEADS}) AS h"
        f" LEFT JOIN ({_LAST}) AS e ON e.subject_type = h.kind AND e.subject_id = h.id"
        " WHERE h.event_seq <> coalesce(e.seq, 0) OR h.event_hash <> coalesce(e.hash, '')"
        " OR e.seq IS NOT NULL AND h.state <> e.body::jsonb ->> 'to'"
        " OR e.seq IS NOT NULL AND h.kind <> 'officer' AND h.key <> e.body::jsonb ->> 'key'",
    ),
    Check(
        "R-TRACK-1", "nothing that is due to be struck off was forgotten",
        "SELECT count(*) FROM inspections_issue WHERE state = 'rechecked'",
        "SELECT i.number AS culprit FROM inspections_issue AS i"
        " WHERE i.state = 'rechecked' AND (i.severity = 'general' OR i.severity = 'serious'"
        " AND EXISTS (SELECT 1 FROM inspections_signoff AS s WHERE s.issue_id = i.id"
        " AND s.round = i.round)) AND NOT EXISTS (SELECT 1 FROM workflow_followup AS f"
        " WHERE f.kind = 'ledger.close' AND f.subject_id = i.id AND f.step = i.round)",
    ),
    Check(
        "R-TRACK-2", "moot follow-ups say why",
        "SELECT count(*) FROM workflow_followup",
        "SELECT kind || ' ' || subject_id AS culprit FROM workflow_followup"
        " WHERE state = 'moot' AND why = '' OR state <> 'waiting' AND ended IS NULL",
    ),
]  # fmt: skip
