"""What the desk's matters must have to be concluded, answered and merged, as SQL.

Each condition stands here once: the guards and `verify` ask the same. `r` is what came in.
"""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

_FINDINGS = (
    "SELECT f.*, a.side, a.round FROM inspections_intakefinding AS f"
    " JOIN inspections_intakeask AS a ON a.id = f.ask_id WHERE a.intake_id = r.id"
)
_SIDES_FOUND = (
    f"(SELECT count(DISTINCT f.side) FROM ({_FINDINGS}) AS f WHERE f.result <> 'not_theirs')"
)
_UNANSWERED = (
    "EXISTS (SELECT 1 FROM inspections_intakeask AS a WHERE a.intake_id = r.id"
    " AND a.round = r.round AND NOT EXISTS (SELECT 1 FROM inspections_intakefinding AS f"
    " WHERE f.ask_id = a.id AND f.result <> 'not_theirs'))"
)
_CONFIRMED = f"EXISTS (SELECT 1 FROM ({_FINDINGS}) AS f WHERE f.result = 'confirmed')"
_ELSEWHERE = (
    f"EXISTS (SELECT 1 FROM ({_FINDINGS}) AS f LEFT JOIN inspections_issue AS i"
    " ON i.id = f.issue_id AND i.venue_id = r.venue_id"
    " WHERE f.result = 'confirmed' AND i.id IS NULL)"
)


def wrongly_concluded(rows: str) -> str:
    """SQL: verified without an answer of both sides, or confirmed without an issue at the venue."""
    return f"""
    SELECT r.number FROM {rows} AS r WHERE r.state IN ('confirmed', 'unconfirmed', 'closed')
    AND ({_SIDES_FOUND} < 2 OR {_UNANSWERED} OR {_ELSEWHERE}
         OR r.state = 'confirmed' AND NOT {_CONFIRMED}
         OR r.state = 'unconfirmed' AND {_CONFIRMED})"""


def wrongly_answered(rows: str) -> str:
    """SQL: closed without a feedback that came after everything that was found."""
    return f"""
    SELECT r.number FROM {rows} AS r WHERE r.state = 'closed' AND NOT EXISTS (
        SELECT 1 FROM inspections_intakereply AS y WHERE y.intake_id = r.id
        AND y.record_order > (SELECT max(f.record_order) FROM ({_FINDINGS}) AS f))"""


def wrongly_merged(rows: str) -> str:
    """SQL: duplicates of themselves, of a duplicate, of another desk's, or with duplicates."""
    return f"""
    SELECT r.number FROM {rows} AS r JOIN inspections_intake AS o ON o.id = r.duplicate_of_id
    WHERE r.state = 'duplicate' AND (o.id = r.id OR o.state = 'duplicate' OR o.area_id <> r.area_id
        OR EXISTS (SELECT 1 FROM inspections_intake AS d WHERE d.duplicate_of_id = r.id))"""
