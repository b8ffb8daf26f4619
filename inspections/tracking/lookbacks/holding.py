"""Closed and holding: what share of what was closed had not come back some days later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from inspections.ledger.models import Issue, came_back_within, closed_before
from inspections.ledger.rules import HOLDING_DAYS, HOLDING_PERIOD, IssueState
from venues.models import Officer
from venuewatch.workflow import clock


@dataclass(frozen=True)
class Holding:
    """Of `closed` issues whose time has passed, `held` were not opened again within `days`."""

    days: int
    closed: int
    held: int

    @property
    def back(self) -> int:
        """How many came back within `days`."""
        return self.closed - self.held

    @property
    def held_at(self) -> str:
        """The address of the list of those that held."""
        return self._list("held")

    @property
    def back_at(self) -> str:
        """The address of the list of those that came back."""
        return self._list("back")

    def _list(self, what: str) -> str:
        return f"{reverse('ledger:list')}?holding={what}-{self.days}"

    @property
    def share(self) -> int | None:
        """In per cent, rounded down so that 100 is all of them; None of nothing."""
        return self.held * 100 // self.closed if self.closed else None


def holding_of(officer: Officer) -> Sequence[Holding]:
    """The figures of this person's scope, in one query."""
    now = clock.now()
    counts: dict[str, Any] = {}
    for days in HOLDING_DAYS:
        told = closed_before(days, now)
        counts[f"closed_{days}"] = Count("pk", filter=told)
        counts[f"held_{days}"] = Count("pk", filter=told & ~Q(came_back_within(days)))
    since = now - timedelta(days=max(HOLDING_DAYS)) - HOLDING_PERIOD
    rows = Issue.objects.visible_to(officer).filter(state=IssueState.CLOSED, closed_at__gte=since)
    row = rows.order_by().aggregate(**counts)
    return [Holding(days, row[f"closed_{days}"], row[f"held_{days}"]) for days in HOLDING_DAYS]
