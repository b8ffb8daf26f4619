"""Days of the duties' tests, all of them ordinary working days but SATURDAY."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from inspections.duties.models import Duty
from venues.models import Standing, Venue
from venuewatch.workflow import clock

MONDAY = date(2026, 3, 9)
TUESDAY, FRIDAY, SATURDAY, NEXT_MONDAY = (MONDAY + timedelta(days=n) for n in (1, 4, 5, 7))


def at(day: date, hour: int = 9) -> AbstractContextManager[None]:
    """Inside this block it is that hour of a day."""
    return clock.at(timezone.make_aware(datetime.combine(day, time(hour))))


def stands(venue: Venue, **values: object) -> None:
    """The venue's standing is such."""
    Standing.objects.filter(pk=venue.pk).update(**values)


def checked(venue: Venue, day: date) -> None:
    """Both sides made their last full check on a day."""
    stands(venue, last_town_check=day, last_sector_check=day)


def duties(venue: Venue, day: date) -> dict[str, str]:
    """Side → state of a venue's duties on a day."""
    rows = Duty.objects.filter(venue=venue, day=day).order_by("side")
    return dict(rows.values_list("side", "state"))


def reasons(venue: Venue, day: date) -> dict[str, tuple[str, int]]:
    """Side → reason and days between checks of a venue's duties on a day."""
    rows = Duty.objects.filter(venue=venue, day=day).order_by("side")
    return {row.side: (row.reason, row.days) for row in rows}
