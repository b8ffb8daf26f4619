"""Checks of the register: areas, persons, standing."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.checks.full_checks import FULL_CHECKS
from inspections.ledger.guards import TALLY
from inspections.ledger.rules import UNCLOSED
from inspections.verify.reading import TOLD, quoted
from inspections.verify.running import Check
from venues.models.standing import COUNTERS

_VENUES = "SELECT count(*) FROM venues_venue"
_STANDINGS = "SELECT count(*) FROM venues_standing"


def _sum(names: list[str]) -> str:
    return " + ".join(f"s.{name}" for name in names)


_MAJOR = _sum([name for name in COUNTERS if name.startswith("major")])
_OPEN = _sum([name for name in COUNTERS if name.endswith("_open")])
_ANY = _sum(list(COUNTERS))

CHECKS = [
    Check(
        "R-VENUE-1", "colours follow from the standing", _STANDINGS,
        "SELECT v.code AS culprit FROM venues_standing AS s"
        " JOIN venues_venue AS v ON v.id = s.venue_id WHERE s.colour <> CASE"
        " WHEN s.plate_hung THEN 'black'"
        f" WHEN s.regime IN ('suspended', 'closed') OR {_MAJOR} > 0 THEN 'red'"
        f" WHEN {_ANY} > 0 AND {_OPEN} = 0 THEN 'white'"
        f" WHEN {_ANY} > 0 THEN 'yellow' ELSE 'green' END",
    ),
    Check(
        "R-VENUE-2", "counts and next due, counted from scratch", _STANDINGS,
        "SELECT v.code AS culprit FROM venues_venue AS v"
        " LEFT JOIN venues_standing AS s ON s.venue_id = v.id LEFT JOIN ("
        + TALLY.format(venues="venues_standing")
        + ") AS t ON t.venue_id = v.id WHERE s.venue_id IS NULL OR "
        + " OR ".join(f"s.{name} <> t.{name}" for name in COUNTERS)
        + " OR s.next_due IS DISTINCT FROM t.next_due",
    ),
    Check(
        "R-VENUE-2", "last full checks, looked up from scratch", _STANDINGS,
        "SELECT v.code AS culprit FROM venues_standing AS s"
        " JOIN venues_venue AS v ON v.id = s.venue_id LEFT JOIN ("
        + FULL_CHECKS.format(only="") + ") AS t ON t.venue_id = s.venue_id"
        " WHERE s.last_town_check IS DISTINCT FROM t.town"
        " OR s.last_sector_check IS DISTINCT FROM t.sector",
    ),
    Check(
        "R-SCOPE-5", "posts are lent to another person, and the lender's events tell of it",
        "SELECT count(*) FROM venues_loan",
        "SELECT a.username AS culprit FROM venues_loan AS n"
        " JOIN venues_officer AS a ON a.id = n.lender_id"
        " JOIN venues_officer AS b ON b.id = n.borrower_id"
        " WHERE a.person_id = b.person_id OR NOT EXISTS (SELECT 1 FROM"
        f" {TOLD} AS e WHERE e.subject_type = 'officer' AND e.subject_id = n.lender_id"
        " AND e.name = 'lend_post' AND e.details ->> 'loan' = n.id::text)",
    ),
    Check(
        "R-VENUE-2", "no venue has ended with an issue unclosed",
        f"{_VENUES} WHERE state = 'ended'",
        "SELECT v.code AS culprit FROM venues_venue AS v WHERE v.state = 'ended' AND EXISTS ("
        "SELECT 1 FROM inspections_issue AS i WHERE i.venue_id = v.id"
        f" AND i.state IN ({quoted(UNCLOSED)}))",
    ),
    Check(
        "R-SCOPE-1", "venues lie in the district and town of their area", _VENUES,
        "SELECT v.code AS culprit FROM venues_venue AS v JOIN venues_area AS a ON a.id = v.area_id"
        " WHERE v.district_id <> coalesce(a.district_id, a.id)"
        " OR v.town_id IS DISTINCT FROM a.town_id",
    ),
    Check(
        "R-SCOPE-4", "one department leads a category in a district, in its own",
        "SELECT count(*) FROM venues_categorylead",
        "SELECT c.code || ' ' || o.code AS culprit FROM (SELECT l.*, count(*) FILTER"
        " (WHERE l.role = 'lead') OVER (PARTITION BY l.category_id, l.district_id) AS leading"
        " FROM venues_categorylead AS l) AS l"
        " JOIN venues_category AS c ON c.id = l.category_id"
        " JOIN venues_organisation AS o ON o.id = l.organisation_id"
        " WHERE l.district_id <> o.area_id OR l.role = 'lead' AND l.leading > 1",
    ),
]  # fmt: skip
