"""Visits on a venue's page, and the checklists in a district's settings."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from inspections.checks.models import Checklist, ChecklistVersion, Inspection, Item
from inspections.checks.rules import Side, WithdrawalState
from inspections.checks.withdrawals import was_withdrawn
from venues.models import Area, Officer, Venue
from venuewatch.workflow import clock

DAYS = 30
MOST_SHOWN = 10
LETTERS = {"clean": "✓", "issues": "!", "partial": "~", "no_entry": "×", "withdrawn": "–"}


def visits_of(venue: Venue, officer: Officer) -> Mapping[str, Any]:
    """A strip of thirty days per side, and the latest visits.

    A withdrawn visit shows as such, on the strip where no other was made that day (R-CHECK-6).
    """
    today = timezone.localdate(clock.now())
    first = today - timedelta(days=DAYS - 1)
    rows = Inspection.objects.filter(venue=venue).annotate(withdrawn=was_withdrawn())
    recent = rows.filter(business_day__gte=first).order_by("-withdrawn", "record_order")
    outcomes = {(row.side, row.business_day): row for row in recent}
    return {
        "strips": [_strip(side, first, outcomes) for side in (Side.TOWN, Side.SECTOR)],
        "visits": list(rows.select_related("officer__person", "officer__organisation")
                       .order_by("-record_order")[:MOST_SHOWN]),
    }  # fmt: skip


def lists_of(district: Area, officer: Officer) -> Mapping[str, Any]:
    """The checklists of a district, each with its latest version."""
    rows = Checklist.objects.visible_to(officer)
    return {"lists": with_latest(rows.filter(Q(district=district) | Q(district=None)))}


def with_latest(lists: QuerySet[Checklist]) -> list[Checklist]:
    """Checklists by category, each with number, day and length of its latest version."""
    latest = ChecklistVersion.objects.filter(checklist=OuterRef("pk"), published__isnull=False)
    latest = latest.order_by("-number")[:1]
    items = Item.objects.filter(version=OuterRef("latest")).order_by().values("version")
    rows = lists.annotate(
        latest=Subquery(latest.values("pk")),
        number=Subquery(latest.values("number")),
        since=Subquery(latest.values("published")),
        length=Subquery(items.annotate(count=Count("pk")).values("count")),
    )
    rows = rows.select_related("category", "district")
    return list(rows.order_by("category__position", "category__code", "-profile", "code"))


def _strip(
    side: Side, first: date, outcomes: Mapping[tuple[str, date], Inspection]
) -> dict[str, Any]:
    days = [first + timedelta(days=count) for count in range(DAYS)]
    return {"label": side.label, "days": [_day(day, outcomes.get((side, day))) for day in days]}


def _day(day: date, row: Inspection | None) -> dict[str, Any]:
    if row is None:
        return {"day": day, "outcome": "", "letter": "", "word": ""}
    withdrawn = row.withdrawn  # type: ignore[attr-defined]  # annotated
    outcome = "withdrawn" if withdrawn else row.outcome
    word = WithdrawalState.GRANTED.label if withdrawn else row.get_outcome_display()
    return {"day": day, "outcome": outcome, "letter": LETTERS[outcome], "word": word}
