"""What the guards of notices and of the intake desk are made of, besides the ledger's."""

from collections.abc import Iterable


def listed(names: Iterable[str]) -> str:
    """SQL: texts as a list."""
    return ", ".join(f"'{name}'" for name in names)


def changed(names: Iterable[str]) -> str:
    """SQL: whether one of these columns is not what it was."""
    return " OR ".join(f"o.{name} IS DISTINCT FROM n.{name}" for name in names)
