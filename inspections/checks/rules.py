"""Words and arithmetic of checks: sides, kinds, answers, outcomes, the day of a visit. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from venues.rules import COMMAND_LEADER
from venuewatch.workflow.rules import (
    SYSTEM_CAPACITY,
    Need,
    Transition,
    TransitionTable,
    capacities,
)


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


# Publishing is command's; a published version never changes (R-CHECK-1).
CHECKLIST_TABLE = TransitionTable(
    (
        Transition(
            "publish", _("Publish a version"), ("",), None, COMMAND_LEADER, required=("reason",)
        ),
    )
)
# So many photos go with one visit, besides the signature.
MOST_PHOTOS = 20

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


class WithdrawalState(TextChoices):
    """What became of the ask to withdraw a mistaken visit (R-CHECK-6)."""

    ASKED = "asked", _("waiting for a decision")
    GRANTED = "granted", _("withdrawn")
    REFUSED = "refused", _("not withdrawn")
    LAPSED = "lapsed", _("lapsed undecided")


@dataclass(frozen=True)
class WithdrawalFacts:
    """What the needs of a withdrawal are judged on.

    `person` is who wants to act, `filer` who filed the visit, `company` everybody who made it.
    The others tell what has been built on the visit meanwhile, and so cannot be undone.
    """

    person: int | None
    filer: int
    company: frozenset[int]
    in_time: bool
    made_here: bool
    reported: bool = False
    judged: bool = False
    reopened: bool = False
    seen_later: bool = False


IS_FILER = Need(
    "is_filer",
    _("Only the person who filed the visit may ask for its withdrawal."),
    lambda facts: facts.person == facts.filer,
)
NOT_OF_THE_VISIT = Need(
    "not_of_the_visit",
    _("Waits for a reviewer who did not make the visit."),
    lambda facts: facts.person not in {facts.filer, *facts.company},
)
IN_TIME = Need(
    "in_time", _("The time for withdrawing this visit is over."), lambda facts: facts.in_time
)
MADE_HERE = Need(
    "made_here",
    _("A visit taken over from an older ledger cannot be withdrawn."),
    lambda facts: facts.made_here,
)
NOT_REPORTED = Need(
    "not_reported",
    _("One of its issues was reported rectified already; it cannot be withdrawn any more."),
    lambda facts: not facts.reported,
)
NOT_JUDGED = Need(
    "not_judged",
    _(
        "A re-check was decided at this visit and cannot be undone; a reviewer may send the issue"
        " back to rectification instead."
    ),
    lambda facts: not facts.judged,
)
NOT_REOPENED = Need(
    "not_reopened",
    _("This visit sent a rectified issue back to rectification; that cannot be undone."),
    lambda facts: not facts.reopened,
)
NOT_SEEN_LATER = Need(
    "not_seen_later",
    _("A later visit found one of its issues again; withdraw that visit first, or neither."),
    lambda facts: not facts.seen_later,
)
UNDOABLE = (IN_TIME, MADE_HERE, NOT_REPORTED, NOT_JUDGED, NOT_REOPENED, NOT_SEEN_LATER)

# R-CHECK-6: asked by the filer, decided by a reviewer of the filer's organisation ("filing").
WITHDRAWAL_TABLE = TransitionTable(
    (
        Transition(
            "ask_withdrawal",
            _("Ask for withdrawal"),
            (),
            WithdrawalState.ASKED,
            capacities("filing", "inspector"),
            required=("reason",),
            needs=(IS_FILER, *UNDOABLE),
            announces=True,
        ),
        Transition(
            "grant_withdrawal",
            _("Withdraw the visit"),
            (WithdrawalState.ASKED,),
            WithdrawalState.GRANTED,
            capacities("filing", "reviewer"),
            needs=(NOT_OF_THE_VISIT, *UNDOABLE),
            announces=True,
        ),
        Transition(
            "refuse_withdrawal",
            _("Leave the visit as it is"),
            (WithdrawalState.ASKED,),
            WithdrawalState.REFUSED,
            capacities("filing", "reviewer"),
            required=("reason",),
            needs=(NOT_OF_THE_VISIT,),
            announces=True,
        ),
        Transition(
            "lapse_withdrawal",
            _("Withdrawal lapsed"),
            (WithdrawalState.ASKED,),
            WithdrawalState.LAPSED,
            frozenset({SYSTEM_CAPACITY}),
            announces=True,
        ),
    )
)


def withdrawable_until(received: datetime, hours: int) -> datetime:
    """The last moment at which a visit may be withdrawn (R-CHECK-6)."""
    return received + timedelta(hours=hours)


def withdrawal_series(area_code: str, day: date) -> str:
    """The counter of the numbers of withdrawals of one area and day."""
    return f"withdrawal/{area_code}-{day:%Y%m%d}"


def withdrawal_number(area_code: str, day: date, counted: int) -> str:
    """`CH-AREACODE-YYYYMMDD-NNN`: by which people know an ask for withdrawal 撤回."""
    return f"CH-{area_code}-{day:%Y%m%d}-{counted:03d}"
