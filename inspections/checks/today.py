"""My work today: what waits for this person, the overdue first, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext as _

from inspections.checks.withdrawals import Withdrawal
from inspections.ledger.models import ExtensionAsk, HandOver, Issue, IssueQuerySet, SignOff
from inspections.ledger.rules import IssueState, Severity, SignOffRole, signable
from venues import scoping
from venues.models import Officer
from venues.rules import BUSINESS_POSTS, OrganisationKind, Post
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Words

MOST_SHOWN = 50


@dataclass(frozen=True)
class Section:
    """One list of what waits: its heading, its issues, and what an empty one says."""

    heading: Words
    act: Words
    issues: Sequence[Issue]
    empty: Words


_others: list[Callable[[Officer], list[Any]]] = []


def add_sections(maker: Callable[[Officer], list[Any]]) -> None:
    """Register lists of a higher folder, each with a heading and a template of its lines."""
    _others.append(maker)


def other_sections(officer: Officer) -> list[Any]:
    """What else waits for this person: the lists that higher folders registered."""
    return [section for maker in _others for section in maker(officer)]


def sections_for(officer: Officer) -> list[Section]:
    """The lists of this person's post; none for auditors and administrators."""
    if officer.post not in BUSINESS_POSTS:
        return []
    found = [_overdue(officer), _near(officer)]
    if Post.REVIEWER in scoping.posts_of(officer):
        return [_sign_offs(officer), _extensions(officer), _hand_overs(officer), *found]
    return found


def _mine(officer: Officer, state: str) -> IssueQuerySet:
    return (
        Issue.objects.visible_to(officer).filter(state=state).select_related("venue", "venue__town")
    )


def _overdue(officer: Officer) -> Section:
    rows = _mine(officer, IssueState.OPEN).filter(due__lt=clock.now()).order_by("due", "pk")
    return Section(_("Overdue"), _("Look"), list(rows[:MOST_SHOWN]), _("Nothing is overdue."))


def _near(officer: Officer) -> Section:
    """Amber: 80 % of their time is over (R-ISSUE-3)."""
    rows = _mine(officer, IssueState.OPEN).amber(clock.now())
    return Section(
        _("Due soon"), _("Look"), list(rows.order_by("due", "pk")[:MOST_SHOWN]),
        _("Nothing falls due soon."),
    )  # fmt: skip


def _sign_offs(officer: Officer) -> Section:
    """Rechecked issues whose next sign-off is this organisation's to give."""
    given = SignOff.objects.filter(issue=OuterRef("pk"), round=OuterRef("round"))
    involved = Q(rechecks__round=F("round"), rechecks__person=officer.person_id) | Q(
        rectifications__round=F("round"), rectifications__person=officer.person_id
    )
    rows = (
        _mine(officer, IssueState.RECHECKED)
        .exclude(severity=Severity.GENERAL)
        .filter(_signs_for(officer))
        .exclude(pk__in=Issue.objects.filter(involved, state=IssueState.RECHECKED).values("pk"))
        .annotate(roles=ArraySubquery(given.values("role")))
        .order_by("rechecked_at", "pk")
    )
    own = [each for each in rows[: 4 * MOST_SHOWN] if _is_mine(each, officer)]
    return Section(
        _("Waiting for your sign-off"), _("Sign off"), own[:MOST_SHOWN],
        _("No sign-off waits for you."),
    )  # fmt: skip


def _extensions(officer: Officer) -> Section:
    """Issues with an extension that this person decides on, the earliest due first."""
    asks = ExtensionAsk.objects.waiting_for(officer)
    rows = _mine(officer, IssueState.OPEN).filter(pk__in=asks.values("issue"))
    return Section(
        _("Extensions waiting for your decision"), _("Decide"),
        list(rows.order_by("due", "pk")[:MOST_SHOWN]), _("No extension waits for your decision."),
    )  # fmt: skip


def _hand_overs(officer: Officer) -> Section:
    """Issues handed over to this department, or refused ones for the command to decide."""
    steps = HandOver.objects.waiting_for(officer)
    rows = Issue.objects.filter(pk__in=steps.values("issue")).select_related("venue__town")
    return Section(
        _("Hand-overs waiting for you"), _("Look"),
        list(rows.order_by("due", "pk")[:MOST_SHOWN]), _("No hand-over waits for you."),
    )  # fmt: skip


def _signs_for(officer: Officer) -> Q:
    organisation = officer.organisation
    kind = organisation.kind if organisation else ""
    if kind == OrganisationKind.TOWN:
        return Q(severity=Severity.MAJOR)
    if kind == OrganisationKind.COMMAND:
        return Q(severity=Severity.MAJOR) | Q(answering=None)
    return Q(answering=organisation)


def _is_mine(issue: Issue, officer: Officer) -> bool:
    roles = signable(issue.severity, issue.roles)  # type: ignore[attr-defined]  # annotated
    kind = officer.organisation.kind if officer.organisation else ""
    if kind == OrganisationKind.TOWN:
        return SignOffRole.TOWN in roles
    if kind == OrganisationKind.COMMAND:
        acting = (issue.answering_id is None and SignOffRole.DEPARTMENT in roles) or (
            issue.town_id is None and SignOffRole.TOWN in roles
        )
        return SignOffRole.COMMAND in roles or acting
    return SignOffRole.DEPARTMENT in roles


def withdrawals_for(officer: Officer) -> list[Withdrawal]:
    """The asks for withdrawal that this reviewer may decide, the oldest first (R-CHECK-6)."""
    if Post.REVIEWER not in scoping.posts_of(officer):
        return []
    rows = Withdrawal.objects.waiting_for(officer).select_related(
        "inspection__venue__town", "officer__person"
    )
    return list(rows.order_by("pk")[:MOST_SHOWN])
