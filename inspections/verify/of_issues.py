"""Checks of the issue ledger."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.ledger.guards import without_evidence
from inspections.ledger.rules import UNCLOSED
from inspections.verify.running import Check

_ALL = "SELECT count(*) FROM inspections_issue"
_CLOSED = f"{_ALL} WHERE state = 'closed'"
_UNCLOSED = ", ".join(f"'{state}'" for state in UNCLOSED)
_STATE_EVIDENCE = """
SELECT i.number AS culprit FROM inspections_issue AS i
WHERE i.state IN ('rectified', 'rechecked') AND NOT EXISTS (
          SELECT 1 FROM inspections_rectification AS e
          WHERE e.issue_id = i.id AND e.round = i.round)
   OR i.state = 'rechecked' AND NOT EXISTS (
          SELECT 1 FROM inspections_recheck AS e
          WHERE e.issue_id = i.id AND e.round = i.round AND e.passed)"""


def _due_after(found: str, hours: str) -> str:
    """SQL: `rules.due_after`."""
    return (
        f"CASE WHEN {hours} = 0 THEN (({found} AT TIME ZONE 'Asia/Shanghai')::date"
        " + time '23:59:59') AT TIME ZONE 'Asia/Shanghai'"
        f" ELSE {found} + make_interval(hours => {hours}) END"
    )


CHECKS = [
    Check(
        "R-ISSUE-1", "closed issues have all their evidence", _CLOSED,
        "SELECT bad.number AS culprit FROM ("
        + without_evidence(
            "(SELECT * FROM inspections_issue WHERE state = 'closed')", until_closed=True
        )
        + ") AS bad",
    ),
    Check("R-ISSUE-1", "states have the evidence of their round", _ALL, _STATE_EVIDENCE),
    Check(
        "R-ISSUE-1", "no evidence came after its issue had ended", _CLOSED,
        " UNION ALL ".join(
            f"SELECT i.number AS culprit FROM inspections_{table} AS e"
            " JOIN inspections_issue AS i ON i.id = e.issue_id"
            " WHERE i.state = 'closed' AND e.record_order > i.closed_order"
            for table in ("rectification", "recheck", "signoff")
        ),
    ),
    Check(
        "R-ISSUE-2", "one unclosed issue per venue, checklist and item",
        f"{_ALL} WHERE state IN ({_UNCLOSED})",
        "SELECT min(number) AS culprit FROM inspections_issue"
        f" WHERE state IN ({_UNCLOSED}) AND checklist_id IS NOT NULL"
        " GROUP BY venue_id, checklist_id, item_code HAVING count(*) > 1",
    ),
    Check(
        "R-ISSUE-3", "numbers tell area and business day", _ALL,
        "SELECT i.number AS culprit FROM inspections_issue AS i"
        " JOIN venues_venue AS v ON v.id = i.venue_id"
        " JOIN venues_area AS d ON d.id = v.district_id"
        " LEFT JOIN venues_area AS t ON t.id = i.town_id"
        " CROSS JOIN LATERAL (SELECT coalesce(t.code, d.code) || '-'"
        " || to_char(i.found_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD') || '-' AS text) AS start"
        " WHERE NOT starts_with(i.number, start.text)"
        " OR substr(i.number, length(start.text) + 1) !~ '^[0-9]{4,}$'",
    ),
    Check(
        "R-ISSUE-3", "the first due follows from the item's hours", _ALL,
        "SELECT number AS culprit FROM inspections_issue"
        f" WHERE first_due <> {_due_after('found_at', 'hours')}",
    ),
    Check(
        "R-ISSUE-3", "failed re-checks give the item's hours anew, passed ones nothing",
        "SELECT count(*) FROM inspections_recheck",
        "SELECT i.number AS culprit FROM inspections_recheck AS k"
        " JOIN inspections_issue AS i ON i.id = k.issue_id WHERE k.new_due IS DISTINCT FROM"
        f" CASE WHEN NOT k.passed THEN {_due_after('k.at', 'i.hours')} END",
    ),
    Check(
        "R-ISSUE-3", "the time of a due began as its issue was found, or a re-check failed", _ALL,
        "SELECT i.number AS culprit FROM inspections_issue AS i LEFT JOIN LATERAL"
        " (SELECT e.at FROM inspections_recheck AS e WHERE e.issue_id = i.id AND NOT e.passed"
        " ORDER BY e.record_order DESC LIMIT 1) AS k ON true"
        " WHERE i.round_from < i.found_at OR i.round = 1 AND i.round_from <> i.found_at"
        " OR k.at <> i.round_from OR k.at IS NULL AND i.due = i.first_due"
        " AND i.round_from <> i.found_at",
    ),
    Check(
        "R-ISSUE-3", "extensions were asked before the due and add to it",
        "SELECT count(*) FROM inspections_extensionask",
        "SELECT i.number AS culprit FROM inspections_extensionask AS a"
        " JOIN inspections_issue AS i ON i.id = a.issue_id"
        " LEFT JOIN inspections_extensiondecision AS d ON d.ask_id = a.id"
        " WHERE a.at > a.due_then OR a.wanted <= a.due_then OR d.due <= a.due_then"
        " OR a.due_then < i.first_due",
    ),
    Check(
        "R-ISSUE-3", "the last due that was granted in a round stands on its issue",
        "SELECT count(*) FROM inspections_extensiondecision WHERE due IS NOT NULL",
        "SELECT i.number AS culprit FROM inspections_issue AS i JOIN (SELECT DISTINCT ON"
        " (issue_id) issue_id, round, due FROM inspections_extensiondecision"
        " WHERE due IS NOT NULL ORDER BY issue_id, record_order DESC) AS d ON d.issue_id = i.id"
        " AND d.round = i.round WHERE d.due <> i.due",
    ),
    Check(
        "R-SCOPE-5", "nobody decided on an extension that they had asked for",
        "SELECT count(*) FROM inspections_extensiondecision",
        "SELECT i.number AS culprit FROM inspections_extensiondecision AS d"
        " JOIN inspections_extensionask AS a ON a.id = d.ask_id"
        " JOIN inspections_issue AS i ON i.id = d.issue_id"
        " WHERE a.person_id = d.person_id",
    ),
    Check(
        "R-ISSUE-4", "reports of major issues name all five, those of others two",
        "SELECT count(*) FROM inspections_rectification",
        "SELECT i.number AS culprit FROM inspections_rectification AS e"
        " JOIN inspections_issue AS i ON i.id = e.issue_id"
        " WHERE i.origin = 'live' AND (e.measure = '' OR e.responsible = ''"
        " OR i.severity = 'major' AND (e.funds = '' OR e.deadline IS NULL OR e.contingency = ''))",
    ),
    Check(
        "R-ISSUE-5", "what was fixed on the spot shows it before and after, by who found it",
        "SELECT count(*) FROM inspections_rectification WHERE inspection_id IS NOT NULL",
        "SELECT i.number AS culprit FROM inspections_rectification AS e"
        " JOIN inspections_issue AS i ON i.id = e.issue_id"
        " JOIN inspections_inspection AS v ON v.id = e.inspection_id"
        " WHERE v.venue_id <> i.venue_id OR v.person_id <> e.person_id"
        " OR v.record_order > e.record_order"
        " OR NOT EXISTS (SELECT 1 FROM inspections_photo AS p WHERE p.inspection_id = v.id"
        " AND p.item_code = i.item_code AND p.kind IN ('site', 'before'))"
        " OR NOT EXISTS (SELECT 1 FROM inspections_photo AS p WHERE p.inspection_id = v.id"
        " AND p.issue_id = i.id AND p.round = e.round AND p.kind = 'after')",
    ),
    Check(
        "R-ISSUE-1", "who answers for an issue follows from its hand-over",
        "SELECT count(DISTINCT issue_id) FROM inspections_handover",
        "SELECT i.number AS culprit FROM (SELECT DISTINCT ON (issue_id) *"
        " FROM inspections_handover ORDER BY issue_id, record_order DESC) AS h"
        " JOIN inspections_issue AS i ON i.id = h.issue_id WHERE i.answering_id IS DISTINCT FROM"
        " CASE WHEN h.state = 'returned' THEN h.giver_id ELSE h.receiver_id END",
    ),
    Check(
        "R-SCOPE-5", "nobody decided on a hand-over to which they were a party",
        "SELECT count(*) FROM inspections_handover WHERE state IN ('upheld', 'returned')",
        "SELECT i.number AS culprit FROM inspections_handover AS d JOIN inspections_handover AS h"
        " ON h.issue_id = d.issue_id AND h.id <> d.id AND h.person_id = d.person_id"
        " JOIN inspections_issue AS i ON i.id = d.issue_id"
        " WHERE d.state IN ('upheld', 'returned')",
    ),
    Check(
        "R-ISSUE-6", "recurrences are linked to the last closing within their window", _ALL,
        "SELECT number AS culprit FROM (SELECT i.*, lag(i.id) OVER last AS before,"
        " lag(i.closed_at) OVER last AS ended, lag(i.recurrences) OVER last AS counted"
        " FROM inspections_issue AS i WHERE i.checklist_id IS NOT NULL AND i.state <> 'void'"
        " WINDOW last AS (PARTITION BY i.venue_id, i.checklist_id, i.item_code ORDER BY i.id)"
        ") AS i WHERE i.recurrence_of_id IS DISTINCT FROM CASE WHEN"
        " (i.found_at AT TIME ZONE 'Asia/Shanghai')::date"
        " - (i.ended AT TIME ZONE 'Asia/Shanghai')::date BETWEEN 0 AND i.recurrence_days"
        " THEN i.before END"
        " OR i.recurrences <> CASE WHEN i.recurrence_of_id IS NULL THEN 0 ELSE i.counted + 1 END",
    ),
    Check(
        "R-ISSUE-10", "that a venue ceased trading was seen by two and photographed",
        "SELECT count(*) FROM inspections_recheck WHERE ceased",
        "SELECT i.number AS culprit FROM inspections_recheck AS k"
        " JOIN inspections_issue AS i ON i.id = k.issue_id WHERE k.ceased"
        " AND (NOT EXISTS (SELECT 1 FROM inspections_coinspector AS w"
        " WHERE w.inspection_id = k.inspection_id AND w.person_id <> k.person_id)"
        " OR NOT EXISTS (SELECT 1 FROM inspections_photo AS p"
        " WHERE p.inspection_id = k.inspection_id AND p.issue_id = i.id))",
    ),
    Check(
        "R-SCOPE-5", "nobody signed an issue in two roles of one round",
        "SELECT count(*) FROM inspections_signoff",
        "SELECT min(i.number) AS culprit FROM inspections_signoff AS s"
        " JOIN inspections_issue AS i ON i.id = s.issue_id"
        " GROUP BY s.issue_id, s.round, s.person_id HAVING count(*) > 1",
    ),
]  # fmt: skip
