"""Checks of black plates, by the conditions that their guards ask."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.plates.conditions import (
    HANGING_SQL,
    UNSETTLED,
    missing_grounds,
    wrongly_accepted,
    wrongly_approved,
    wrongly_hung,
    wrongly_lifted,
    wrongly_requested,
)
from inspections.plates.rules import CURRENT
from inspections.verify.reading import TOLD, quoted
from inspections.verify.running import Check

_PLATES = "SELECT count(*) FROM inspections_plate"
_LIFTED = "(SELECT * FROM inspections_plate WHERE state = 'lifted')"
_NUMBERED = "(SELECT * FROM inspections_plate WHERE number <> '')"
# What tells of each kind of evidence.
EVENTS = {
    "notice": "tell_venue", "reply": "record_reply", "approval": "approve", "refusal": "refuse",
    "hanging": "hang", "request": "request_lift", "acceptance": "accept", "rejection": "reject",
    "lifting": "lift", "withdrawal": "withdraw_plate",
}  # fmt: skip
_EVENT_OF = " ".join(f"WHEN '{kind}' THEN '{name}'" for kind, name in EVENTS.items())


def _named(query: str) -> str:
    return f"SELECT number AS culprit FROM ({query}) AS bad"


CHECKS = [
    Check(
        "R-PLATE-1", "every plate has grounds, all of its venue", _PLATES,
        "SELECT p.code AS culprit FROM inspections_plate AS p WHERE NOT EXISTS (SELECT 1"
        " FROM inspections_plateground AS g WHERE g.plate_id = p.id) OR EXISTS (SELECT 1"
        " FROM inspections_plateground AS g JOIN inspections_issue AS i ON i.id = g.issue_id"
        " WHERE g.plate_id = p.id AND i.venue_id <> p.venue_id)",
    ),
    Check(
        "R-PLATE-1", "what was found while a plate hangs is its ground",
        f"{_PLATES} WHERE state IN ({HANGING_SQL})",
        "SELECT p.code AS culprit FROM inspections_plate AS p"
        f" WHERE p.state IN ({HANGING_SQL})"
        f" AND EXISTS ({missing_grounds('AND i.venue_id = p.venue_id')})",
    ),
    Check(
        "R-PLATE-1", "states and rounds of plates are those that their events tell", _PLATES,
        "SELECT p.code AS culprit FROM inspections_plate AS p LEFT JOIN (SELECT subject_id,"
        " count(*) FILTER (WHERE target = 'hung' AND source IN ('lift_requested', 'accepted')) AS"
        f" back FROM {TOLD} WHERE subject_type = 'plate' GROUP BY 1) AS e ON e.subject_id = p.id"
        " WHERE p.round <> 1 + coalesce(e.back, 0)",
    ),
    Check(
        "R-PLATE-2", "one current plate a venue",
        f"{_PLATES} WHERE state IN ({quoted(CURRENT)})",
        "SELECT min(p.code) AS culprit FROM inspections_plate AS p"
        f" WHERE p.state IN ({quoted(CURRENT)}) GROUP BY p.venue_id HAVING count(*) > 1",
    ),
    Check(
        "R-PLATE-2", "numbers of plates tell their district and have no gaps",
        f"{_PLATES} WHERE number <> ''",
        "SELECT p.number AS culprit FROM (SELECT p.*, row_number() OVER (PARTITION BY"
        " regexp_replace(p.number, '[0-9]+$', '') ORDER BY length(p.number), p.number) AS place"
        f" FROM {_NUMBERED} AS p) AS p JOIN venues_venue AS v ON v.id = p.venue_id"
        " JOIN venues_area AS d ON d.id = v.district_id"
        " WHERE p.number !~ ('^HP-' || d.code || '-[0-9]{4}-[0-9]+$')"
        " OR p.place::text <> ltrim(split_part(p.number, '-', 4), '0')",
    ),
    Check(
        "R-PLATE-3", "plates were approved by another person, once their venue was heard",
        f"{_PLATES} WHERE number <> ''", _named(wrongly_approved(_NUMBERED)),
    ),
    Check(
        "R-PLATE-4", "plates were hung with photo, position and place",
        f"{_PLATES} WHERE hung_at IS NOT NULL",
        _named(wrongly_hung("(SELECT * FROM inspections_plate WHERE hung_at IS NOT NULL)")),
    ),
    Check(
        "R-PLATE-4", "standings tell which plate hangs, and since when",
        "SELECT count(*) FROM venues_standing",
        "SELECT v.code AS culprit FROM venues_standing AS s"
        " JOIN venues_venue AS v ON v.id = s.venue_id LEFT JOIN inspections_plate AS p"
        f" ON p.venue_id = s.venue_id AND p.state IN ({HANGING_SQL})"
        " WHERE s.plate_hung <> (p.id IS NOT NULL)"
        " OR s.plate_number <> coalesce(p.number, '') OR s.plate_since IS DISTINCT FROM"
        " (p.hung_at AT TIME ZONE 'Asia/Shanghai')::date",
    ),
    Check(
        "R-PLATE-5", "plates that are to be lifted have their request, and no ground unclosed",
        f"{_PLATES} WHERE state IN ('lift_requested', 'accepted')",
        "SELECT p.code AS culprit FROM inspections_plate AS p"
        f" WHERE p.state IN ('lift_requested', 'accepted') AND ({UNSETTLED} OR NOT EXISTS ("
        "SELECT 1 FROM inspections_platestep AS s WHERE s.plate_id = p.id"
        " AND s.kind = 'request' AND s.round = p.round))",
    ),
    Check(
        "R-PLATE-5", "plates were lifted with their grounds settled and the last days clean",
        f"{_PLATES} WHERE state = 'lifted'", _named(wrongly_requested(_LIFTED, as_ended=True)),
    ),
    Check(
        "R-PLATE-5", "plates were lifted once both sides had accepted on site",
        f"{_PLATES} WHERE state = 'lifted'", _named(wrongly_accepted(_LIFTED, as_ended=True)),
    ),
    Check(
        "R-PLATE-5", "plates were lifted with a photo, by who had prepared none of it",
        f"{_PLATES} WHERE state = 'lifted'", _named(wrongly_lifted(_LIFTED)),
    ),
    Check(
        "R-TRACK-4", "the evidence of plates is what their events tell",
        "SELECT count(*) FROM inspections_platestep",
        "SELECT coalesce(p.code, 'plate id ' || coalesce(s.plate_id, e.subject_id)) || ' '"
        " || coalesce(s.name, e.name) AS culprit FROM (SELECT plate_id, officer_id,"
        f" CASE kind {_EVENT_OF} END AS name, count(*) AS times"
        " FROM inspections_platestep GROUP BY 1, 2, 3) AS s FULL JOIN (SELECT subject_id,"
        f" actor_id, name, count(*) AS times FROM {TOLD} WHERE subject_type = 'plate'"
        f" AND name IN ({quoted(EVENTS.values())}) GROUP BY 1, 2, 3) AS e"
        " ON e.subject_id = s.plate_id AND e.name = s.name AND e.actor_id = s.officer_id"
        " LEFT JOIN inspections_plate AS p ON p.id = coalesce(s.plate_id, e.subject_id)"
        " WHERE s.times IS DISTINCT FROM e.times",
    ),
]  # fmt: skip
