"""Issues that wait for something, whose turn it is and since when (R-ISSUE-7).

Where no department leads, and at a venue without a town, it is command's turn (R-SCOPE-4); town
and department are those that the issue keeps.
"""

from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from inspections.ledger.models import ExtensionAsk, HandOver, Measure, Recheck, SignOff
from inspections.ledger.rules import (
    FAILURES_BEFORE_MEASURE,
    UNCLOSED,
    HandOverState,
    IssueState,
    Severity,
    SignOffRole,
    Source,
)
from venues.pending import Pending, only_where, time_of, told
from venues.rules import Origin
from venuewatch.workflow import clock

Rows = QuerySet[Any]
_GENERAL = Q(severity=Severity.GENERAL)


def _rectify(rows: Rows) -> Rows:
    """Open: the town and the lead department see to it that it is rectified."""
    return told(
        rows.filter(state=IssueState.OPEN), since="round_from", behind=Q(due__lt=clock.now()),
        town=F("town_id"), department=F("department_id"),
    )  # fmt: skip


def _recheck(rows: Rows) -> Rows:
    """Rectified: the side that found it re-checks, the lead department the serious and major."""
    by_department = ~_GENERAL | Q(source=Source.SECTOR)
    return told(
        rows.filter(state=IssueState.RECTIFIED), since="rectified_at",
        behind=Q(rectified_at__lt=_before("recheck_days")),
        town=only_where(_GENERAL & Q(source=Source.TOWN), "town_id"),
        department=only_where(by_department, "department_id"),
    )  # fmt: skip


def _sign_off(rows: Rows) -> Rows:
    """Re-checked: the next to sign; town and department together before the command."""
    serious = Q(severity=Severity.SERIOUS) & ~_signed(SignOffRole.DEPARTMENT)
    major = Q(severity=Severity.MAJOR) & ~_signed(SignOffRole.COMMAND)
    signed = SignOff.objects.filter(issue=OuterRef("pk"), round=OuterRef("round")).order_by("-at")
    since = Greatest("rechecked_at", Subquery(signed.values("at")[:1]))
    return told(
        rows.filter(serious | major, state=IssueState.RECHECKED).annotate(_since=since),
        since="_since", behind=Q(_since__lt=_before("sign_off_days")),
        town=only_where(Q(severity=Severity.MAJOR) & ~_signed(SignOffRole.TOWN), "town_id"),
        department=only_where(~_signed(SignOffRole.DEPARTMENT), "answering_id"),
    )  # fmt: skip


def _signed(role: str) -> Q:
    given = SignOff.objects.filter(issue=OuterRef("pk"), round=OuterRef("round"), role=role)
    return Q(Exists(given))


def _extension(rows: Rows) -> Rows:
    """More time was asked for; after the due the answer is late."""
    asks = ExtensionAsk.objects.waiting().filter(issue=OuterRef("pk")).order_by("-at")
    return told(
        rows.filter(Exists(asks), state=IssueState.OPEN),
        since=Subquery(asks.values("at")[:1]), behind=Q(due__lt=clock.now()),
        department=only_where(~Q(severity=Severity.MAJOR), "department_id"),
    )  # fmt: skip


def _hand_over(rows: Rows) -> Rows:
    """Handed over and not yet answered, while it may be; or refused, for command to decide."""
    days = time_of("hand_over_days", OuterRef("issue__venue__district"))
    in_time = Q(at__gte=ExpressionWrapper(Value(clock.now()) - days, DateTimeField()))
    handed = in_time & Q(state=HandOverState.HANDED) & ~Q(issue__state=IssueState.RECHECKED)
    waiting = HandOver.objects.latest_steps().filter(handed | Q(state=HandOverState.REFUSED))
    steps = HandOver.objects.filter(issue=OuterRef("pk")).order_by("-record_order")
    refused = Exists(steps.filter(state=HandOverState.REFUSED))
    receiver = Subquery(steps.values("receiver")[:1])
    return told(
        rows.filter(pk__in=waiting.values("issue"), state__in=UNCLOSED).annotate(
            _since=Subquery(steps.values("at")[:1])
        ),
        since="_since", behind=Q(_since__lt=_before("hand_over_days")),
        department=Case(
            When(refused, then=None), default=receiver, output_field=IntegerField()
        ),
    )  # fmt: skip


def _measure(rows: Rows) -> Rows:
    """After two failed re-checks a measure is owed, or why there is none (R-ISSUE-9)."""
    failed = Recheck.objects.filter(issue=OuterRef("pk"), passed=False).order_by("record_order")
    place = slice(FAILURES_BEFORE_MEASURE - 1, FAILURES_BEFORE_MEASURE)
    own = rows.filter(
        state__in=UNCLOSED, round__gt=FAILURES_BEFORE_MEASURE, origin=Origin.LIVE
    ).annotate(
        _second=Subquery(failed.values("record_order")[place]),
        _since=Subquery(failed.values("at")[place]),
    )
    after = Measure.objects.filter(issue=OuterRef("pk"), record_order__gt=OuterRef("_second"))
    return told(
        own.filter(~Exists(after), _second__isnull=False), since="_since",
        behind=Q(_since__lt=_before("measure_days")), department=F("department_id"),
    )  # fmt: skip


def _before(key: str) -> ExpressionWrapper[Any]:
    """What waits since before this moment has waited longer than the scheme gives."""
    return ExpressionWrapper(Value(clock.now()) - time_of(key), DateTimeField())


PENDING = (
    Pending("rectify", _("issues to be rectified"), _rectify),
    Pending("recheck", _("issues to be re-checked"), _recheck),
    Pending("sign_off", _("issues to be signed off"), _sign_off),
    Pending("extension", _("extensions to be decided"), _extension),
    Pending("hand_over", _("hand-overs to be answered"), _hand_over),
    Pending("measure", _("measures owed"), _measure),
)
