"""Checks of joint operations, by the conditions that their guards ask."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.enforcement.conditions import (
    off_ledger,
    with_running_parts,
    without_evidence,
    without_sign_in,
    without_squad,
    wrongly_revised,
)
from inspections.enforcement.rules import CURRENT
from inspections.verify.reading import TOLD, quoted
from inspections.verify.running import Check

_ALL = "inspections_operation"
_COUNT = f"SELECT count(*) FROM {_ALL}"
_NUMBERED = f"(SELECT * FROM {_ALL} WHERE number <> '')"
_STARTED = f"(SELECT * FROM {_ALL} WHERE state IN ('under_way', 'reported', 'closed'))"
_REPORTED = f"(SELECT * FROM {_ALL} WHERE state IN ('reported', 'closed'))"
_CLOSED = f"(SELECT * FROM {_ALL} WHERE state = 'closed')"
# What tells of each kind of evidence on a part.
EVENTS = {
    "sign_in": "sign_in", "arrival": "arrive", "result": "give_result",
    "refusal": "decline_part", "release": "release", "revision": "correct_result",
}  # fmt: skip
_EVENT_OF = " ".join(f"WHEN '{kind}' THEN '{name}'" for kind, name in EVENTS.items())


def _as_many(table: str, key: str) -> str:
    """SQL: whether an operation has other than as many rows as event `e` lists under a key."""
    listed = f"e.details -> '{key}'"
    return (
        f"(SELECT count(*) FROM {table} AS w WHERE w.operation_id = o.id) IS DISTINCT FROM"
        f" CASE jsonb_typeof({listed}) WHEN 'array' THEN jsonb_array_length({listed}) END"
    )


def _named(query: str) -> str:
    return f"SELECT number AS culprit FROM ({query}) AS bad"


CHECKS = [
    Check(
        "R-JOINT-1", "numbers of operations tell their district and have no gaps",
        f"{_COUNT} WHERE number <> ''",
        "SELECT o.number AS culprit FROM (SELECT o.*, row_number() OVER (PARTITION BY"
        " regexp_replace(o.number, '[0-9]+$', '') ORDER BY length(o.number), o.number) AS counted"
        f" FROM {_NUMBERED} AS o) AS o JOIN venues_venue AS v ON v.id = o.venue_id"
        " JOIN venues_area AS d ON d.id = v.district_id"
        " WHERE o.number !~ ('^LH-' || d.code || '-[0-9]{4}-[0-9]+$')"
        " OR o.counted::text <> ltrim(split_part(o.number, '-', 4), '0')",
    ),
    Check(
        "R-JOINT-1", "agencies wanted and issues named are as many as the first event tells",
        _COUNT,
        f"SELECT o.code AS culprit FROM {_ALL} AS o JOIN {TOLD} AS e"
        " ON e.subject_type = 'operation' AND e.subject_id = o.id AND e.seq = 1 WHERE"
        f" {_as_many('inspections_operationissue', 'issues')} OR o.blower_id IS NOT NULL"
        f" AND {_as_many('inspections_operation_wanted', 'agencies')}",
    ),
    Check(
        "R-JOINT-1", "one operation at a time a venue",
        f"{_COUNT} WHERE state IN ({quoted(CURRENT)})",
        f"SELECT min(o.code) AS culprit FROM {_ALL} AS o"
        f" WHERE o.state IN ({quoted(CURRENT)}) GROUP BY o.venue_id HAVING count(*) > 1",
    ),
    Check(
        "R-JOINT-1", "issues that operations name are of their venue",
        "SELECT count(*) FROM inspections_operationissue",
        "SELECT o.code AS culprit FROM inspections_operationissue AS n"
        f" JOIN {_ALL} AS o ON o.id = n.operation_id"
        " JOIN inspections_issue AS i ON i.id = n.issue_id WHERE i.venue_id <> o.venue_id",
    ),
    Check(
        "R-JOINT-2", "operations were convened with a squad and their clocks",
        f"{_COUNT} WHERE number <> ''", _named(without_squad(_NUMBERED)),
    ),
    Check(
        "R-JOINT-1", "operations that are under way began with a sign-in",
        f"SELECT count(*) FROM {_STARTED} AS o", _named(without_sign_in(_STARTED)),
    ),
    Check(
        "R-JOINT-3", "states of parts are those that their evidence tells",
        "SELECT count(*) FROM inspections_part", _named(without_evidence("inspections_part")),
    ),
    Check(
        "R-JOINT-3", "photos of agencies' evidence are of the operation's venue",
        "SELECT count(*) FROM inspections_partstep WHERE photo_id IS NOT NULL",
        "SELECT p.code AS culprit FROM inspections_partstep AS s"
        " JOIN inspections_part AS p ON p.id = s.part_id"
        " JOIN inspections_operation AS o ON o.id = p.operation_id"
        " JOIN inspections_photo AS f ON f.id = s.photo_id WHERE f.venue_id <> o.venue_id",
    ),
    Check(
        "R-JOINT-4", "operations were reported once every agency had ended its part",
        f"SELECT count(*) FROM {_REPORTED} AS o", _named(with_running_parts(_REPORTED)),
    ),
    Check(
        "R-JOINT-4", "what closed operations found is on the ledger",
        f"SELECT count(*) FROM {_CLOSED} AS o", _named(off_ledger(_CLOSED)),
    ),
    Check(
        "R-JOINT-4", "corrected results had rested on a withdrawn joint inspection",
        "SELECT count(*) FROM inspections_partstep WHERE kind = 'revision'",
        _named(wrongly_revised("inspections_partstep")),
    ),
    Check(
        "R-JOINT-4", "agencies were rated once their operation was closed",
        "SELECT count(*) FROM inspections_partrating",
        "SELECT p.code AS culprit FROM inspections_partrating AS r"
        " JOIN inspections_part AS p ON p.id = r.part_id"
        f" JOIN {_ALL} AS o ON o.id = p.operation_id"
        " WHERE o.ended_at IS NULL OR o.state <> 'closed' OR r.at < o.ended_at",
    ),
    Check(
        "R-SCOPE-1", "invitations are those of the operations that go on",
        "SELECT count(*) FROM inspections_part",
        "SELECT p.code AS culprit FROM inspections_part AS p"
        f" JOIN {_ALL} AS o ON o.id = p.operation_id LEFT JOIN venues_invitation AS v"
        " ON v.reference = o.whistle AND v.organisation_id = p.organisation_id"
        " AND v.venue_id = o.venue_id WHERE v.id IS NULL"
        " OR (v.until IS NULL) <> (o.ended_at IS NULL) OR v.acting <>"
        " (o.ended_at IS NULL AND p.state NOT IN ('declined', 'released'))",
    ),
    Check(
        "R-TRACK-4", "the evidence of parts is what their events tell",
        "SELECT count(*) FROM inspections_partstep",
        "SELECT coalesce(p.code, 'part id ' || coalesce(s.part_id, e.subject_id)) || ' '"
        " || coalesce(s.name, e.name) AS culprit FROM (SELECT part_id, officer_id,"
        f" CASE kind {_EVENT_OF} END AS name FROM inspections_partstep) AS s FULL JOIN (SELECT"
        f" subject_id, actor_id, name FROM {TOLD} WHERE subject_type = 'part'"
        f" AND name IN ({quoted(EVENTS.values())})) AS e"
        " ON e.subject_id = s.part_id AND e.name = s.name AND e.actor_id = s.officer_id"
        " LEFT JOIN inspections_part AS p ON p.id = coalesce(s.part_id, e.subject_id)"
        " WHERE s.name IS NULL OR e.name IS NULL",
    ),
]  # fmt: skip
