"""The numbers of the dashboard, each with the list behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspections.ledger.rules import UNCLOSED
from inspections.reports.dashboard.rules import Change, Heat, found_within
from inspections.reports.links import COUNTED_STATES, list_at
from venuewatch.workflow.rules import Words

NOBODY = "null"  # how a list's filter names no town, and that nobody leads
_HEAT: dict[str, dict[str, object]] = {
    Heat.OVERDUE: {"overdue": "on"},
    Heat.UNCLOSED: {},
    Heat.MAJOR: {"severity": "major"},
}


@dataclass(frozen=True)
class Number:
    """A figure and the list behind it, which has as many rows; no value where it is not known.

    `kind` and `token` name the colour of its label, where that is a state's word; `level` is how
    deep its cell is tinted.
    """

    label: Words
    value: int | None
    address: str
    change: Change | None = None
    kind: str = ""
    token: str = ""
    level: int = 0


def place(key: int | None) -> object:
    """A town's or department's key as a list's filter takes it."""
    return NOBODY if key is None else key


def unclosed(heat: str, **whose: object) -> str:
    """The unclosed issues of a town and department, or those of them that a measure tells of."""
    return list_at("ledger:list", state=UNCLOSED, **_HEAT[heat], **whose)


def aged(age: str, severity: str, today: date) -> str:
    """The unclosed issues of an age and a severity; blank for all severities."""
    since, until = found_within(age, today)
    return list_at("ledger:list", state=UNCLOSED, severity=severity, since=since, until=until)


def found(since: date, until: date, *, recurring: bool = False) -> str:
    """The issues found in some days, void ones left out."""
    came_back = "on" if recurring else ""
    return list_at("ledger:list", state=COUNTED_STATES, since=since, until=until,
                   recurring=came_back)  # fmt: skip


def in_state(name: str, states: Sequence[str]) -> str:
    """The rows of a list that are in some states."""
    return list_at(name, state=list(states))
