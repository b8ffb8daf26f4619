"""The evidence without which no issue is closed, as SQL (R-ISSUE-1)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from django.db import connection

from inspections.ledger.rules import SIGN_OFFS


def _latest(table: str, alias: str) -> str:
    return (
        f"LEFT JOIN LATERAL (SELECT * FROM inspections_{table} AS e WHERE e.issue_id = c.id"
        f" ORDER BY e.record_order DESC LIMIT 1) AS {alias} ON true"
    )


def counts(visit: str) -> str:
    """SQL: whether the visit of this alias was not withdrawn, so that what it found counts."""
    return (
        "NOT EXISTS (SELECT 1 FROM inspections_withdrawal AS x"
        f" WHERE x.inspection_id = {visit}.id AND x.state = 'granted')"
    )


# A failed answer on the issue's item, at the visit of its latest re-check or after it; not at one
# that was withdrawn (R-CHECK-6).
_SEEN_SINCE = f"""EXISTS (
    SELECT 1 FROM inspections_inspection AS v
    JOIN inspections_answer AS a ON a.inspection_id = v.id AND a.value = 'fail'
    JOIN inspections_item AS m ON m.id = a.item_id AND m.code = c.item_code
    JOIN inspections_checklistversion AS n
      ON n.id = m.version_id AND n.checklist_id = c.checklist_id
    WHERE v.venue_id = c.venue_id AND v.record_order >= visit.record_order
      AND {counts("v")} {{until}}
)"""


def _sign_offs_missing() -> str:
    """Whether a sign-off of the severity is missing, older than the re-check, or out of order."""
    wanted = []
    for severity, steps in SIGN_OFFS.items():
        for index, step in enumerate(steps):
            earlier = [role for before in steps[:index] for role in before]
            wanted += [_sign_off_missing(severity, role, earlier) for role in step]
    return " OR ".join(wanted)


def _sign_off_missing(severity: str, role: str, earlier: list[str]) -> str:
    after = "".join(
        f" AND s.record_order > (SELECT max(b.record_order) FROM inspections_signoff AS b"
        f" WHERE b.issue_id = c.id AND b.round = c.round AND b.role = '{before}')"
        for before in earlier
    )
    return (
        f"(c.severity = '{severity}' AND NOT EXISTS (SELECT 1 FROM inspections_signoff AS s"
        f" WHERE s.issue_id = c.id AND s.round = c.round AND s.role = '{role}'"
        " AND s.record_order > recheck.record_order AND s.person_id <> report.person_id"
        " AND s.person_id <> visit.person_id AND NOT EXISTS (SELECT 1 FROM"
        " inspections_coinspector AS w WHERE w.inspection_id = visit.id"
        f" AND w.person_id = s.person_id){after}))"
    )


def without_evidence(issues: str, *, until_closed: bool = False) -> str:
    """SQL: the rows of `issues` (a relation with the columns of Issue) that may not be closed.

    With `until_closed` only answers recorded before the closing count: what `verify` asks of
    issues that were closed long ago and recurred since.
    """
    seen = _SEEN_SINCE.format(until="AND v.record_order < c.closed_order" if until_closed else "")
    return f"""
    SELECT c.* FROM {issues} AS c
    {_latest("rectification", "report")}
    {_latest("recheck", "recheck")}
    LEFT JOIN inspections_inspection AS visit ON visit.id = recheck.inspection_id
    WHERE report.id IS NULL OR recheck.id IS NULL OR NOT recheck.passed
       OR recheck.record_order < report.record_order
       OR visit.record_order < report.record_order
       OR visit.venue_id <> c.venue_id
       OR recheck.person_id = report.person_id OR visit.person_id = report.person_id
       OR EXISTS (SELECT 1 FROM inspections_coinspector AS w
                  WHERE w.inspection_id = visit.id AND w.person_id = report.person_id)
       OR c.closed_order <= recheck.record_order
       OR (c.closing_reason = 'ceased') <> recheck.ceased
       OR {seen}
       OR {_sign_offs_missing()}"""


def seen_since(issue_id: int) -> bool:
    """Whether the issue's item failed again at or after the visit of its latest re-check."""
    query = f"""
    SELECT EXISTS (SELECT 1 FROM inspections_issue AS c
    {_latest("recheck", "recheck")}
    JOIN inspections_inspection AS visit ON visit.id = recheck.inspection_id
    WHERE c.id = %s AND {_SEEN_SINCE.format(until="")})"""
    with connection.cursor() as cursor:
        cursor.execute(query, [issue_id])
        return bool(cursor.fetchone()[0])
