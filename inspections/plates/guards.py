"""What the database itself refuses of plates, at the statement (R-PLATE-1 … 3, R-PLATE-5)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger

from inspections.ledger.guards import (
    BOTH,
    CHAIN,
    changed,
    listed,
    lock_standing,
    on_insert_trigger,
    on_update_trigger,
    own_person,
    pairs_sql,
    refuse,
    scheme_sql,
)
from inspections.plates.conditions import (
    wrongly_accepted,
    wrongly_approved,
    wrongly_hung,
    wrongly_lifted,
    wrongly_requested,
)
from inspections.plates.rules import ENDED, PLATE_TABLE, SUGGESTION_TABLE, PlateState

ENDED_SQL = listed(ENDED)


_OF_PLATE = "new_rows AS e JOIN inspections_plate AS p ON p.id = e.plate_id"
_IN_TIME = lock_standing(f"SELECT p.venue_id FROM {_OF_PLATE}") + refuse(
    f"SELECT p.code AS number FROM {_OF_PLATE} WHERE p.state IN ({ENDED_SQL})",
    "R-PLATE-5: an ended plate takes no more evidence",
)
STEP_TRIGGER = on_insert_trigger(
    "platestep_in_time",
    _IN_TIME
    + own_person()
    + refuse(
        f"SELECT p.code AS number FROM {_OF_PLATE} JOIN venues_venue AS b ON b.id = p.venue_id"
        " WHERE e.round <> p.round OR p.origin = 'live' AND ("
        f" e.kind = 'notice' AND e.hours < {scheme_sql('plate_reply_hours', 'b.district_id')}"
        f" OR e.kind = 'request' AND e.days < {scheme_sql('plate_clean_days', 'b.district_id')})",
        "R-PLATE-5: a step of another round, or of less time than the scheme gives",
    )
    + refuse(
        f"SELECT p.code AS number FROM {_OF_PLATE} LEFT JOIN inspections_photo AS f"
        " ON f.id = e.photo_id AND f.venue_id = p.venue_id"
        " WHERE e.photo_id IS NOT NULL AND f.id IS NULL",
        "R-PLATE-5: a photo of another venue",
    )
    + "\nRETURN NULL;",
)
GROUND_TRIGGER = on_insert_trigger(
    "plateground_in_time",
    _IN_TIME
    + own_person()
    + refuse(
        f"SELECT p.code AS number FROM {_OF_PLATE} JOIN inspections_issue AS i"
        " ON i.id = e.issue_id WHERE i.venue_id <> p.venue_id",
        "R-PLATE-1: an issue of another venue is no ground",
    )
    + "\nRETURN NULL;",
)


_FIXED = (
    "venue_id", "proposal", "proposer_id", "proposer_person_id", "proposed_at", "account", "origin",
)  # fmt: skip
_TOLD = ("state", "round", "number", "hung_at", "town_id", "department_id", "withdraw_kind")
_ON_INSERT = (
    refuse(
        "SELECT code AS number FROM new_rows WHERE state <> 'proposed' OR round <> 1",
        "R-PLATE-1: a plate starts proposed",
    )
    + lock_standing("SELECT venue_id FROM new_rows")
    + own_person("proposer_id", "proposer_person_id")
    + "\nRETURN NULL;"
)


def _moved(*states: str) -> str:
    """SQL: the rows of this statement that came into one of these states."""
    return f"(SELECT n.* FROM {BOTH} WHERE n.state IN ({listed(states)}) AND o.state <> n.state)"


_STAYS = refuse(
    "SELECT o.code AS number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
    f" WHERE n.id IS NULL OR {changed(_FIXED)}",
    "R-PLATE-1: what a plate was proposed with stays",
) + refuse(
    f"SELECT o.code AS number FROM {BOTH} WHERE o.state IN ({ENDED_SQL})"
    f" AND to_jsonb(o) - ARRAY[{CHAIN}] <> to_jsonb(n) - ARRAY[{CHAIN}]",
    "R-PLATE-5: an ended plate stays as it ended",
)
_STEPS = (
    refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE n.event_seq <= o.event_seq"
        f" AND ({changed(_TOLD)})",
        "R-TRACK-4: what changes on a plate is told by an event",
    )
    + refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE o.state <> n.state"
        f" AND (o.state, n.state) NOT IN ({pairs_sql(PLATE_TABLE)})"
        " OR n.round <> o.round + (n.state = 'hung' AND o.state IN"
        " ('lift_requested', 'accepted'))::int",
        "R-PLATE-1: no such transition",
    )
    + refuse(
        f"SELECT n.code AS number FROM {BOTH} JOIN venues_venue AS b ON b.id = n.venue_id"
        " JOIN venues_area AS d ON d.id = b.district_id"
        " LEFT JOIN workflow_counter AS c ON c.series = 'plate/' || d.code || '-'"
        " || split_part(n.number, '-', 3)"
        " WHERE o.number <> n.number AND (o.number <> '' OR n.state <> 'approved'"
        " OR n.number !~ ('^HP-' || d.code || '-[0-9]{4}-[0-9]{4,9}$')"
        " OR c.value IS NULL OR split_part(n.number, '-', 4)::bigint > c.value)",
        "R-PLATE-2: a number is given once, on approval, by its counter",
    )
    + refuse(
        f"SELECT n.code AS number FROM {BOTH} WHERE o.hung_at IS DISTINCT FROM n.hung_at"
        " AND (o.state <> 'approved' OR n.state <> 'hung')",
        "R-PLATE-4: a plate is hung once",
    )
)
_LIFTED = _moved(PlateState.LIFTED)
_EVIDENCE = (
    refuse(wrongly_approved(_moved(PlateState.APPROVED)), "R-PLATE-3: not approved like this")
    + refuse(
        wrongly_hung(f"(SELECT n.* FROM {BOTH} WHERE n.state = 'hung' AND o.state = 'approved')"),
        "R-PLATE-2: not hung without photo, position and place",
    )
    + refuse(
        wrongly_requested(_moved(PlateState.LIFT_REQUESTED, PlateState.ACCEPTED)),
        "R-PLATE-5: lifting is not to be requested yet",
    )
    + refuse(wrongly_accepted(_moved(PlateState.ACCEPTED)), "R-PLATE-5: not accepted by both sides")
    + refuse(
        wrongly_requested(_LIFTED), "R-PLATE-5: not lifted with a ground or a check against it"
    )
    + refuse(wrongly_accepted(_LIFTED), "R-PLATE-5: not lifted without both acceptances")
    + refuse(wrongly_lifted(_LIFTED), "R-PLATE-5: not lifted like this")
    + refuse(
        f"SELECT p.code AS number FROM {_moved(PlateState.REFUSED, PlateState.WITHDRAWN)} AS p"
        " WHERE NOT EXISTS (SELECT 1 FROM inspections_platestep AS s WHERE s.plate_id = p.id"
        " AND s.words <> '' AND s.person_id IS DISTINCT FROM CASE WHEN p.state = 'refused'"
        " THEN p.proposer_person_id END AND s.kind = CASE p.state WHEN 'refused' THEN 'refusal'"
        " ELSE 'withdrawal' END)",
        "R-PLATE-1: not ended without a reason",
    )
)
_ON_UPDATE = (
    _STAYS
    + _STEPS
    + f"IF EXISTS (SELECT 1 FROM {BOTH} WHERE o.state <> n.state) THEN"
    + lock_standing("SELECT venue_id FROM new_rows")
    + _EVIDENCE
    + "\nEND IF;\nRETURN NULL;"
)


PLATE_TRIGGERS = [
    on_insert_trigger("plate_starts_proposed", _ON_INSERT),
    on_update_trigger("plate_moves_legally", _ON_UPDATE),
    pgtrigger.Protect(name="plate_never_deleted", operation=pgtrigger.Delete),
]
_SUGGESTED = ("number", "venue_id", "officer_id", "person_id", "reason", "at")
SUGGESTION_TRIGGERS = [
    on_insert_trigger(
        "suggestion_starts_waiting",
        refuse(
            "SELECT number FROM new_rows WHERE state <> 'waiting'",
            "R-PLATE-1: a suggestion waits for the command first",
        )
        + lock_standing("SELECT venue_id FROM new_rows")
        + own_person()
        + "\nRETURN NULL;",
    ),
    on_update_trigger(
        "suggestion_stays",
        refuse(
            f"SELECT o.number FROM {BOTH} WHERE {changed(_SUGGESTED)} OR o.state <> 'waiting'"
            f" AND to_jsonb(o) - ARRAY[{CHAIN}] <> to_jsonb(n) - ARRAY[{CHAIN}]"
            f" OR o.state <> n.state AND (o.state, n.state) NOT IN ({pairs_sql(SUGGESTION_TABLE)})",
            "R-PLATE-1: what was suggested and decided stays",
        )
        + refuse(
            f"SELECT o.number FROM {BOTH} WHERE n.event_seq <= o.event_seq"
            f" AND ({changed(('state', 'plate_id'))})",
            "R-TRACK-4: what becomes of a suggestion is told by an event",
        )
        + refuse(
            f"SELECT o.number FROM {BOTH} JOIN inspections_plate AS p ON p.id = n.plate_id"
            " WHERE p.venue_id <> n.venue_id",
            "R-PLATE-1: a plate of another venue",
        )
        + "\nRETURN NULL;",
    ),
    pgtrigger.Protect(name="suggestion_never_deleted", operation=pgtrigger.Delete),
]
