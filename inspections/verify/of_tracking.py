"""Checks of notices and of the intake desk, by the conditions that their guards ask."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.tracking.intake.conditions import (
    wrongly_answered,
    wrongly_concluded,
    wrongly_merged,
)
from inspections.tracking.intake.rules import RUNNING
from inspections.tracking.notices.conditions import wrongly_named
from inspections.verify.reading import TOLD, quoted
from inspections.verify.running import Check

_INTAKE = "SELECT count(*) FROM inspections_intake"
_NOTICES = "SELECT count(*) FROM inspections_notice"
_ISSUED = "(SELECT * FROM inspections_notice WHERE number <> '')"
# What tells of each thing that was found.
FINDINGS = {
    "confirmed": "find_confirmed", "unconfirmed": "find_unconfirmed",
    "not_theirs": "return_to_desk",
}  # fmt: skip
_EVENT_OF = " ".join(f"WHEN '{result}' THEN '{name}'" for result, name in FINDINGS.items())
_SIDES = (
    "SELECT count(DISTINCT a.side) FROM inspections_intakeask AS a"
    " LEFT JOIN inspections_intakefinding AS f ON f.ask_id = a.id AND f.result <> 'not_theirs'"
    " WHERE a.intake_id = r.id AND (a.round = r.round OR f.id IS NOT NULL)"
)


def _named(query: str) -> str:
    return f"SELECT number AS culprit FROM ({query}) AS bad"


def _gaps(prefix: str, rows: str) -> str:
    """SQL: rows whose number is not the next one of its command's year."""
    return (
        "SELECT n.number AS culprit FROM (SELECT n.*, row_number() OVER (PARTITION BY"
        " regexp_replace(n.number, '[0-9]+$', '') ORDER BY length(n.number), n.number) AS nth"
        f" FROM {rows} AS n) AS n JOIN venues_area AS d ON d.id = n.area_id"
        f" WHERE n.number !~ ('^{prefix}-' || d.code || '-[0-9]{{4}}-[0-9]+$')"
        " OR n.nth::text <> ltrim(split_part(n.number, '-', 4), '0')"
    )


CHECKS = [
    Check(
        "R-NOTICE-1", "every venue of a notice that was issued has an issue and a plate of it",
        f"{_NOTICES} WHERE number <> ''", _named(wrongly_named(_ISSUED)),
    ),
    Check(
        "R-NOTICE-1", "numbers of notices tell their command and have no gaps",
        f"{_NOTICES} WHERE number <> ''", _gaps("DB", _ISSUED),
    ),
    Check(
        "R-SCOPE-5", "notices were issued by another person than their drafter",
        f"{_NOTICES} WHERE number <> ''",
        f"SELECT n.code AS culprit FROM {_ISSUED} AS n"
        " WHERE n.issuer_person_id IS NOT DISTINCT FROM n.drafter_person_id",
    ),
    Check(
        "R-INTAKE-1", "numbers of the desk tell their command and have no gaps",
        _INTAKE, _gaps("SL", "inspections_intake"),
    ),
    Check(
        "R-INTAKE-2", "what is being verified was asked of both sides",
        f"{_INTAKE} WHERE state = 'dispatched'",
        "SELECT r.number AS culprit FROM inspections_intake AS r"
        f" WHERE r.state = 'dispatched' AND ({_SIDES}) < 2",
    ),
    Check(
        "R-INTAKE-2", "every clock of the desk that runs is waited for",
        f"{_INTAKE} WHERE state IN ({quoted(RUNNING)})",
        "SELECT r.number AS culprit FROM inspections_intake AS r"
        f" WHERE r.state IN ({quoted(RUNNING)}) AND r.due > now() AND NOT EXISTS (SELECT 1"
        " FROM workflow_followup AS f WHERE f.kind = 'intake.late' AND f.subject_type = 'intake'"
        " AND f.subject_id = r.id AND f.state = 'waiting' AND f.due = r.due)",
    ),
    Check(
        "R-INTAKE-3", "what was verified was answered by both sides, and confirmed with an issue",
        f"{_INTAKE} WHERE state IN ('confirmed', 'unconfirmed', 'closed')",
        _named(wrongly_concluded("inspections_intake")),
    ),
    Check(
        "R-INTAKE-3", "rounds and breaches of the desk are those that events tell", _INTAKE,
        "SELECT r.number AS culprit FROM inspections_intake AS r LEFT JOIN (SELECT subject_id,"
        " count(*) FILTER (WHERE name = 'return_to_desk') AS back,"
        f" count(*) FILTER (WHERE name = 'pass_due') AS late FROM {TOLD}"
        " WHERE subject_type = 'intake' GROUP BY 1) AS e ON e.subject_id = r.id"
        " WHERE r.round <> 1 + coalesce(e.back, 0) OR r.breaches <> coalesce(e.late, 0)",
    ),
    Check(
        "R-INTAKE-4", "what was closed was answered after it was verified",
        f"{_INTAKE} WHERE state = 'closed'", _named(wrongly_answered("inspections_intake")),
    ),
    Check(
        "R-INTAKE-5", "what repeats another repeats no duplicate, and nothing repeats it",
        f"{_INTAKE} WHERE state = 'duplicate'", _named(wrongly_merged("inspections_intake")),
    ),
    Check(
        "R-INTAKE-5", "duplicates were answered with the one they repeat",
        f"{_INTAKE} WHERE state = 'duplicate'",
        "SELECT r.number AS culprit FROM inspections_intake AS r"
        " JOIN inspections_intake AS o ON o.id = r.duplicate_of_id WHERE r.state = 'duplicate'"
        " AND r.answered_at IS DISTINCT FROM o.answered_at",
    ),
    Check(
        "R-TRACK-4", "what was found at the desk is what events tell",
        "SELECT count(*) FROM inspections_intakefinding",
        "SELECT coalesce(r.number, 'intake id ' || coalesce(s.intake_id, e.subject_id)) || ' '"
        " || coalesce(s.name, e.name) AS culprit FROM (SELECT a.intake_id, f.officer_id,"
        f" CASE f.result {_EVENT_OF} END AS name, count(*) AS times"
        " FROM inspections_intakefinding AS f JOIN inspections_intakeask AS a ON a.id = f.ask_id"
        " GROUP BY 1, 2, 3) AS s FULL JOIN (SELECT subject_id, actor_id, name, count(*) AS times"
        f" FROM {TOLD} WHERE subject_type = 'intake' AND name IN ({quoted(FINDINGS.values())})"
        " GROUP BY 1, 2, 3) AS e ON e.subject_id = s.intake_id AND e.name = s.name"
        " AND e.actor_id = s.officer_id LEFT JOIN inspections_intake AS r"
        " ON r.id = coalesce(s.intake_id, e.subject_id) WHERE s.times IS DISTINCT FROM e.times",
    ),
]  # fmt: skip
