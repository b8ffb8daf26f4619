"""Which transitions the walks took, how often, and how many steps were accepted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from inspections.duties.rules import DUTY_TABLE
from inspections.ledger.rules import HAND_OVER_TABLE
from inspections.tracking.delivery.rules import DELIVERY_TABLE
from tests.scheme.states import found
from venuewatch.workflow.rules import TransitionTable
from venuewatch.workflow.subjects import kinds

# Tables that move no subject with events; those of rows without events are told by what changed.
WITHOUT_EVENTS = {"duty": DUTY_TABLE, "delivery": DELIVERY_TABLE}
# Its acts stand on the issue as well, under the same names.
ON_ANOTHER = {"hand_over": HAND_OVER_TABLE}

# So often every transition of every table is to be taken in the usual 10,000 steps.
AIM = 20


@cache
def tables() -> dict[str, TransitionTable]:
    """Every transition table of the product, by the kind of what moves through it."""
    own = {kind: each.workflow for kind, each in kinds().items()}
    named = own | WITHOUT_EVENTS | ON_ANOTHER
    known = {id(table) for table in named.values()}
    nameless = [each.name for each in found() if id(each.table) not in known]
    if nameless:
        raise LookupError(f"tables that no walk knows: {nameless}")
    return named


def everything() -> list[str]:
    """Every transition of every table: "issue.void"."""
    return [f"{kind}.{each.name}" for kind, table in tables().items() for each in table]


def transitions_of(kind: str, name: str) -> Iterator[str]:
    """The transitions that an event of this name on such a subject tells of.

    Some acts are recorded on the chain of whoever acts; those of a hand-over are on its issue.
    """
    if name in tables()[kind].by_name:
        yield f"{kind}.{name}"
        for other, table in ON_ANOTHER.items():
            if kind == "issue" and name in table.by_name:
                yield f"{other}.{name}"
    elif kind == "officer":
        elsewhere = [each for each, table in tables().items() if name in table.by_name]
        yield from (f"{each}.{name}" for each in elsewhere if each not in WITHOUT_EVENTS)


@dataclass
class Tally:
    """What came of the steps of some walks."""

    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def steps(self) -> int:
        """All of them."""
        return self.accepted + self.refused.total()

    @property
    def share(self) -> float:
        """What part of the steps was accepted."""
        return self.accepted / max(1, self.steps)

    def took(self, transitions: Iterable[str]) -> None:
        """Count transitions that a step took."""
        self.taken.update(transitions)

    def add(self, other: "Tally") -> None:
        """Add what came of other steps."""
        self.accepted += other.accepted
        self.refused += other.refused
        self.taken += other.taken
        self.seconds += other.seconds

    def as_json(self) -> dict[str, Any]:
        """As it goes from a worker to whoever prints it."""
        return {
            "accepted": self.accepted, "refused": dict(self.refused), "taken": dict(self.taken),
            "seconds": self.seconds,
        }  # fmt: skip

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Tally":
        """The same, read again."""
        return cls(told["accepted"], Counter(told["refused"]), Counter(told["taken"]),
                   told["seconds"])  # fmt: skip

    def rarer_than(self, times: int) -> dict[str, int]:
        """Transitions that were taken less often than that."""
        return {each: self.taken[each] for each in everything() if self.taken[each] < times}

    def lines(self) -> Iterator[str]:
        """The table, to be printed."""
        why = ", ".join(f"{name} {count}" for name, count in sorted(self.refused.items()))
        yield (f"{self.steps} steps in {self.seconds:.0f} s, {self.share:.0%} accepted;"
               f" refused: {why}")  # fmt: skip
        for kind, table in tables().items():
            counts = ", ".join(f"{each.name} {self.taken[f'{kind}.{each.name}']}" for each in table)
            yield f"{kind:>12}: {counts}"
        yield f"less than {AIM} times: {self.rarer_than(AIM)}"
