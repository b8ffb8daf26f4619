"""Checks of how issues began: what their opening event, visit and item tell of them."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.ledger.rules import Source
from inspections.verify.reading import TOLD, differ, each_that_is, moment
from inspections.verify.running import Check

_ALL = "SELECT count(*) FROM inspections_issue"
_OPENING = f"(SELECT * FROM {TOLD} WHERE subject_type = 'issue' AND seq = 1)"
# column of the issue → what the event says of it; a later event may tell of another severity
_TOLD_AT_OPENING = {
    "found_at": "e.happened",
    "opened_by_id": "e.actor_id",
    "item_text": "e.details #>> '{item}'",
    "description": "e.details #>> '{description}'",
    "first_due": moment("e.details #>> '{due}'"),
}
# Whoever was sent to look back finds as such, what the look-back is about; else the side finds.
_SOURCE = f"""CASE WHEN i.source = '{Source.LOOK_BACK}' AND EXISTS (
    SELECT 1 FROM inspections_lookback AS l JOIN inspections_issue AS o ON o.id = l.issue_id
    WHERE l.venue_id = i.venue_id AND l.officer_id = v.officer_id AND l.sent_at <= v.received
      AND (o.checklist_id, o.item_code) = (i.checklist_id, i.item_code))
    OR w.number IS NOT NULL THEN '{Source.LOOK_BACK}' ELSE v.side END"""
# What a look-back found in words, where the visit did not answer the item, or there is none.
_IN_WORDS = f"""(
    SELECT DISTINCT ON (number) number, remark FROM (
        SELECT details #>> '{{found}}' AS number, details #>> '{{remark}}' AS remark, happened
        FROM {TOLD} WHERE subject_type = 'look_back' AND name = 'find_again') AS w
    WHERE remark <> '' ORDER BY number, happened)"""
# column of the issue → what its visit, or its item, says of it
_OF_THE_VISIT = {
    "venue_id": "v.venue_id",
    "town_id": "v.town_id",
    "department_id": "v.department_id",
    "source": _SOURCE,
    "found_at": "v.started",
    "opened_by_id": "v.officer_id",
    "origin": "v.origin",
    "description": "coalesce(a.note, w.remark)",
}
_OF_THE_ITEM = {
    "checklist_id": "n.checklist_id",
    "item_code": "m.code",
    "item_text": "m.text",
    "basis": "m.basis",
    "hours": "m.hours",
}

CHECKS = [
    Check(
        "R-TRACK-4", "issues were opened as their first event tells", _ALL,
        each_that_is(
            "i.number",
            {
                "opening": "e.name IS DISTINCT FROM 'open'",
                **differ(_TOLD_AT_OPENING),
                "recurrence_of": "coalesce(b.number, '')"
                " IS DISTINCT FROM e.details #>> '{recurrence_of}'",
            },
            f"inspections_issue AS i LEFT JOIN {_OPENING} AS e ON e.subject_id = i.id"
            " LEFT JOIN inspections_issue AS b ON b.id = i.recurrence_of_id",
        ),
    ),
    Check(
        "R-CHECK-4", "issues stem from a failed answer at their visit", _ALL,
        each_that_is(
            "i.number",
            {"answer": "a.id IS NULL AND w.number IS NULL", **differ(_OF_THE_VISIT)},
            "inspections_issue AS i"
            " LEFT JOIN inspections_inspection AS v ON v.id = i.inspection_id"
            " LEFT JOIN inspections_answer AS a ON a.inspection_id = v.id"
            " AND a.item_id = i.item_id AND a.value = 'fail'"
            f" LEFT JOIN {_IN_WORDS} AS w ON w.number = i.number AND a.id IS NULL",
        )
        # what was found otherwise than at a check has neither item nor visit
        + " AND (i.item_id IS NOT NULL OR i.inspection_id IS NOT NULL OR i.item_code <> '')",
    ),
    Check(
        "R-CHECK-1", "issues keep the words of their item",
        f"{_ALL} WHERE item_code <> '' OR item_id IS NOT NULL",
        each_that_is(
            "i.number", differ(_OF_THE_ITEM),
            "inspections_issue AS i LEFT JOIN inspections_item AS m ON m.id = i.item_id"
            " LEFT JOIN inspections_checklistversion AS n ON n.id = m.version_id",
        )
        + " AND (i.item_code <> '' OR i.item_id IS NOT NULL)",
    ),
    Check(
        "R-ISSUE-1", "the department, whom the item names or who took over answers for an issue",
        _ALL,
        "SELECT i.number AS culprit FROM inspections_issue AS i"
        " LEFT JOIN inspections_item AS m ON m.id = i.item_id"
        " WHERE i.answering_id IS DISTINCT FROM i.department_id"
        " AND (m.answering_id IS NULL OR i.answering_id IS DISTINCT FROM m.answering_id)"
        " AND NOT EXISTS (SELECT 1 FROM inspections_handover AS h WHERE h.issue_id = i.id"
        " AND i.answering_id IN (h.giver_id, h.receiver_id))",
    ),
]  # fmt: skip
