"""Numbers of plates, proposals and suggestions: gapless in a district's year (R-PLATE-2)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from inspections.plates.rules import number_of, series_of
from venues.models import Venue
from venuewatch.workflow import clock
from venuewatch.workflow.models import next_number


def take_number(prefix: str, venue: Venue, at: datetime | None = None) -> str:
    """The next number of plates (HP), proposals (TP) or suggestions (JY) of a district's year."""
    (number,) = take_numbers(prefix, [venue], at)
    return number


def take_numbers(prefix: str, venues: Sequence[Venue], at: datetime | None = None) -> list[str]:
    """The same for several venues, one number each in their order; each counter is asked once."""
    year = timezone.localdate(at or clock.now()).year
    wanted = Counter(venue.district.code for venue in venues)
    next_of = {code: next_number(series_of(prefix, code, year), wanted[code])
               for code in sorted(wanted)}  # fmt: skip
    numbers = []
    for venue in venues:
        code = venue.district.code
        numbers.append(number_of(prefix, code, year, next_of[code]))
        next_of[code] += 1
    return numbers
