"""What the database itself refuses on the ledger, at the statement (R-ISSUE-1).

Guards are statement-level with transition tables: one anti-join per statement, so that an import
can live with them. A guard that reads other rows first locks the standing of the venues it
judges, as every act does, so that two transactions cannot both be right (architecture.md).
Who may act is decided by `move()`; what must never be, here. The failed answers that the closing
guard looks for lie in `checks`: the database reads evidence where it lies.
"""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger
from django.db import connection

from inspections.ledger.rules import ISSUE_TABLE, SIGN_OFFS, UNCLOSED, IssueState
from venues.models.standing import COUNTERS

_UNCLOSED_SQL = ", ".join(f"'{state}'" for state in UNCLOSED)
_PAIRS_SQL = ", ".join(
    f"('{source}', '{target}')" for source, target in sorted(ISSUE_TABLE.pairs())
)

# Columns that may change once an issue has ended: only the head of its chain, for later events.
_AFTER_END = "'event_seq', 'event_hash'"
# Columns that never change once the issue is opened.
_FIXED = (
    "number",
    "venue_id",
    "checklist_id",
    "item_code",
    "source",
    "found_at",
    "first_due",
    "hours",
    "origin",
    "recurrence_of_id",
    "recurrences",
    "recurrence_days",
    "town_id",
    "department_id",
    "inspection_id",
    "item_id",
    "item_text",
    "basis",
    "description",
    "requirement",
    "opened_by_id",
)
# Columns that change only together with an event that tells of it (R-TRACK-4). The others are how
# an issue ends, which its state guards, and the head of its chain.
_TOLD = (
    "answering_id",
    "severity",
    "round",
    "due",
    "times_seen",
    "last_seen",
    "measure",
    "responsible",
    "funds",
    "rectified_at",
    "rechecked_by",
    "rechecked_at",
    "recheck_passed",
    "signed_off_by",
)


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


def refuse(query: str, message: str) -> str:
    """PL/pgSQL: raise with the lowest number among the rows that the query finds.

    Planned anew each time, since a plan kept from a statement of one row would walk the transition
    tables row by row when the next one brings thousands; and without LIMIT, which would make the
    planner bet on an early find where there is none.
    """
    return f"""
    EXECUTE $query$SELECT min(number) FROM ({query}) AS bad$query$ INTO culprit;
    IF culprit IS NOT NULL THEN
        RAISE EXCEPTION '{message}: %', culprit USING ERRCODE = 'integrity_constraint_violation';
    END IF;"""


def lock_standing(venues: str) -> str:
    """PL/pgSQL: lock the standing of the venues that a query names, in order."""
    return f"""
    PERFORM 1 FROM venues_standing AS s WHERE s.venue_id IN ({venues})
    ORDER BY s.venue_id FOR UPDATE;"""


_ENDED = f"('{IssueState.CLOSED}', '{IssueState.VOID}')"

_ON_INSERT = (
    refuse("SELECT number FROM new_rows WHERE state <> 'open'", "R-ISSUE-1: an issue starts open")
    + lock_standing("SELECT venue_id FROM new_rows")
    + refuse(
        "SELECT n.number FROM new_rows AS n JOIN venues_venue AS v ON v.id = n.venue_id"
        " WHERE v.state = 'ended'",
        "R-VENUE-2: an ended venue has no issue unclosed",
    )
    + "\nRETURN NULL;"
)

_ON_UPDATE = (
    refuse(
        "SELECT o.number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
        " WHERE n.id IS NULL OR "
        + " OR ".join(f"o.{name} IS DISTINCT FROM n.{name}" for name in _FIXED),
        "R-ISSUE-3: what an issue was opened with stays",
    )
    + refuse(
        "SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id)"
        " WHERE n.event_seq <= o.event_seq AND ("
        + " OR ".join(f"o.{name} IS DISTINCT FROM n.{name}" for name in _TOLD)
        + ")",
        "R-TRACK-4: what changes on an issue is told by an event",
    )
    + refuse(
        "SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id)"
        f" WHERE o.state IN {_ENDED}"
        f" AND to_jsonb(o) - ARRAY[{_AFTER_END}] <> to_jsonb(n) - ARRAY[{_AFTER_END}]",
        "R-ISSUE-1: an ended issue stays as it ended",
    )
    + refuse(
        "SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id)"
        f" WHERE o.state <> n.state AND (o.state, n.state) NOT IN ({_PAIRS_SQL})"
        " OR n.round < o.round OR o.state <> 'open' AND n.state = 'open' AND n.round = o.round",
        "R-ISSUE-1: no such transition",
    )
    # Else a major issue could be closed as a general one, without its signatures.
    + refuse(
        "SELECT o.number FROM old_rows AS o JOIN new_rows AS n USING (id)"
        " WHERE o.severity <> n.severity AND (o.state <> 'open' OR n.state <> 'open')",
        "R-ISSUE-1: a severity changes only while its issue is open",
    )
    + refuse(
        "SELECT n.number FROM old_rows AS o JOIN new_rows AS n USING (id)"
        " WHERE o.state <> n.state AND n.state IN ('rectified', 'rechecked')"
        " AND NOT EXISTS (SELECT 1 FROM inspections_rectification AS e"
        " WHERE e.issue_id = n.id AND e.round = n.round)"
        " OR o.state <> n.state AND n.state = 'rechecked'"
        " AND NOT EXISTS (SELECT 1 FROM inspections_recheck AS e"
        " WHERE e.issue_id = n.id AND e.round = n.round AND e.passed)",
        "R-ISSUE-1: the evidence of this state is missing",
    )
    + "IF EXISTS (SELECT 1 FROM old_rows AS o JOIN new_rows AS n USING (id)"
    " WHERE n.state = 'closed' AND o.state <> 'closed') THEN"
    + lock_standing("SELECT venue_id FROM new_rows WHERE state = 'closed'")
    + refuse(
        without_evidence(
            "(SELECT n.* FROM old_rows AS o JOIN new_rows AS n USING (id)"
            " WHERE n.state = 'closed' AND o.state <> 'closed')"
        ),
        "R-ISSUE-1: not closed without its evidence",
    )
    + "\nEND IF;\nRETURN NULL;"
)

CULPRIT = [("culprit", "TEXT")]


def on_insert_trigger(name: str, func: str) -> pgtrigger.Trigger:
    """A statement-level trigger after INSERT, with the rows as `new_rows`."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=CULPRIT,
        func=func,
    )


ISSUE_TRIGGERS = [
    on_insert_trigger("issue_starts_open", _ON_INSERT),
    pgtrigger.Trigger(
        name="issue_moves_legally",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
        declare=CULPRIT,
        func=_ON_UPDATE,
    ),
    pgtrigger.Protect(name="issue_never_deleted", operation=pgtrigger.Delete),
]


def append_only(name: str) -> pgtrigger.Protect:
    """A trigger that refuses every change and deletion of a row."""
    return pgtrigger.Protect(
        name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete
    )


_OWN_PERSON = refuse(
    "SELECT o.username AS number FROM new_rows AS e"
    " JOIN venues_officer AS o ON o.id = e.officer_id WHERE o.person_id <> e.person_id",
    "R-SCOPE-5: evidence names the officer''s own person",
)


def own_person_trigger(name: str) -> pgtrigger.Trigger:
    """Whoever made a visit is the person behind the account, at the time (R-SCOPE-5)."""
    return on_insert_trigger(f"{name}_own_person", _OWN_PERSON + "\nRETURN NULL;")


def evidence_triggers(table: str) -> list[pgtrigger.Trigger]:
    """Evidence is append-only, names the officer's own person, and ends with its issue."""
    on_insert = (
        lock_standing(
            "SELECT i.venue_id FROM new_rows AS e JOIN inspections_issue AS i ON i.id = e.issue_id"
        )
        + refuse(
            "SELECT i.number FROM new_rows AS e JOIN inspections_issue AS i ON i.id = e.issue_id"
            f" WHERE i.state IN {_ENDED}",
            "R-ISSUE-1: an ended issue takes no more evidence",
        )
        + _OWN_PERSON
        + "\nRETURN NULL;"
    )
    return [
        append_only(table),
        on_insert_trigger(f"{table}_in_time", on_insert),
    ]


def failed_answer_trigger() -> pgtrigger.Trigger:
    """A failed answer may not be slipped in between a re-check and the closing it allowed."""
    failed = (
        "new_rows AS a JOIN inspections_inspection AS v ON v.id = a.inspection_id"
        f" AND a.value = 'fail' AND {counts('v')}"
    )
    on_insert = (
        lock_standing(f"SELECT v.venue_id FROM {failed}")
        + refuse(
            f"SELECT c.number FROM {failed}"
            " JOIN inspections_item AS m ON m.id = a.item_id"
            " JOIN inspections_checklistversion AS n ON n.id = m.version_id"
            " JOIN inspections_issue AS c ON c.venue_id = v.venue_id"
            " AND c.checklist_id = n.checklist_id AND c.item_code = m.code AND c.state = 'closed'"
            " AND c.closed_order > v.record_order"
            " JOIN inspections_recheck AS k ON k.issue_id = c.id AND k.passed"
            " JOIN inspections_inspection AS visit ON visit.id = k.inspection_id"
            " AND visit.record_order <= v.record_order",
            "R-ISSUE-1: a failed answer from before a closing came after it",
        )
        + "\nRETURN NULL;"
    )
    return on_insert_trigger("answer_before_closing", on_insert)


def co_inspector_trigger() -> pgtrigger.Trigger:
    """Who was at a visit is settled before its verdicts are given (R-SCOPE-5)."""
    on_insert = (
        refuse(
            "SELECT w.id::text AS number FROM new_rows AS w"
            " JOIN inspections_recheck AS k ON k.inspection_id = w.inspection_id",
            "R-ISSUE-1: a co-inspector came after the verdict",
        )
        + "\nRETURN NULL;"
    )
    return on_insert_trigger("coinspector_before_verdict", on_insert)


def _count(counter: str) -> str:
    severity, state = counter.split("_")
    return f"count(*) FILTER (WHERE i.severity = '{severity}' AND i.state = '{state}') AS {counter}"


TALLY = f"""
    SELECT v.venue_id, {", ".join(_count(counter) for counter in COUNTERS)},
           min(i.due) FILTER (WHERE i.state = 'open') AS next_due
    FROM {{venues}} AS v
    LEFT JOIN inspections_issue AS i
      ON i.venue_id = v.venue_id AND i.state IN ({_UNCLOSED_SQL})
    GROUP BY v.venue_id"""

_TALLIED = (*COUNTERS, "next_due")

SETTLE_STANDING = f"""
UPDATE venues_standing AS s
SET {", ".join(f"{column} = t.{column}" for column in _TALLIED)}
FROM ({TALLY.format(venues="unnest(%s::bigint[])").replace("AS v", "AS v(venue_id)", 1)}) AS t
WHERE s.venue_id = t.venue_id AND (
    {" OR ".join(f"s.{column} IS DISTINCT FROM t.{column}" for column in _TALLIED)})
RETURNING s.venue_id"""
