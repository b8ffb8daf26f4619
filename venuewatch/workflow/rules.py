"""Transitions as data, and the words in which an act is refused. Imports no model.

A table of transitions is the one place that says who may do what from which state, and what it
needs. `move()`, the buttons, the forms, the diagrams in docs and the tests all read it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
SYSTEM_CAPACITY = "system"
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)


class Refused(Exception):
    """The act lacks something. `errors` maps a field (or "") to a sentence in the user's words."""

    def __init__(self, errors: Mapping[str, Words]) -> None:
        self.errors: dict[str, Words] = dict(errors)
        super().__init__("; ".join(str(sentence) for sentence in self.errors.values()))


class NotAllowed(Exception):
    """This person may not do this here; the message is a sentence for them."""


class Stale(Exception):
    """The subject changed meanwhile; `row` is the fresh, locked-and-read one."""

    def __init__(self, row: Any) -> None:
        self.row = row
        super().__init__("changed meanwhile")


@dataclass(frozen=True)
class Need:
    """A condition on the subject's facts, with the sentence shown while it is not met.

    `tells` says it of the facts themselves, where they know more than the sentence.
    """

    code: str
    sentence: Words
    met: Callable[[Any], bool]
    tells: Callable[[Any], Words] | None = None

    def says(self, facts: Any) -> Words:
        """What lacks, in words for whoever wants to act."""
        return self.tells(facts) if self.tells else self.sentence


@dataclass(frozen=True)
class Transition:
    """One row of a transition table.

    `target` None means that the state stays. `allowed` holds capacities ("town.inspector");
    `required` names of input that must not be blank; `needs` conditions on the facts.
    """

    name: str
    label: Words
    sources: tuple[str, ...]
    target: str | None
    allowed: frozenset[str]
    required: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    announces: bool = False

    def unmet(self, facts: Any) -> list[Need]:
        """The needs that the facts do not meet, in the table's order."""
        return [need for need in self.needs if not need.met(facts)]

    def blanks(self, given: Mapping[str, Any]) -> list[str]:
        """The required inputs that are missing or blank."""
        return [name for name in self.required if _is_blank(given.get(name))]


@dataclass(frozen=True)
class TransitionTable:
    """All transitions of one kind of subject, by name."""

    transitions: tuple[Transition, ...]
    by_name: dict[str, Transition] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {each.name: each for each in self.transitions})

    def __getitem__(self, name: str) -> Transition:
        return self.by_name[name]

    def __iter__(self) -> Iterator[Transition]:
        return iter(self.transitions)

    def pairs(self) -> set[tuple[str, str]]:
        """Every (from, to) that changes the state; what the database lets through."""
        return {
            (source, each.target)
            for each in self.transitions
            for source in each.sources
            if each.target is not None and each.target != source
        }


def capacities(side: str, *posts: str) -> frozenset[str]:
    """The capacities "side.post" of one side."""
    return frozenset(f"{side}.{post}" for post in posts)


def union(*sets: Iterable[str]) -> frozenset[str]:
    """One frozen set out of several."""
    return frozenset().union(*sets)


def required_errors(names: Iterable[str]) -> dict[str, Words]:
    """A sentence per input that is missing."""
    return {name: _("This is needed.") for name in names}


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failed tries: doubled each time, up to a limit."""
    return min(FIRST_RETRY * int(2 ** (tries - 1)), LONGEST_RETRY)


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, str) and not value.strip())
