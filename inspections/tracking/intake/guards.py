"""What the database itself refuses of what comes in at the desk, at the statement."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger

from inspections.ledger.guards import (
    BOTH,
    CHAIN,
    append_only,
    changed,
    listed,
    on_insert_trigger,
    on_update_trigger,
    own_person,
    pairs_sql,
    refuse,
)
from inspections.tracking.intake.conditions import (
    wrongly_answered,
    wrongly_concluded,
    wrongly_merged,
)
from inspections.tracking.intake.rules import ENDED, INTAKE_TABLE

_FIXED = (
    "number", "area_id", "source", "words", "place", "callback", "callback_key", "received_at",
    "receiver_id",
)  # fmt: skip
_TOLD = (
    "state", "venue_id", "round", "clock_from", "due", "breaches", "duplicate_of_id", "ended_at",
    "answered_at",
)  # fmt: skip
_ENDED_SQL = listed(ENDED)
_MERGED = f"(SELECT n.* FROM {BOTH} WHERE n.state = 'duplicate' AND o.state <> n.state)"

_ON_INSERT = (
    refuse(
        "SELECT number FROM new_rows WHERE state <> 'received' OR round <> 1 OR breaches > 0",
        "R-INTAKE-1: what comes in starts as received",
    )
    + "\nRETURN NULL;"
)
_STAYS = (
    refuse(
        "SELECT o.number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
        f" WHERE n.id IS NULL OR {changed(_FIXED)}",
        "R-INTAKE-1: what came in stays as it was received",
    )
    + refuse(
        f"SELECT o.number FROM {BOTH} WHERE o.state IN ({_ENDED_SQL})"
        f" AND to_jsonb(o) - ARRAY[{CHAIN}, 'answered_at']"
        f" <> to_jsonb(n) - ARRAY[{CHAIN}, 'answered_at']",
        "R-INTAKE-4: what has ended stays as it ended",
    )
    + refuse(
        f"SELECT o.number FROM {BOTH} WHERE n.event_seq <= o.event_seq AND ({changed(_TOLD)})",
        "R-TRACK-4: what changes at the desk is told by an event",
    )
    + refuse(
        f"SELECT o.number FROM {BOTH} WHERE o.state <> n.state"
        f" AND (o.state, n.state) NOT IN ({pairs_sql(INTAKE_TABLE)})"
        " OR n.round <> o.round + (o.state = 'dispatched' AND n.state = 'received')::int",
        "R-INTAKE-1: no such transition",
    )
)
_EVIDENCE = (
    refuse(
        f"SELECT n.number FROM {BOTH} WHERE o.state = 'received' AND n.state = 'dispatched'"
        " AND NOT EXISTS (SELECT 1 FROM inspections_intakeask AS a WHERE a.intake_id = n.id"
        " AND a.round = n.round)",
        "R-INTAKE-2: not dispatched without asking anybody",
    )
    + refuse(
        f"SELECT n.number FROM {BOTH} WHERE o.state = 'dispatched' AND n.state = 'received'"
        " AND NOT EXISTS (SELECT 1 FROM inspections_intakefinding AS f"
        " JOIN inspections_intakeask AS a ON a.id = f.ask_id WHERE a.intake_id = n.id"
        " AND a.round = o.round AND f.result = 'not_theirs')",
        "R-INTAKE-3: not back at the desk without a reason",
    )
    + refuse(wrongly_concluded("new_rows"), "R-INTAKE-3: not verified by both sides like this")
    + refuse(wrongly_answered("new_rows"), "R-INTAKE-4: not closed without a feedback")
    + f"""
    PERFORM 1 FROM inspections_intake AS i
    WHERE i.id IN (SELECT duplicate_of_id FROM {_MERGED} AS m) ORDER BY i.id FOR UPDATE;"""
    + refuse(wrongly_merged(_MERGED), "R-INTAKE-5: not a duplicate of that")
    + refuse(
        f"SELECT m.number FROM {_MERGED} AS m JOIN inspections_intake AS i"
        f" ON i.id = m.duplicate_of_id WHERE i.state IN ({_ENDED_SQL})",
        "R-INTAKE-5: not a duplicate of what has ended",
    )
)
_ON_UPDATE = (
    _STAYS
    + f"IF EXISTS (SELECT 1 FROM {BOTH} WHERE o.state <> n.state) THEN"
    + _EVIDENCE
    + "\nEND IF;\nRETURN NULL;"
)
INTAKE_TRIGGERS = [
    on_insert_trigger("intake_starts_received", _ON_INSERT),
    on_update_trigger("intake_moves_legally", _ON_UPDATE),
    pgtrigger.Protect(name="intake_never_deleted", operation=pgtrigger.Delete),
]


def _locked(rows: str) -> str:
    """PL/pgSQL: lock what these rows are about, in order."""
    return f"""
    PERFORM 1 FROM inspections_intake AS r WHERE r.id IN ({rows}) ORDER BY r.id FOR UPDATE;"""


def evidence_triggers(name: str, *refusals: str, of: str = "SELECT intake_id FROM new_rows") -> (
    list[pgtrigger.Trigger]
):  # fmt: skip
    """Append-only, of one's own person, and judged under the lock of what it is about."""
    func = _locked(of) + own_person() + "".join(refusals) + "\nRETURN NULL;"
    return [append_only(name), on_insert_trigger(f"{name}_in_time", func)]


_OF_INTAKE = "new_rows AS e JOIN inspections_intake AS r ON r.id = e.intake_id"
ASK_TRIGGERS = evidence_triggers(
    "intakeask",
    refuse(
        f"SELECT r.number FROM {_OF_INTAKE} WHERE r.state <> 'received' OR e.round <> r.round",
        "R-INTAKE-2: nobody is asked out of turn",
    ),
    refuse(
        f"SELECT r.number FROM {_OF_INTAKE} JOIN inspections_intakeask AS a"
        " ON a.intake_id = r.id AND a.side = e.side AND a.id <> e.id"
        " JOIN inspections_intakefinding AS f ON f.ask_id = a.id AND f.result <> 'not_theirs'",
        "R-INTAKE-2: this side has answered already",
    ),
)
FINDING_TRIGGERS = evidence_triggers(
    "intakefinding",
    refuse(
        "SELECT r.number FROM new_rows AS e JOIN inspections_intakeask AS a ON a.id = e.ask_id"
        " JOIN inspections_intake AS r ON r.id = a.intake_id"
        " JOIN venues_officer AS o ON o.id = e.officer_id"
        " LEFT JOIN inspections_issue AS i ON i.id = e.issue_id AND i.venue_id = r.venue_id"
        " WHERE r.state <> 'dispatched' OR a.round <> r.round"
        " OR o.organisation_id IS DISTINCT FROM a.organisation_id"
        " OR (e.result = 'confirmed') <> (i.id IS NOT NULL)",
        "R-INTAKE-3: found by whom nobody asked, or confirmed without an issue of the venue",
    ),
    of="SELECT a.intake_id FROM new_rows AS e JOIN inspections_intakeask AS a ON a.id = e.ask_id",
)
REPLY_TRIGGERS = evidence_triggers(
    "intakereply",
    refuse(
        f"SELECT r.number FROM {_OF_INTAKE} WHERE r.state NOT IN ('confirmed', 'unconfirmed')",
        "R-INTAKE-4: not answered before it was verified",
    ),
)
CALL_TRIGGERS = evidence_triggers("intakecall")
