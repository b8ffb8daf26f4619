"""Words and arithmetic of checks: sides, kinds, answers, outcomes, the day of a visit. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Profile(TextChoices):
    """Which edition of a checklist: everyday, or the epidemic's of 2022."""

    ROUTINE = "routine", _("routine")
    EPIDEMIC_2022 = "epidemic_2022", _("epidemic 2022")


class Side(TextChoices):
    """Who made a visit: one of the two checks, command, or a joint operation."""

    TOWN = "town", _("town check")
    SECTOR = "sector", _("sector check")
    COMMAND = "command", _("supervision")
    JOINT = "joint", _("joint inspection")


class InspectionKind(TextChoices):
    """What a visit was for; a visit may do both."""

    CHECK = "check", _("check")
    RECHECK = "recheck", _("re-check")


class AnswerValue(TextChoices):
    """The answer to one item."""

    PASS = "pass", _("complies")
    FAIL = "fail", _("does not comply")
    NA = "na", _("does not apply")
    NOT_CHECKED = "not_checked", _("not checked")


class Outcome(TextChoices):
    """What a visit came to (R-CHECK-2)."""

    CLEAN = "clean", _("clean")
    ISSUES = "issues", _("issues found")
    PARTIAL = "partial", _("partial")
    NO_ENTRY = "no_entry", _("no entry")


# In which capacity an officer files, and the side that this makes the visit.
SIDE_OF_CAPACITY: dict[str, str] = {
    "town.inspector": Side.TOWN,
    "lead.inspector": Side.SECTOR,
    "co.inspector": Side.SECTOR,
    "command.inspector": Side.COMMAND,
    "joint.inspector": Side.JOINT,
}


@dataclass(frozen=True)
class Limits:
    """A numeric item's limits; either end may be open. The number decides (R-CHECK-1)."""

    lowest: float | None = None
    highest: float | None = None

    @property
    def decides(self) -> bool:
        """Whether there is a limit at all; a number without one is only recorded."""
        return self.lowest is not None or self.highest is not None

    def verdict(self, number: float) -> str:
        """Pass within the limits (inclusive), else fail."""
        enough = self.lowest is None or number >= self.lowest
        few_enough = self.highest is None or number <= self.highest
        return AnswerValue.PASS if enough and few_enough else AnswerValue.FAIL


def outcome_of(values: Iterable[str], *, failed_rechecks: bool = False) -> str:
    """What answers come to: issues, else partial if something was not checked, else clean."""
    seen = set(values)
    if AnswerValue.FAIL in seen or failed_rechecks:
        return Outcome.ISSUES
    return Outcome.PARTIAL if AnswerValue.NOT_CHECKED in seen else Outcome.CLEAN


def is_near(claimed: datetime, received: datetime, backdate_days: int) -> bool:
    """Whether a start is near enough to be judged by its local day; the ends of time have none."""
    return abs(claimed - received) <= timedelta(days=backdate_days + 2)


def started_at(claimed: datetime, received: datetime, clock_ahead_minutes: int) -> datetime:
    """When a visit started: a device clock that is ahead is set to server time (R-CHECK-3).

    Within the day, however far it is ahead; over midnight, only a little.
    """
    ahead = claimed - received
    same_day = business_day(claimed) == business_day(received)
    if timedelta(0) < ahead and (same_day or ahead <= timedelta(minutes=clock_ahead_minutes)):
        return received
    return claimed


def business_day(started: datetime) -> date:
    """The local day on which a visit started."""
    return timezone.localdate(started)


def day_is_open(day: date, today: date, backdate_days: int) -> bool:
    """Whether a visit of this day may still be filed: not ahead, not too far back (R-CHECK-3)."""
    return today - timedelta(days=backdate_days) <= day <= today
