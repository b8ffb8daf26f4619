"""The issue ledger's states, transitions and arithmetic. Pure; imports no model.

R-ISSUE-1 stands here for people and pages, and in `guards.py` for the database; a test holds the
two together on every combination of evidence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from venuewatch.workflow.rules import (
    SYSTEM_CAPACITY,
    Need,
    Transition,
    TransitionTable,
    capacities,
    union,
)


class IssueState(TextChoices):
    """Where an issue is between being found and being struck off."""

    OPEN = "open", _("under rectification")
    RECTIFIED = "rectified", _("waiting for re-check")
    RECHECKED = "rechecked", _("waiting to be struck off")
    CLOSED = "closed", _("struck off")
    VOID = "void", _("void")


UNCLOSED = (IssueState.OPEN, IssueState.RECTIFIED, IssueState.RECHECKED)


class Severity(TextChoices):
    """How grave an issue is; decides its sign-offs, its look-backs and its ladder."""

    GENERAL = "general", _("general")
    SERIOUS = "serious", _("serious")
    MAJOR = "major", _("major")


class Source(TextChoices):
    """What brought an issue onto the ledger."""

    TOWN = "town", _("town check")
    SECTOR = "sector", _("sector check")
    COMMAND = "command", _("supervision")
    JOINT = "joint", _("joint enforcement")
    NOTICE = "notice", _("notice")
    TIP = "tip", _("tip")
    LOOK_BACK = "look_back", _("look-back")


class SignOffRole(TextChoices):
    """In whose name a rechecked issue is signed off."""

    DEPARTMENT = "department", _("answering department")
    TOWN = "town", _("town")
    COMMAND = "command", _("command")


class VoidKind(TextChoices):
    """Why an issue is void."""

    ERROR = "error", _("opened in error")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DUPLICATE = "duplicate", _("duplicate of another issue")


class ClosingReason(TextChoices):
    """Why an issue ended as closed."""

    FIXED = "fixed", _("rectified and re-checked")
    CEASED = "ceased", _("ceased trading")


# R-ISSUE-1: the sign-offs of each severity, in the order in which they may come; those of one
# step may come in either order.
SIGN_OFFS: dict[str, tuple[tuple[str, ...], ...]] = {
    Severity.GENERAL: (),
    Severity.SERIOUS: ((SignOffRole.DEPARTMENT,),),
    Severity.MAJOR: ((SignOffRole.TOWN, SignOffRole.DEPARTMENT), (SignOffRole.COMMAND,)),
}

# The capacity in which a reviewer signs for each role.
SIGNING_CAPACITY: dict[str, str] = {
    SignOffRole.DEPARTMENT: "answering.reviewer",
    SignOffRole.TOWN: "town.reviewer",
    SignOffRole.COMMAND: "command.reviewer",
}

# R-ISSUE-4 五落实: measure, person responsible, funds, deadline, contingency plan.
FIVE_FOR_ALL = ("measure", "responsible")
FIVE_FOR_MAJOR = ("measure", "responsible", "funds", "deadline", "contingency")


@dataclass(frozen=True)
class Facts:
    """What the needs of an issue's transitions are judged on.

    `person` is who wants to act; `reporter` who reported the latest rectification; `recheckers`
    the persons of the latest re-check, co-inspectors included; `signed` the roles signed since
    it, `signers` the persons who signed them.
    """

    severity: str
    person: int | None
    reporter: int | None = None
    recheckers: frozenset[int] = frozenset()
    passed: bool = False
    recheck_after_report: bool = False
    seen_since_recheck: bool = False
    signed: frozenset[str] = frozenset()
    signers: frozenset[int] = frozenset()


def signable(severity: str, signed: Iterable[str]) -> tuple[str, ...]:
    """The roles whose sign-off may come next, in the order of the severity."""
    done = set(signed)
    for step in SIGN_OFFS[severity]:
        if missing := tuple(role for role in step if role not in done):
            return missing
    return ()


def in_order(severity: str, roles: Iterable[str]) -> frozenset[str]:
    """The roles among those given, as recorded, that came when their turn was."""
    signed: frozenset[str] = frozenset()
    for role in roles:
        if role in signable(severity, signed):
            signed |= {role}
    return signed


def unsigned(severity: str, signed: Iterable[str]) -> tuple[str, ...]:
    """Every sign-off that is still missing."""
    done = set(signed)
    return tuple(role for step in SIGN_OFFS[severity] for role in step if role not in done)


NOT_REPORTER = Need(
    "not_reporter",
    _("Waits for a re-check by someone other than the person who reported the rectification."),
    lambda facts: facts.person != facts.reporter,
)
NOT_INVOLVED = Need(
    "not_involved",
    _("Waits for a reviewer who neither reported, re-checked nor signed this issue already."),
    lambda facts: facts.person not in {facts.reporter, *facts.recheckers, *facts.signers},
)
SIGN_OFF_OWED = Need(
    "sign_off_owed",
    _("No sign-off is owed."),
    lambda facts: bool(signable(facts.severity, facts.signed)),
)
PASSED_RECHECK = Need(
    "passed_recheck",
    _("Waits for a passed re-check after the latest rectification report."),
    lambda facts: facts.passed and facts.recheck_after_report,
)
OTHER_PERSON = Need(
    "other_person",
    _("The re-check was made by the person who reported the rectification."),
    lambda facts: facts.reporter not in facts.recheckers,
)
NOT_SEEN_SINCE = Need(
    "not_seen_since",
    _("The same problem was found again after the re-check."),
    lambda facts: not facts.seen_since_recheck,
)
ALL_SIGNED = Need(
    "all_signed",
    _("Waits for the sign-offs of its severity."),
    lambda facts: not unsigned(facts.severity, facts.signed),
)

ANY_INSPECTOR = union(
    *(capacities(side, "inspector") for side in ("town", "lead", "co", "command", "joint"))
)
REVIEWERS = frozenset(SIGNING_CAPACITY.values())

# Whose reviewers may say who follows an issue up: whoever has the venue in their charge.
FOLLOWED_UP_BY = union(
    *(capacities(side, "reviewer") for side in ("town", "lead", "co", "command"))
)

ISSUE_TABLE = TransitionTable(
    (
        Transition(
            "report_rectified",
            _("Report rectification"),
            (IssueState.OPEN,),
            IssueState.RECTIFIED,
            capacities("town", "inspector") | capacities("lead", "inspector"),
            required=FIVE_FOR_ALL,
            announces=True,
        ),
        Transition(
            "seen_again", _("Seen again"), UNCLOSED, IssueState.OPEN, ANY_INSPECTOR, announces=True
        ),
        Transition(
            "pass_recheck",
            _("Re-check passed"),
            (IssueState.RECTIFIED,),
            IssueState.RECHECKED,
            ANY_INSPECTOR,
            needs=(NOT_REPORTER,),
            announces=True,
        ),
        Transition(
            "fail_recheck",
            _("Re-check failed"),
            (IssueState.RECTIFIED,),
            IssueState.OPEN,
            ANY_INSPECTOR,
            required=("reason",),
            needs=(NOT_REPORTER,),
            announces=True,
        ),
        Transition(
            "sign_off",
            _("Sign off"),
            (IssueState.RECHECKED,),
            None,
            REVIEWERS,
            needs=(SIGN_OFF_OWED, NOT_INVOLVED),
            announces=True,
        ),
        Transition(
            "reject",
            _("Reject"),
            (IssueState.RECHECKED,),
            IssueState.OPEN,
            REVIEWERS,
            required=("reason",),
            announces=True,
        ),
        Transition(
            "close",
            _("Strike off"),
            (IssueState.RECHECKED,),
            IssueState.CLOSED,
            frozenset({SYSTEM_CAPACITY}),
            needs=(PASSED_RECHECK, OTHER_PERSON, NOT_SEEN_SINCE, ALL_SIGNED),
            announces=True,
        ),
        Transition(
            "void",
            _("Make void"),
            (IssueState.OPEN, IssueState.RECTIFIED),
            IssueState.VOID,
            capacities("command", "leader"),
            required=("reason", "kind"),
            announces=True,
        ),
        Transition(
            "assign",
            _("Assign a person responsible"),
            UNCLOSED,
            None,
            FOLLOWED_UP_BY,
            announces=True,
        ),
        # R-CHECK-6: both follow from a reviewer's decision about the visit, and only from it.
        Transition(
            "withdraw",
            _("Withdrawn with its visit"),
            (IssueState.OPEN,),
            IssueState.VOID,
            frozenset({SYSTEM_CAPACITY}),
            required=("reason",),
            announces=True,
        ),
        Transition(
            "unsee",
            _("Seen again: withdrawn"),
            UNCLOSED,
            None,
            frozenset({SYSTEM_CAPACITY}),
            required=("reason",),
        ),
    )
)


def measures_needed(severity: str) -> tuple[str, ...]:
    """Which of the five 五落实 a rectification report must name (R-ISSUE-4)."""
    return FIVE_FOR_MAJOR if severity == Severity.MAJOR else FIVE_FOR_ALL


def due_after(found: datetime, hours: int) -> datetime:
    """When an issue found at this moment is due (R-ISSUE-3).

    0 hours means stop at once: due at the end of that business day.
    """
    if hours:
        return found + timedelta(hours=hours)
    return end_of_day(timezone.localdate(found))


def end_of_day(day: date) -> datetime:
    """The last second of a local day."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def is_recurrence(opened: date, closed: date, window_days: int) -> bool:
    """Whether an issue opened that day recurs after that closing; the window is inclusive."""
    return 0 <= (opened - closed).days <= window_days


def number_series(area_code: str, day: date) -> str:
    """The counter of the issue numbers of one area and business day."""
    return f"issue/{area_code}-{day:%Y%m%d}"


def number_of(area_code: str, day: date, counted: int) -> str:
    """`AREACODE-YYYYMMDD-NNNN` (R-ISSUE-3)."""
    return f"{area_code}-{day:%Y%m%d}-{counted:04d}"
