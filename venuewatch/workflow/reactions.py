"""What follows from an act elsewhere: a higher folder reacts to an act of a lower one, which knows
nothing of it. The reaction belongs to the act's own transaction.
"""

from collections.abc import Callable
from typing import Any

Reaction = Callable[[Any], None]
_reactions: dict[tuple[str, str], list[Reaction]] = {}


def after(subject_type: str, act: str, reaction: Reaction) -> None:
    """Register what follows from an act on subjects of a type; called when an app is ready."""
    _reactions.setdefault((subject_type, act), []).append(reaction)


def react(row: Any, act: str) -> None:
    """Let follow what follows from an act that was just recorded on a locked row."""
    for reaction in _reactions.get((row.subject_type, act), ()):
        reaction(row)
