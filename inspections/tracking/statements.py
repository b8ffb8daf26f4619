"""What the guards of notices and of the intake desk are made of, besides the ledger's."""

from collections.abc import Iterable

import pgtrigger

from inspections.ledger.guards import CULPRIT
from venuewatch.workflow.rules import TransitionTable

BOTH = "old_rows AS o JOIN new_rows AS n USING (id)"
CHAIN = "'event_seq', 'event_hash'"


def listed(names: Iterable[str]) -> str:
    """SQL: texts as a list."""
    return ", ".join(f"'{name}'" for name in names)


def pairs(table: TransitionTable) -> str:
    """SQL: the (from, to) that a table lets through."""
    return ", ".join(f"('{source}', '{target}')" for source, target in sorted(table.pairs()))


def changed(names: Iterable[str]) -> str:
    """SQL: whether one of these columns is not what it was."""
    return " OR ".join(f"o.{name} IS DISTINCT FROM n.{name}" for name in names)


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
