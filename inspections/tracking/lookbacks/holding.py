"""Closed and holding: what share of what was closed had not come back some days later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from inspections.ledger.models import Issue
from inspections.ledger.rules import IssueState
from venues.models import Officer
from venuewatch.workflow import clock

DAYS = (7, 30)
# Of what was closed in so many days is told; so that no figure grows with history.
PERIOD = timedelta(days=90)


@dataclass(frozen=True)
class Holding:
    """Of `closed` issues whose time has passed, `held` were not opened again within `days`."""

    days: int
    closed: int
    held: int

    @property
    def share(self) -> int | None:
        """In per cent, rounded down so that 100 is all of them; None of nothing."""
        return self.held * 100 // self.closed if self.closed else None


def holding_of(officer: Officer) -> Sequence[Holding]:
    """The figures of this person's scope, in one query."""
    now = clock.now()
    counts: dict[str, Any] = {}
    for days in DAYS:
        until = now - timedelta(days=days)
        told = Q(closed_at__gte=until - PERIOD, closed_at__lt=until)
        again = Issue.objects.filter(
            recurrence_of=OuterRef("pk"), found_at__lt=OuterRef("closed_at") + timedelta(days=days)
        ).exclude(state=IssueState.VOID)
        counts[f"closed_{days}"] = Count("pk", filter=told)
        counts[f"held_{days}"] = Count("pk", filter=told & ~Q(Exists(again)))
    rows = Issue.objects.visible_to(officer).filter(
        state=IssueState.CLOSED, closed_at__gte=now - timedelta(days=max(DAYS)) - PERIOD
    )
    row = rows.order_by().aggregate(**counts)
    return [Holding(days, row[f"closed_{days}"], row[f"held_{days}"]) for days in DAYS]
