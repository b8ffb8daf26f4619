"""What every guard is made of: a refusal, a lock, a trigger at the statement."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from collections.abc import Iterable

import pgtrigger

from inspections.ledger.rules import UNCLOSED, IssueState
from venues.rules import SCHEME_DEFAULTS
from venuewatch.workflow.rules import TransitionTable

UNCLOSED_SQL = ", ".join(f"'{state}'" for state in UNCLOSED)
ENDED = f"('{IssueState.CLOSED}', '{IssueState.VOID}')"
CULPRIT = [("culprit", "TEXT")]
# What an update changed, and the columns that every event on a row changes.
BOTH = "old_rows AS o JOIN new_rows AS n USING (id)"
CHAIN = "'event_seq', 'event_hash'"


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


def listed(names: Iterable[str]) -> str:
    """SQL: texts as a list."""
    return ", ".join(f"'{name}'" for name in names)


def changed(names: Iterable[str]) -> str:
    """SQL: whether one of these columns is not what it was, of `o` and `n` in BOTH."""
    return " OR ".join(f"o.{name} IS DISTINCT FROM n.{name}" for name in names)


def lock_standing(venues: str) -> str:
    """PL/pgSQL: lock the standing of the venues that a query names, in order."""
    return f"""
    PERFORM 1 FROM venues_standing AS s WHERE s.venue_id IN ({venues})
    ORDER BY s.venue_id FOR UPDATE;"""


def own_person(officer: str = "officer_id", person: str = "person_id") -> str:
    """PL/pgSQL: refuse evidence that names another person than the one behind the account."""
    return refuse(
        "SELECT o.username AS number FROM new_rows AS e JOIN venues_officer AS o"
        f" ON o.id = e.{officer} WHERE e.{person} IS DISTINCT FROM o.person_id",
        "R-SCOPE-5: evidence names the officer''s own person",
    )


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


def on_update_trigger(name: str, func: str) -> pgtrigger.Trigger:
    """A statement-level trigger after UPDATE, with the rows as `old_rows` and `new_rows`."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
        declare=CULPRIT,
        func=func,
    )


def pairs_sql(table: TransitionTable) -> str:
    """SQL: every (from, to) of a table, as rows."""
    return ", ".join(f"('{source}', '{target}')" for source, target in sorted(table.pairs()))


def scheme_sql(key: str, district: str) -> str:
    """SQL: a value of the scheme in the district that an expression names."""
    return (
        f"coalesce((SELECT w.value FROM venues_schemevalue AS w WHERE w.area_id = {district}"
        f" AND w.key = '{key}'), {SCHEME_DEFAULTS[key].value})"
    )
