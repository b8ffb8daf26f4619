"""An issue in each state, with the evidence that brought it there."""

from collections.abc import Callable, Iterable
from functools import partial

import pytest

from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from tests.cast import Cast


def void(cast: Cast, issue: Issue) -> Issue:
    """An issue made void by the command's leader."""
    return ledger.void(issue, by=cast["command-leader"], reason="wrong venue", kind="error")


STAGES: dict[str, Callable[[Cast, str], Issue]] = {
    "open": lambda cast, severity: cast.open(severity),
    "rectified": lambda cast, severity: cast.report(cast.open(severity)),
    "rechecked": lambda cast, severity: cast.rechecked(severity),
    "closed": lambda cast, severity: cast.closed(severity),
    "void": lambda cast, severity: void(cast, cast.open(severity)),
}


def in_each(states: Iterable[str], severity: str = "serious") -> pytest.MarkDecorator:
    """The tests of a file with an issue in each of these states; `prepared` is its key."""
    made = [pytest.param(partial(_made, STAGES[each], severity), id=each) for each in states]
    return pytest.mark.parametrize("prepared", made, indirect=True)


def _made(stage: Callable[[Cast, str], Issue], severity: str, cast: Cast) -> Issue:
    return stage(cast, severity)
