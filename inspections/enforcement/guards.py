"""What the database itself refuses of operations, at the statement (R-JOINT-1 … R-JOINT-4)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger

from inspections.enforcement.conditions import (
    off_ledger,
    with_running_parts,
    without_evidence,
    without_sign_in,
    without_squad,
    wrongly_revised,
)
from inspections.enforcement.rules import (
    CERTIFIED_KEY,
    ENDED,
    OPERATION_TABLE,
    PART_ENDED,
    PART_TABLE,
    ROLE_KEYS,
    OperationState,
)
from inspections.ledger.guards import (
    BOTH,
    CHAIN,
    append_only,
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
from venues.rules import OrganisationKind
from venuewatch.workflow.rules import TransitionTable

_END = "\nRETURN NULL;"


def _moved(*states: str) -> str:
    """SQL: the rows of this statement that came into one of these states."""
    return f"(SELECT n.* FROM {BOTH} WHERE n.state IN ({listed(states)}) AND o.state <> n.state)"


def _stays(fixed: tuple[str, ...], ended: tuple[str, ...], rule: str) -> str:
    """What never changes on a row, and that it stays as it ended."""
    return refuse(
        "SELECT o.code AS number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
        f" WHERE n.id IS NULL OR {changed(fixed)}",
        f"{rule}: what it began with stays",
    ) + refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE o.state IN ({listed(ended)})"
        f" AND to_jsonb(o) - ARRAY[{CHAIN}] <> to_jsonb(n) - ARRAY[{CHAIN}]",
        f"{rule}: it stays as it ended",
    )


def _steps(table: TransitionTable, told: tuple[str, ...], rule: str) -> str:
    """That every change is a transition of the table, and told by an event."""
    return refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE n.event_seq <= o.event_seq"
        f" AND ({changed(told)})",
        "R-TRACK-4: what changes in an operation is told by an event",
    ) + refuse(
        f"SELECT o.code AS number FROM {BOTH} WHERE o.state <> n.state"
        f" AND (o.state, n.state) NOT IN ({pairs_sql(table)})",
        f"{rule}: no such transition",
    )


_NUMBER = refuse(
    f"SELECT n.code AS number FROM {BOTH} JOIN venues_venue AS b ON b.id = n.venue_id"
    " JOIN venues_area AS d ON d.id = b.district_id"
    " LEFT JOIN workflow_counter AS c ON c.series = 'operation/' || d.code || '-'"
    " || split_part(n.number, '-', 3)"
    " WHERE o.number <> n.number AND (o.number <> '' OR n.state <> 'convened'"
    " OR n.number !~ ('^LH-' || d.code || '-[0-9]{4}-[0-9]{4,9}$')"
    " OR c.value IS NULL OR split_part(n.number, '-', 4)::bigint > c.value)",
    "R-JOINT-1: a number is given once, on convening, by its counter",
)


def _short_of(key: str, counted: str) -> str:
    return (
        "(SELECT count(*) FROM inspections_squadmember AS q JOIN inspections_part AS p"
        f" ON p.id = q.part_id WHERE p.operation_id = e.id AND {counted})"
        f" < {scheme_sql(key, 'b.district_id')}"
    )


_SQUAD = refuse(
    f"SELECT e.code AS number FROM {_moved(OperationState.CONVENED)} AS e"
    " JOIN venues_venue AS b ON b.id = e.venue_id WHERE "
    + " OR ".join(
        [
            *(_short_of(key, f"p.role = '{role}'") for role, key in ROLE_KEYS.items()),
            _short_of(CERTIFIED_KEY, "q.certified"),
        ]
    ),
    "R-JOINT-2: a squad that lacks a role is not sent",
) + refuse(
    without_squad(_moved(OperationState.CONVENED)),
    "R-JOINT-1: not convened without squad or clocks",
)
_OPERATION_ENDS = (
    refuse(
        without_sign_in(_moved(OperationState.UNDER_WAY)), "R-JOINT-1: under way with no sign-in"
    )
    + refuse(
        with_running_parts(_moved(OperationState.REPORTED, OperationState.CLOSED)),
        "R-JOINT-4: an agency has neither resulted, declined nor been released",
    )
    + refuse(
        off_ledger(_moved(OperationState.CLOSED)),
        "R-JOINT-4: what an agency found is not on the ledger",
    )
)
OPERATION_TRIGGERS = [
    on_insert_trigger(
        "operation_starts_blown",
        refuse(
            "SELECT code AS number FROM new_rows WHERE state <> 'blown'",
            "R-JOINT-1: an operation starts with a whistle, or is convened from it",
        )
        + lock_standing("SELECT venue_id FROM new_rows")
        + own_person("blower_id", "blower_person_id")
        + _END,
    ),
    on_update_trigger(
        "operation_moves_legally",
        _stays(
            (
                "venue_id",
                "town_id",
                "whistle",
                "why",
                "blower_id",
                "blower_person_id",
                "blown_at",
            ),
            ENDED,
            "R-JOINT-1",
        )
        + _steps(
            OPERATION_TABLE,
            (
                "state",
                "number",
                "kind",
                "place",
                "meets_at",
                "lead_id",
                "convened_at",
                "reported_at",
                "ended_at",
                "end_reason",
            ),
            "R-JOINT-1",
        )
        + _NUMBER
        + f"IF EXISTS (SELECT 1 FROM {BOTH} WHERE o.state <> n.state) THEN"
        + lock_standing("SELECT venue_id FROM new_rows")
        + _SQUAD
        + _OPERATION_ENDS
        + "\nEND IF;"
        + _END,
    ),
    pgtrigger.Protect(name="operation_never_deleted", operation=pgtrigger.Delete),
]

_OF_OPERATION = "new_rows AS e JOIN inspections_operation AS o ON o.id = e.operation_id"
_OF_PART = (
    "new_rows AS e JOIN inspections_part AS p ON p.id = e.part_id"
    " JOIN inspections_operation AS o ON o.id = p.operation_id"
)
# The same with the organisation of whoever recorded it, and command's right to act at the venue.
_BY_WHOM = (
    f"{_OF_PART} JOIN venues_venue AS b ON b.id = o.venue_id"
    " JOIN venues_area AS d ON d.id = b.district_id JOIN venues_officer AS f"
    " ON f.id = e.officer_id LEFT JOIN venues_organisation AS g ON g.id = f.organisation_id"
)
_OF_COMMAND = f"g.kind = '{OrganisationKind.COMMAND}' AND g.area_id IN (b.district_id, d.parent_id)"


def _while(source: str, states: str, spared: str = "") -> str:
    """What hangs on an operation comes only while it is in one of these states."""
    return lock_standing(f"SELECT o.venue_id FROM {source}") + refuse(
        f"SELECT o.code AS number FROM {source} WHERE o.state NOT IN ({states})"
        + (f" AND NOT ({spared})" if spared else ""),
        "R-JOINT-1: it comes too early or too late for its operation",
    )


def _begun(name: str, source: str, *also: str) -> list[pgtrigger.Trigger]:
    """Rows that come with whistle and convening, and stay."""
    return [
        append_only(name),
        on_insert_trigger(f"{name}_in_time", _while(source, "'blown'") + "".join(also) + _END),
    ]


_WITH_THE_WHISTLE = refuse(
    f"SELECT o.code AS number FROM {_OF_OPERATION} WHERE o.event_seq > 0",
    "R-JOINT-1: what a whistle names comes with it",
)
ISSUE_TRIGGERS = _begun(
    "operationissue",
    _OF_OPERATION,
    _WITH_THE_WHISTLE,
    refuse(
        f"SELECT o.code AS number FROM {_OF_OPERATION} JOIN inspections_issue AS i"
        " ON i.id = e.issue_id WHERE i.venue_id <> o.venue_id",
        "R-JOINT-1: an issue of another venue",
    ),
)
WANTED_TRIGGERS = _begun("operationwanted", _OF_OPERATION, _WITH_THE_WHISTLE)
CLOCK_TRIGGERS = _begun("operationclock", _OF_OPERATION)
MEMBER_TRIGGERS = _begun(
    "squadmember",
    _OF_PART,
    own_person(),
    refuse(
        f"SELECT p.code AS number FROM {_OF_PART} JOIN venues_officer AS f"
        " ON f.id = e.officer_id WHERE f.organisation_id IS DISTINCT FROM p.organisation_id",
        "R-JOINT-2: a member of another organisation",
    ),
)
PAUSE_TRIGGERS = [
    append_only("operationpause"),
    on_insert_trigger(
        "operationpause_in_time",
        _while(_OF_OPERATION, "'convened', 'under_way'") + own_person() + _END,
    ),
]
PART_TRIGGERS = [
    on_insert_trigger(
        "part_starts_invited",
        _while(_OF_OPERATION, "'blown'")
        + refuse(
            "SELECT code AS number FROM new_rows WHERE state <> 'invited'",
            "R-JOINT-1: a part starts invited",
        )
        + _END,
    ),
    on_update_trigger(
        "part_moves_legally",
        _stays(
            ("operation_id", "organisation_id", "role", "place", "code"), PART_ENDED, "R-JOINT-3"
        )
        + _steps(PART_TABLE, ("state",), "R-JOINT-3")
        + f"IF EXISTS (SELECT 1 FROM {BOTH} WHERE o.state <> n.state) THEN"
        + _while(
            "new_rows AS e JOIN inspections_operation AS o ON o.id = e.operation_id",
            "'convened', 'under_way'",
        )
        + refuse(
            without_evidence(f"(SELECT n.* FROM {BOTH} WHERE o.state <> n.state)"),
            "R-JOINT-3: no evidence of this agency tells of it",
        )
        + "\nEND IF;"
        + _END,
    ),
    pgtrigger.Protect(name="part_never_deleted", operation=pgtrigger.Delete),
]
STEP_TRIGGERS = [
    append_only("partstep"),
    on_insert_trigger(
        "partstep_in_time",
        _while(_OF_PART, "'convened', 'under_way'", "e.kind = 'revision' AND o.state = 'reported'")
        + own_person()
        + refuse(
            f"SELECT p.code AS number FROM {_BY_WHOM} WHERE (e.kind <> 'release'"
            " AND g.id = p.organisation_id OR e.kind IN ('release', 'revision')"
            f" AND {_OF_COMMAND}) IS NOT TRUE",
            "R-JOINT-3: each agency records its own part",
        )
        + refuse(
            wrongly_revised("new_rows"),
            "R-JOINT-4: only a result whose joint inspection was withdrawn is corrected",
        )
        + refuse(
            f"SELECT p.code AS number FROM {_OF_PART} JOIN inspections_inspection AS v"
            " ON v.id = e.inspection_id WHERE v.venue_id <> o.venue_id OR v.side <> 'joint'",
            "R-JOINT-3: not a joint inspection of this venue",
        )
        + refuse(
            f"SELECT p.code AS number FROM {_OF_PART} JOIN inspections_photo AS f"
            " ON f.id = e.photo_id WHERE f.venue_id <> o.venue_id",
            "R-JOINT-3: a photo of another venue",
        )
        + _END,
    ),
]
MEASURE_TRIGGERS = [
    append_only("partmeasure"),
    on_insert_trigger(
        "partmeasure_in_time",
        _while(
            "new_rows AS e JOIN inspections_partstep AS s ON s.id = e.step_id"
            " JOIN inspections_part AS p ON p.id = s.part_id"
            " JOIN inspections_operation AS o ON o.id = p.operation_id",
            "'convened', 'under_way'",
        )
        + _END,
    ),
]
RATING_TRIGGERS = [
    append_only("partrating"),
    on_insert_trigger(
        "partrating_in_time",
        _while(_OF_PART, "'closed'")
        + own_person()
        + refuse(
            f"SELECT p.code AS number FROM {_BY_WHOM} WHERE (g.id <> p.organisation_id"
            f" AND (g.kind = '{OrganisationKind.TOWN}' AND g.area_id = b.town_id"
            f" OR b.town_id IS NULL AND {_OF_COMMAND})) IS NOT TRUE",
            "R-JOINT-4: an agency is rated by the town, never by itself",
        )
        + _END,
    ),
]

# An invitation, the part that it is for, and the operation.
_INVITED = (
    "new_rows AS e JOIN inspections_operation AS o"
    " ON o.whistle = e.reference AND o.venue_id = e.venue_id"
    " JOIN inspections_part AS p ON p.operation_id = o.id AND p.organisation_id = e.organisation_id"
)
_GONE = (
    "SELECT 1 FROM inspections_partstep AS s WHERE s.part_id = p.id"
    " AND s.kind IN ('refusal', 'release')"
)
INVITATION_TRIGGERS = [
    on_insert_trigger(
        "invitation_with_a_part",
        lock_standing("SELECT venue_id FROM new_rows")
        + refuse(
            "SELECT e.reference AS number FROM new_rows AS e WHERE NOT e.acting"
            f" OR e.id NOT IN (SELECT e.id FROM {_INVITED} WHERE o.state = 'blown')",
            "R-SCOPE-1: an agency is invited when its operation is convened",
        )
        + _END,
    ),
    on_update_trigger(
        "invitation_ends_once",
        lock_standing("SELECT venue_id FROM new_rows")
        + refuse(
            "SELECT o.reference AS number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
            " WHERE (o.venue_id, o.organisation_id, o.reference, o.since) IS DISTINCT FROM"
            " (n.venue_id, n.organisation_id, n.reference, n.since) OR n.acting AND NOT o.acting"
            " OR o.until IS NOT NULL AND n.until IS DISTINCT FROM o.until",
            "R-SCOPE-1: an invitation stays as it was made and is ended once",
        )
        + refuse(
            f"SELECT e.reference AS number FROM {_INVITED} WHERE o.ended_at IS NULL"
            f" AND (e.until IS NOT NULL OR NOT e.acting AND NOT EXISTS ({_GONE}))",
            "R-SCOPE-1: an invitation lasts as long as the agency''s part",
        )
        + _END,
    ),
    pgtrigger.Protect(name="invitation_never_deleted", operation=pgtrigger.Delete),
]
