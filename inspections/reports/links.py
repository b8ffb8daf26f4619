"""The lists behind the figures: every number that has one leads to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import reverse

from inspections.duties.rules import OWED
from inspections.enforcement.rules import UNDER_WAY
from inspections.ledger.rules import UNCLOSED, IssueState
from inspections.reports.rules import (
    DUTY_FIGURES,
    FOUND_FIGURES,
    JOINT_FIGURES,
    LEDGER_FIGURES,
    PLATE_FIGURES,
    VISIT_FIGURES,
)

Wanted = Mapping[str, object]
COUNTED_STATES = (*UNCLOSED, IssueState.CLOSED)


@dataclass(frozen=True)
class Owner:
    """Whose figures they are: a side's, a town's (area), a department's, a district's; or all."""

    side: str = ""
    town: int | None = None
    department: int | None = None
    district: int | None = None


def address_of(figure: str, owner: Owner | None, day: date) -> str:
    """The list behind a figure, which has as many rows; "" where no list is just that."""
    if owner is None:
        return ""
    return next(make(figure, owner, day) for figures, make in _LISTS.items() if figure in figures)


def _duties(figure: str, owner: Owner, day: date) -> str:
    state = OWED if figure == "due" else [figure]
    wanted = {"day": day, "side": owner.side, "state": state, "district": owner.district}
    return list_at("duties:list", **wanted, **_whose(owner))


def _visits(figure: str, owner: Owner, day: date) -> str:
    wanted = {"day": day, "side": owner.side, "outcome": figure, "withdrawn": "no"}
    return list_at("checks:visits", **wanted, **_whose(owner))


def _found(figure: str, owner: Owner, day: date) -> str:
    wanted = {"since": day, "until": day, "severity": figure, "source": owner.side}
    return list_at("ledger:list", **wanted, state=COUNTED_STATES, **_whose(owner))


def _ledger(figure: str, owner: Owner, day: date) -> str:
    wanted: dict[str, Wanted] = {
        "rectified": {"rectified_on": day},
        "closed": {"closed_on": day},
        "overdue": {"state": UNCLOSED, "overdue": "on"},
        "unclosed": {"state": UNCLOSED},
    }
    return list_at("ledger:list", **wanted[figure], **_whose(owner))


def _plates(figure: str, owner: Owner, day: date) -> str:
    wanted: dict[str, Wanted] = {
        "plates_hung": {"hung_on": day},
        "plates_lifted": {"lifted_on": day},
        "plates_hanging": {"hanging": "on"},
    }
    return list_at("plates:list", **wanted[figure], **_whose(owner))


def _operations(figure: str, owner: Owner, day: date) -> str:
    wanted: dict[str, Wanted] = {
        "whistles": {"blown_on": day},
        "operations": {"state": UNDER_WAY},
        "operations_closed": {"closed_on": day},
    }
    whose = {"town": owner.town, "agency": owner.department}
    return list_at("operations:list", **wanted[figure], **whose)


_LISTS: Mapping[tuple[str, ...], Callable[[str, Owner, date], str]] = {
    DUTY_FIGURES: _duties,
    VISIT_FIGURES: _visits,
    FOUND_FIGURES: _found,
    LEDGER_FIGURES: _ledger,
    PLATE_FIGURES: _plates,
    JOINT_FIGURES: _operations,
}


def _whose(owner: Owner) -> dict[str, object]:
    return {"town": owner.town, "department": owner.department}


def list_at(name: str, **wanted: object) -> str:
    """The address of a list that is asked these filters; empty ones are left out."""
    query = QueryDict(mutable=True)
    for key, values in wanted.items():
        for value in values if isinstance(values, list | tuple) else [values]:
            if value not in (None, ""):
                query.appendlist(key, str(value))
    return f"{reverse(name)}?{query.urlencode()}"
