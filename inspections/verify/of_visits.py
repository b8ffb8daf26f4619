"""Checks of checklists and visits."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.checks.guards import wrongly_granted
from inspections.checks.rules import MOST_PHOTOS
from inspections.ledger.guards import counts
from inspections.verify.running import Check

_VISITS = "SELECT count(*) FROM inspections_inspection"

CHECKS = [
    Check(
        "R-CHECK-1", "visits used a published version",
        _VISITS,
        "SELECT v.uuid AS culprit FROM inspections_inspection AS v"
        " JOIN inspections_checklistversion AS n ON n.id = v.version_id"
        " WHERE n.published IS NULL OR v.origin = 'live' AND n.published > v.received",
    ),
    Check(
        "R-CHECK-1", "numbers decide where an item has limits",
        "SELECT count(*) FROM inspections_answer WHERE number IS NOT NULL",
        "SELECT v.uuid AS culprit FROM inspections_answer AS a"
        " JOIN inspections_item AS m ON m.id = a.item_id"
        " JOIN inspections_inspection AS v ON v.id = a.inspection_id"
        " WHERE a.number IS NOT NULL AND (m.lowest IS NOT NULL OR m.highest IS NOT NULL)"
        " AND (a.value = 'fail') <> (a.number < coalesce(m.lowest, '-infinity')"
        " OR a.number > coalesce(m.highest, 'infinity'))",
    ),
    Check(
        "R-CHECK-2", "outcomes agree with answers and verdicts",
        _VISITS,
        "SELECT v.uuid AS culprit FROM inspections_inspection AS v"
        " LEFT JOIN (SELECT inspection_id, bool_or(value = 'fail') AS failed,"
        " bool_or(value = 'not_checked') AS open FROM inspections_answer GROUP BY 1) AS a"
        " ON a.inspection_id = v.id"
        " LEFT JOIN (SELECT inspection_id, bool_or(NOT passed) AS failed"
        " FROM inspections_recheck GROUP BY 1) AS k ON k.inspection_id = v.id"
        " WHERE v.outcome <> CASE WHEN v.no_entry_reason <> '' THEN 'no_entry'"
        " WHEN coalesce(a.failed, false) OR coalesce(k.failed, false) THEN 'issues'"
        " WHEN coalesce(a.open, false) THEN 'partial' ELSE 'clean' END",
    ),
    Check(
        "R-CHECK-2", "a visit without entry has a photo",
        f"{_VISITS} WHERE outcome = 'no_entry'",
        "SELECT v.uuid AS culprit FROM inspections_inspection AS v"
        " WHERE v.outcome = 'no_entry' AND v.origin = 'live' AND NOT EXISTS ("
        "SELECT 1 FROM inspections_photo AS p WHERE p.inspection_id = v.id"
        " AND p.kind = 'no_entry')",
    ),
    Check(
        "R-CHECK-2", "a visit has no more photos than it may have",
        "SELECT count(DISTINCT inspection_id) FROM inspections_photo WHERE kind <> 'signature'",
        "SELECT v.uuid AS culprit FROM inspections_inspection AS v"
        " JOIN inspections_photo AS p ON p.inspection_id = v.id AND p.kind <> 'signature'"
        f" WHERE v.origin = 'live' GROUP BY v.uuid HAVING count(*) > {MOST_PHOTOS}",
    ),
    Check(
        "R-CHECK-2", "who was met signed or refused to",
        f"{_VISITS} WHERE met_name <> ''",
        "SELECT v.uuid AS culprit FROM inspections_inspection AS v"
        " WHERE v.met_name <> '' AND v.origin = 'live' AND NOT v.signature_refused"
        " AND NOT EXISTS (SELECT 1 FROM inspections_photo AS p WHERE p.inspection_id = v.id"
        " AND p.kind = 'signature')",
    ),
    Check(
        "R-CHECK-3", "visits started on their business day, not after they came in",
        _VISITS,
        "SELECT uuid AS culprit FROM inspections_inspection"
        " WHERE business_day <> (started AT TIME ZONE 'Asia/Shanghai')::date"
        " OR origin = 'live' AND started > received",
    ),
    Check(
        "R-CHECK-4", "every failed answer is on the ledger",
        "SELECT count(*) FROM inspections_answer WHERE value = 'fail'",
        "SELECT v.uuid AS culprit FROM inspections_answer AS a"
        " JOIN inspections_inspection AS v ON v.id = a.inspection_id"
        " JOIN inspections_item AS m ON m.id = a.item_id"
        " JOIN inspections_checklistversion AS n ON n.id = m.version_id"
        f" WHERE a.value = 'fail' AND {counts('v')} AND NOT EXISTS ("
        "SELECT 1 FROM inspections_issue AS i WHERE i.venue_id = v.venue_id"
        " AND i.checklist_id = n.checklist_id AND i.item_code = m.code"
        " AND i.found_at <= v.received"
        " AND (i.closed_order IS NULL OR i.closed_order > v.record_order))",
    ),
    Check(
        "R-CHECK-6", "visits were withdrawn in time, by another person, with nothing built on them",
        "SELECT count(*) FROM inspections_withdrawal WHERE state = 'granted'",
        "SELECT number AS culprit FROM (" + wrongly_granted("inspections_withdrawal") + ") AS bad",
    ),
]  # fmt: skip
