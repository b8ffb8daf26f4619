"""My work today: what waits for this person, the overdue first, in words."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.checks.failing import failing_for
from inspections.checks.sections import Part, Section, all_of, first_of
from inspections.checks.stops import round_for
from inspections.checks.withdrawals import Withdrawal
from inspections.ledger.models import Issue, IssueQuerySet
from inspections.ledger.rules import IssueState
from inspections.ledger.waiting import Waiting, waiting_for, with_sign_off_due
from venues import scoping
from venues.models import Officer
from venues.rules import BUSINESS_POSTS, Post
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Words


def failing_section(officer: Officer) -> Section | None:
    """What the system could not do; nothing where all went well (R-TRACK-2)."""
    found = failing_for(officer)
    return all_of(found, heading=_("What the system could not do")) if found else None


def withdrawals_section(officer: Officer) -> Section | None:
    """The asks for withdrawal that this reviewer may decide, the oldest first (R-CHECK-6)."""
    if not _reviews(officer):
        return None
    rows = Withdrawal.objects.waiting_for(officer).select_related(
        "inspection__venue__town", "officer__person"
    )
    found = list(rows.order_by("pk"))
    heading = _("Withdrawals waiting for your decision")
    return all_of(found, heading=heading, act=_("Decide")) if found else None


def sign_offs_section(officer: Officer) -> Section | None:
    """Rechecked issues whose next sign-off is this person's to give, the earliest due first."""
    if not _reviews(officer) or officer.organisation is None:
        return None
    rows = with_sign_off_due(waiting_for(officer, Waiting.SIGN_OFF), officer.organisation)
    words = {"heading": _("Waiting for your sign-off"), "act": _("Sign off"),
             "empty": _("No sign-off waits for you.")}  # fmt: skip
    return _issues(rows, "sign_off_due", f"waits={Waiting.SIGN_OFF}", words)


def extensions_section(officer: Officer) -> Section | None:
    """Issues with an extension that this person decides on, the earliest due first."""
    return _waiting(
        officer, Waiting.EXTENSION, "due", heading=_("Extensions waiting for your decision"),
        act=_("Decide"), empty=_("No extension waits for your decision."),
    )  # fmt: skip


def hand_overs_section(officer: Officer) -> Section | None:
    """Issues handed over to this department, or refused ones for the command to decide."""
    return _waiting(
        officer, Waiting.HAND_OVER, "due", heading=_("Hand-overs waiting for you"),
        act=_("Look"), empty=_("No hand-over waits for you."),
    )  # fmt: skip


def overdue_section(officer: Officer) -> Section | None:
    """Open issues whose due has passed, the longest first (R-ISSUE-3)."""
    rows = Issue.objects.visible_to(officer).filter(state=IssueState.OPEN).overdue(clock.now())
    return _due(
        officer, rows, f"state={IssueState.OPEN}&overdue=true", heading=_("Overdue"),
        act=_("Look"), empty=_("Nothing is overdue."),
    )  # fmt: skip


def near_section(officer: Officer) -> Section | None:
    """Amber: 80 % of their time is over (R-ISSUE-3)."""
    rows = Issue.objects.visible_to(officer).amber(clock.now())
    return _due(
        officer, rows, "amber=true", heading=_("Due soon"), act=_("Look"),
        empty=_("Nothing falls due soon."),
    )  # fmt: skip


PARTS = (
    Part("checks/failing.html", 1, failing_section),
    Part("checks/stops.html", 2, round_for),
    Part("checks/withdrawals_waiting.html", 3, withdrawals_section),
    Part("checks/issues_waiting.html", 5, sign_offs_section),
    Part("checks/issues_waiting.html", 6, extensions_section),
    Part("checks/issues_waiting.html", 7, hand_overs_section),
    Part("checks/issues_waiting.html", 8, overdue_section),
    Part("checks/issues_waiting.html", 9, near_section),
)


def _reviews(officer: Officer) -> bool:
    return officer.post in BUSINESS_POSTS and Post.REVIEWER in scoping.posts_of(officer)


def _waiting(officer: Officer, what: str, sort: str, **words: Words) -> Section | None:
    """What waits for a reviewer; for others no such section."""
    if not _reviews(officer):
        return None
    return _issues(waiting_for(officer, what), sort, f"waits={what}", words)


def _due(officer: Officer, rows: IssueQuerySet, query: str, **words: Words) -> Section | None:
    """What falls due, for whoever sees issues."""
    return _issues(rows, "due", query, words) if officer.post in BUSINESS_POSTS else None


def _issues(rows: IssueQuerySet, sort: str, query: str, words: Mapping[str, Words]) -> Section:
    """Issues, and the ledger's filter that gives exactly these."""
    shown = rows.select_related("venue", "venue__town").only(*_SHOWN).order_by(sort, "pk")
    return first_of(shown, whole=f"{reverse('ledger:list')}?{query}", **words)


# What a line shows.
_SHOWN = (
    "number", "item_text", "description", "severity", "state", "due", "amber_at", "rectified_at",
    "rechecked_at", "venue__code", "venue__name", "venue__town__name",
)  # fmt: skip
