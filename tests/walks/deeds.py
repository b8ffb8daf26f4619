"""What somebody may try next: deeds by the transitions that they are to take, and steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from inspect import signature
from typing import Any

from inspections.checks.visits import Visit
from tests.walks.world import World
from venues.models import Officer


@dataclass(frozen=True)
class Step:
    """One act as somebody is about to try it, with what their form gives."""

    act: Callable[..., Any]
    on: tuple[Any, ...]
    by: Officer | None
    given: Mapping[str, Any] = field(default_factory=dict)

    def take(self) -> Any:
        """Do it; raises what the act raises."""
        return self.act(*self.on, by=self.by, **self.given)

    def seen(self, behind: int = 0) -> "Step":
        """The same from a page that shows its subject as it is now, or was some events ago."""
        row = self.on[0] if self.on else None
        knows = "seen" in signature(self.act).parameters and hasattr(row, "event_seq")
        if not knows or row is None:
            return self
        return replace(self, given={**self.given, "seen": row.event_seq - behind})

    def blank(self, name: str) -> "Step":
        """The same with a text left out."""
        return replace(self, given={**self.given, name: "  "})

    def texts(self) -> list[str]:
        """The texts of its form that may be left out; choices among what is offered may not."""
        return [name for name, value in self.given.items() if name in TEXTS and value]

    def __str__(self) -> str:
        name = f"{self.act.__module__.split('.', 1)[1]}.{self.act.__name__}"
        about = ", ".join(_short(each) for each in self.on)
        given = ", ".join(f"{name}={_short(value)}" for name, value in self.given.items())
        return f"{name}({about}) by {self.by}: {given}"


TEXTS = {
    "reason", "facts", "reply", "place", "words", "why", "document_number", "remark", "whom",
}  # fmt: skip
Find = Callable[[World], Step | None]


@dataclass(frozen=True)
class Deed:
    """How to find a step that takes one of these transitions ("issue.void").

    Those that keep the district going are `steady`, with a weight among each other; all are tried
    the more the rarer they were.
    """

    name: str
    takes: tuple[str, ...]
    find: Find
    steady: int = 0


DEEDS: list[Deed] = []


def deed(*takes: str, steady: int = 0) -> Callable[[Find], Find]:
    """Register how to find a step of these transitions."""

    def register(find: Find) -> Find:
        DEEDS.append(Deed(find.__name__, takes, find, steady))
        return find

    return register


def step(act: Callable[..., Any], *on: Any, by: Officer | None, **given: Any) -> Step | None:
    """A step; None where nobody is there to take it, or nothing to take it on."""
    missing = by is None or any(each is None for each in on)
    return None if missing else Step(act, on, by, given)


def _short(value: Any) -> str:
    """Enough of a value to know it by; of a visit, what was answered and judged."""
    if isinstance(value, Visit):
        failed = [code for code, given in value.answers.items() if given.value == "fail"]
        day, verdicts = value.started, {key: each.passed for key, each in value.verdicts.items()}
        return f"visit of {day:%m-%d} failed {failed} verdicts {verdicts} {value.no_entry_reason}"
    text = str(value)
    return text if len(text) <= 120 else f"{text[:120]}…"
