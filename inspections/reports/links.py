"""The lists behind the figures: every number that has one leads to it."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import reverse

from inspections.duties.rules import OWED
from inspections.ledger.rules import UNCLOSED, IssueState
from inspections.reports.rules import DUTY_FIGURES, FOUND_FIGURES, VISIT_FIGURES

_COUNTED_STATES = (*UNCLOSED, IssueState.CLOSED)


@dataclass(frozen=True)
class Owner:
    """Whose figures they are: a side's, a town's (area), a department's; blank for all."""

    side: str = ""
    town: int | None = None
    department: int | None = None


def address_of(figure: str, owner: Owner | None, day: date) -> str:
    """The list behind a figure, which has as many rows; "" where no list is just that."""
    if owner is None:
        return ""
    if figure in DUTY_FIGURES:
        state = OWED if figure == "due" else [figure]
        return _address("duties:list", day=[day], side=[owner.side], state=state, **_whose(owner))
    if figure in VISIT_FIGURES:
        return _address(
            "checks:visits", day=[day], side=[owner.side], outcome=[figure], withdrawn=["no"],
            **_whose(owner),
        )  # fmt: skip
    if figure in FOUND_FIGURES:
        return _address(
            "ledger:list", since=[day], until=[day], severity=[figure], source=[owner.side],
            state=_COUNTED_STATES, **_whose(owner),
        )  # fmt: skip
    if figure in ("overdue", "unclosed"):
        overdue = ["on"] if figure == "overdue" else []
        return _address("ledger:list", state=UNCLOSED, overdue=overdue, **_whose(owner))
    on_day = {"rectified": "rectified_on", "closed": "closed_on"}[figure]
    return _address("ledger:list", **{on_day: [day]}, **_whose(owner))


def _whose(owner: Owner) -> dict[str, list[object]]:
    return {"town": [owner.town], "department": [owner.department]}


def _address(name: str, **wanted: object) -> str:
    query = QueryDict(mutable=True)
    for key, values in wanted.items():
        for value in values if isinstance(values, list | tuple) else [values]:
            if value not in (None, ""):
                query.appendlist(key, str(value))
    return f"{reverse(name)}?{query.urlencode()}"
