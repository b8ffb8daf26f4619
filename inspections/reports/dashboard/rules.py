"""What the dashboard tells: its span of time, ages of issues, measures of the heat table. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.reports.rules import deadline_of

DAYS = 30  # whole days that the trends show; what recurred is told of as many
HEAT_LEVELS = 4


@dataclass(frozen=True)
class Span:
    """The time that a dashboard speaks of: now, and the whole days before today."""

    now: datetime

    @property
    def today(self) -> date:
        """The local day that goes on."""
        return timezone.localdate(self.now)

    @property
    def yesterday(self) -> date:
        """The last whole day."""
        return self.today - timedelta(days=1)

    @property
    def first(self) -> date:
        """The first day of the trends."""
        return self.today - timedelta(days=DAYS)

    @property
    def recent(self) -> date:
        """The first of as many days up to today."""
        return self.today - timedelta(days=DAYS - 1)

    @property
    def midnight(self) -> datetime:
        """When today began."""
        return deadline_of(self.today, 0)

    @property
    def start(self) -> datetime:
        """When the first day of the trends began."""
        return deadline_of(self.first, 0)

    @property
    def days(self) -> list[date]:
        """The whole days of the trends, the oldest first."""
        return [self.first + timedelta(days=place) for place in range(DAYS)]


class Age(TextChoices):
    """For how many days an unclosed issue has been known, today counted."""

    WEEK = "week", _("up to 7 days")
    MONTH = "month", _("8 to 30 days")
    QUARTER = "quarter", _("31 to 90 days")
    OLDER = "older", _("over 90 days")


# Of how many days ago the oldest issue of an age was found.
OLDEST: dict[str, int] = {Age.WEEK: 6, Age.MONTH: 29, Age.QUARTER: 89}


def found_within(age: str, today: date) -> tuple[date | None, date | None]:
    """The days from and until which issues of an age were found; None for no end."""
    ages = list(Age)
    newer = ages[: ages.index(Age(age))]
    since = today - timedelta(days=OLDEST[age]) if age in OLDEST else None
    until = today - timedelta(days=OLDEST[newer[-1]] + 1) if newer else None
    return since, until


class Heat(TextChoices):
    """Of what the table of towns and departments tells."""

    OVERDUE = "overdue", _("overdue")
    UNCLOSED = "unclosed", _("unclosed")
    MAJOR = "major", _("major, unclosed")


def level_of(value: int, most: int) -> int:
    """How deep a cell is tinted, from 0 for nothing to HEAT_LEVELS for the most there is."""
    return -(-value * HEAT_LEVELS // most) if value else 0


@dataclass(frozen=True)
class Change:
    """By how much a figure differs from what it was yesterday; each of the six is a bad sign."""

    by: int

    @property
    def words(self) -> str:
        """With its sign: +3, −2, ±0."""
        sign = "+" if self.by > 0 else "−" if self.by < 0 else "±"
        return f"{sign}{abs(self.by)}"

    @property
    def trend(self) -> str:
        """Which way it goes, for its colour beside the sign."""
        return "worse" if self.by > 0 else "better" if self.by < 0 else "same"
