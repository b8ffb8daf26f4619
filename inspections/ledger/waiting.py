"""Which issues wait for an officer: the lists of today's page, and the ledger filtered alike."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import (
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
)
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from inspections.ledger.models import (
    ExtensionAsk,
    HandOver,
    Issue,
    IssueQuerySet,
    Recheck,
    Rectification,
    SignOff,
)
from inspections.ledger.rules import SIGN_OFFS, IssueState, Severity, SignOffRole, Source
from venues import scoping
from venues.models import Officer, Organisation
from venues.models.organisations import scheme_value
from venues.rules import BUSINESS_POSTS, OrganisationKind, Post
from venuewatch.workflow import clock


class Waiting(TextChoices):
    """What an issue waits for, from the officer who looks."""

    RECHECK = "recheck", _("my re-check")
    LATE_RECHECK = "late_recheck", _("my re-check, overdue")
    SIGN_OFF = "sign_off", _("my sign-off")
    LATE_SIGN_OFF = "late_sign_off", _("my sign-off, overdue")
    EXTENSION = "extension", _("my decision on an extension")
    HAND_OVER = "hand_over", _("my answer to a hand-over")


ANYTHING = "anything"
_PARTS_OF_OTHERS = (Waiting.LATE_RECHECK, Waiting.LATE_SIGN_OFF)


def waiting_for(officer: Officer, what: str) -> IssueQuerySet:
    """The issues in scope that wait for this officer to do that, or ANYTHING; unsorted."""
    rows = Issue.objects.visible_to(officer).order_by()
    organisation = officer.organisation
    if organisation is None or officer.post not in BUSINESS_POSTS:
        return rows.none()
    if what != ANYTHING:
        return rows.filter(_CONDITIONS[what](officer, organisation))
    arms = [each for key, each in _CONDITIONS.items() if key not in _PARTS_OF_OTHERS]
    first, *others = (rows.filter(each(officer, organisation)) for each in arms)
    # one by one, each by its own index, instead of every issue by all of them
    found = first.values("pk").union(*(each.values("pk") for each in others))
    return Issue.objects.filter(pk__in=found)


def _for_recheck(officer: Officer, organisation: Organisation) -> Q:
    """Rectified, for this organisation to re-check, and not by whoever reported it (R-ISSUE-7).

    The side that found the issue; for serious and major ones the lead department, command where
    nobody leads.
    """
    return Q(~_took_part(Rectification, person=officer.person_id), state=IssueState.RECTIFIED) & (
        _rechecked_by(organisation)
    )


def _for_late_recheck(officer: Officer, organisation: Organisation) -> Q:
    """The same, where it should have been made by now (R-ISSUE-7)."""
    late = Q(rectified_at__lt=rechecks_late_before(organisation))
    return _for_recheck(officer, organisation) & late


def rechecks_late_before(organisation: Organisation) -> datetime:
    """What was reported rectified before this moment should have been re-checked (R-ISSUE-7)."""
    return clock.now() - _time_for("recheck_days", organisation)


def _time_for(key: str, organisation: Organisation) -> timedelta:
    return timedelta(days=scheme_value(key, organisation.area.district_id or organisation.area_id))


def _rechecked_by(organisation: Organisation) -> Q:
    light = Q(severity=Severity.GENERAL)
    if organisation.kind == OrganisationKind.TOWN:
        return light & Q(source=Source.TOWN)
    if organisation.kind == OrganisationKind.COMMAND:
        found = light & ~Q(source__in=[Source.TOWN, Source.SECTOR])
        return found | (~light & Q(department=None))
    return Q(department=organisation) & (~light | Q(source=Source.SECTOR))


def _for_sign_off(officer: Officer, organisation: Organisation) -> Q:
    """Rechecked, the next sign-off theirs, and they had no hand in it (R-ISSUE-1)."""
    if Post.REVIEWER not in scoping.posts_of(officer):
        return Q(pk__in=[])
    person = officer.person_id
    return Q(
        _signed_by(organisation),
        ~_took_part(Rectification, person=person),
        ~_took_part(SignOff, person=person),
        ~_took_part(Recheck, inspection__person=person),
        ~_took_part(Recheck, inspection__co_inspectors__person=person),
        state=IssueState.RECHECKED,
    )


def _for_late_sign_off(officer: Officer, organisation: Organisation) -> Q:
    """The same, where it should have been given by now (R-ISSUE-7)."""
    moment = clock.now() - _time_for("sign_off_days", organisation)
    late = Q(~_took_part(SignOff, at__gte=moment), rechecked_at__lt=moment)
    return _for_sign_off(officer, organisation) & late


def with_sign_off_due(rows: IssueQuerySet, organisation: Organisation) -> IssueQuerySet:
    """Rechecked issues with `sign_off_due`: counted from the re-check or the sign-off before."""
    given = SignOff.objects.filter(issue=OuterRef("pk"), round=OuterRef("round")).order_by("-at")
    since = Greatest("rechecked_at", Subquery(given.values("at")[:1]))
    days = Value(_time_for("sign_off_days", organisation))
    return rows.annotate(sign_off_due=ExpressionWrapper(since + days, DateTimeField()))


def _signed_by(organisation: Organisation) -> Q:
    if organisation.kind == OrganisationKind.TOWN:
        return _may_sign(SignOffRole.TOWN)
    if organisation.kind == OrganisationKind.COMMAND:
        acts_for_department = Q(answering=None) & _may_sign(SignOffRole.DEPARTMENT)
        acts_for_town = Q(town=None) & _may_sign(SignOffRole.TOWN)
        return _may_sign(SignOffRole.COMMAND) | acts_for_department | acts_for_town
    return Q(answering=organisation) & _may_sign(SignOffRole.DEPARTMENT)


def _may_sign(role: str) -> Q:
    """The condition under which `signable` names this role: it comes next and is not given."""
    found = Q(pk__in=[])
    for severity, steps in SIGN_OFFS.items():
        for place, step in enumerate(steps):
            if role in step:
                before = [each for earlier in steps[:place] for each in earlier]
                given = [Q(_took_part(SignOff, role=each)) for each in before]
                found |= Q(~_took_part(SignOff, role=role), *given, severity=severity)
    return found


def _for_extension(officer: Officer, organisation: Organisation) -> Q:
    """Open, with an extension asked for that this officer decides on."""
    return Q(pk__in=ExtensionAsk.objects.waiting_for(officer).values("issue"))


def _for_hand_over(officer: Officer, organisation: Organisation) -> Q:
    """Handed over to this department, or refused and for command to decide."""
    return Q(pk__in=HandOver.objects.waiting_for(officer).values("issue"))


def _took_part(
    evidence: type[Rectification] | type[Recheck] | type[SignOff], **who: object
) -> Exists:
    """The condition, on issues, of such evidence in their present round."""
    rows = evidence._default_manager.filter(issue=OuterRef("pk"), round=OuterRef("round"), **who)
    return Exists(rows)


_CONDITIONS: dict[str, Callable[[Officer, Organisation], Q]] = {
    Waiting.RECHECK: _for_recheck,
    Waiting.LATE_RECHECK: _for_late_recheck,
    Waiting.SIGN_OFF: _for_sign_off,
    Waiting.LATE_SIGN_OFF: _for_late_sign_off,
    Waiting.EXTENSION: _for_extension,
    Waiting.HAND_OVER: _for_hand_over,
}
