"""What the database itself refuses of duties, at the statement (R-DUTY-1, R-DUTY-2)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger

from inspections.duties.rules import DUTY_TABLE, DutyState

_PAIRS_SQL = ", ".join(f"('{source}', '{target}')" for source, target in sorted(DUTY_TABLE.pairs()))
# What a duty was made with; only its reason may be told anew while it is owed.
_FIXED = ("day", "venue_id", "side", "town_id", "department_id")


def _refuse(query: str, message: str) -> str:
    """PL/pgSQL: raise with one of the duties that the query finds."""
    return f"""
    EXECUTE $query$SELECT min(culprit) FROM ({query}) AS bad$query$ INTO culprit;
    IF culprit IS NOT NULL THEN
        RAISE EXCEPTION '{message}: %', culprit USING ERRCODE = 'integrity_constraint_violation';
    END IF;"""


_NAME = "{0}.day || ' venue ' || {0}.venue_id AS culprit"

_ON_INSERT = _refuse(
    f"SELECT {_NAME.format('n')} FROM new_rows AS n WHERE n.state <> '{DutyState.OWED}'",
    "R-DUTY-2: a duty starts owed",
) + _refuse(
    f"SELECT {_NAME.format('n')} FROM new_rows AS n"
    " LEFT JOIN venues_venue AS v ON v.id = n.venue_id WHERE v.id IS NULL",
    "R-DUTY-1: a duty is owed to a venue",
)

_ON_UPDATE = (
    _refuse(
        f"SELECT {_NAME.format('o')} FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
        " WHERE n.id IS NULL OR "
        + " OR ".join(f"o.{name} IS DISTINCT FROM n.{name}" for name in _FIXED),
        "R-DUTY-2: what a duty was made with stays",
    )
    + _refuse(
        f"SELECT {_NAME.format('n')} FROM old_rows AS o JOIN new_rows AS n USING (id)"
        f" WHERE o.state <> n.state AND (o.state, n.state) NOT IN ({_PAIRS_SQL})",
        "R-DUTY-2: no such transition",
    )
    + _refuse(
        f"SELECT {_NAME.format('n')} FROM new_rows AS n"
        " LEFT JOIN inspections_inspection AS v ON v.id = n.inspection_id"
        " AND v.venue_id = n.venue_id AND v.side = n.side AND v.business_day = n.day"
        " AND v.outcome <> 'partial' WHERE n.inspection_id IS NOT NULL AND v.id IS NULL",
        "R-DUTY-2: not fulfilled by this visit",
    )
    + _refuse(
        f"SELECT {_NAME.format('n')} FROM new_rows AS n WHERE n.state = '{DutyState.MISSED}'"
        " AND n.day >= (now() AT TIME ZONE 'Asia/Shanghai')::date",
        "R-DUTY-2: missed only when the day has ended",
    )
)


def _after(
    name: str, func: str, operation: pgtrigger.Operation, referencing: pgtrigger.Referencing
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        declare=[("culprit", "TEXT")],
        func=func + "\n    RETURN NULL;",
    )


DUTY_TRIGGERS = [
    _after("duty_starts_owed", _ON_INSERT, pgtrigger.Insert, pgtrigger.Referencing(new="new_rows")),
    _after(
        "duty_moves_legally",
        _ON_UPDATE,
        pgtrigger.Update,
        pgtrigger.Referencing(old="old_rows", new="new_rows"),
    ),
    pgtrigger.Protect(name="duty_never_deleted", operation=pgtrigger.Delete),
]
