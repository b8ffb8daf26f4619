"""What the database itself refuses of notices, at the statement."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger

from inspections.ledger.guards import (
    BOTH,
    CHAIN,
    CULPRIT,
    changed,
    lock_standing,
    on_insert_trigger,
    on_update_trigger,
    pairs_sql,
    refuse,
)
from inspections.tracking.notices.conditions import wrongly_named
from inspections.tracking.notices.rules import NOTICE_TABLE

_FIXED = ("draft", "area_id", "drafted_at")
_TEXTS = (
    "level", "document_number", "title", "text", "found", "severity", "deadline", "file",
    "drafter_id", "drafter_person_id",
)  # fmt: skip
_ISSUED = ("issuer_id", "issuer_person_id", "issued_at")


def _own_person(who: str, rows: str, only: str = "TRUE") -> str:
    return refuse(
        f"SELECT n.code AS number FROM {rows} JOIN venues_officer AS f ON f.id = n.{who}_id"
        f" WHERE n.{who}_person_id IS DISTINCT FROM f.person_id AND {only}",
        "R-SCOPE-5: a notice names the officer''s own person",
    )


_ON_INSERT = (
    refuse("SELECT code AS number FROM new_rows WHERE state <> 'draft'",
           "R-NOTICE-1: a notice starts as a draft")
    + _own_person("drafter", "new_rows AS n")
    + "\nRETURN NULL;"
)  # fmt: skip
_ON_UPDATE = (
    refuse(
        "SELECT o.code AS number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
        f" WHERE n.id IS NULL OR {changed(_FIXED)}"
        f" OR o.state <> 'draft' AND ({changed((*_TEXTS, *_ISSUED))})",
        "R-NOTICE-1: what a notice says stays once it is issued",
    )
    + refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE o.state IN ('dropped', 'withdrawn')"
        f" AND to_jsonb(o) - ARRAY[{CHAIN}] <> to_jsonb(n) - ARRAY[{CHAIN}]",
        "R-NOTICE-1: an ended notice stays as it ended",
    )
    + refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE n.event_seq <= o.event_seq AND ("
        + changed(("state", "number", *_TEXTS, *_ISSUED))
        + ")",
        "R-TRACK-4: what changes on a notice is told by an event",
    )
    + refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE o.state <> n.state"
        f" AND (o.state, n.state) NOT IN ({pairs_sql(NOTICE_TABLE)})",
        "R-NOTICE-1: no such transition",
    )
    + refuse(
        f"SELECT n.code AS number FROM {BOTH} JOIN venues_area AS d ON d.id = n.area_id"
        " LEFT JOIN workflow_counter AS c ON c.series = 'notice/' || d.code || '-'"
        " || split_part(n.number, '-', 3)"
        " WHERE o.number <> n.number AND (o.number <> '' OR n.state <> 'issued'"
        " OR n.number !~ ('^DB-' || d.code || '-[0-9]{4}-[0-9]{4,9}$')"
        " OR c.value IS NULL OR split_part(n.number, '-', 4)::bigint > c.value)",
        "R-NOTICE-1: a notice gets its number once, when issued, by its counter",
    )
    + refuse(
        f"SELECT n.code AS number FROM {BOTH} WHERE o.state <> n.state AND n.state = 'issued'"
        " AND n.issuer_person_id IS NOT DISTINCT FROM n.drafter_person_id",
        "R-SCOPE-5: a notice is issued by another person than its drafter",
    )
    + _own_person("drafter", BOTH, "o.drafter_id IS DISTINCT FROM n.drafter_id")
    + _own_person("issuer", BOTH, "o.state <> n.state AND n.state = 'issued'")
    + refuse(
        wrongly_named(f"(SELECT n.* FROM {BOTH} WHERE o.state <> n.state AND n.state = 'issued')"),
        "R-NOTICE-1: not issued without an issue and a plate for every venue",
    )
    + "\nRETURN NULL;"
)


def _of_drafts(rows: str) -> str:
    """PL/pgSQL: lock the notices of these rows and refuse what is not a draft any more."""
    return f"""
    PERFORM 1 FROM inspections_notice AS n WHERE n.id IN (SELECT notice_id FROM {rows})
    ORDER BY n.id FOR UPDATE;""" + refuse(
        f"SELECT n.code AS number FROM {rows} AS e JOIN inspections_notice AS n"
        " ON n.id = e.notice_id WHERE n.state <> 'draft'",
        "R-NOTICE-1: the venues of a notice stay once it is issued",
    )


NOTICE_TRIGGERS = [
    on_insert_trigger("notice_starts_as_draft", _ON_INSERT),
    on_update_trigger("notice_moves_legally", _ON_UPDATE),
    pgtrigger.Protect(name="notice_never_deleted", operation=pgtrigger.Delete),
]
VENUE_TRIGGERS = [
    on_insert_trigger(
        "noticevenue_of_a_draft",
        lock_standing("SELECT venue_id FROM new_rows") + _of_drafts("new_rows") + "\nRETURN NULL;",
    ),
    on_update_trigger(
        "noticevenue_stays",
        _of_drafts("old_rows")
        + refuse(
            f"SELECT o.id::text AS number FROM {BOTH} WHERE (o.notice_id, o.venue_id, o.found)"
            " IS DISTINCT FROM (n.notice_id, n.venue_id, n.found) OR o.issue_id IS NOT NULL",
            "R-NOTICE-1: the venues of a notice stay",
        )
        + "\nRETURN NULL;",
    ),
    pgtrigger.Trigger(
        name="noticevenue_goes_with_a_draft",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        referencing=pgtrigger.Referencing(old="old_rows"),
        declare=CULPRIT,
        func=_of_drafts("old_rows") + "\nRETURN NULL;",
    ),
]
