"""What came in at the desk and waits: for dispatch, for verification, for its answer."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from inspections.tracking.intake.rules import VERIFIED, IntakeState
from venues.pending import Pending, told, turn_of
from venuewatch.workflow import clock

Rows = QuerySet[Any]


def _dispatch(rows: Rows) -> Rows:
    return told(rows.filter(state=IntakeState.RECEIVED), since="clock_from", behind=_run_out())


def _verify(rows: Rows) -> Rows:
    """By each organisation that was asked and has not answered."""
    asked = rows.filter(state=IntakeState.DISPATCHED, asks__round=F("round"), asks__finding=None)
    return told(asked, since="asks__at", behind=_run_out(), **turn_of("asks__organisation"))


def _answer(rows: Rows) -> Rows:
    return told(rows.filter(state__in=VERIFIED), since="clock_from", behind=_run_out())


def _run_out() -> Q:
    return Q(due__lt=clock.now())


PENDING = (
    Pending("dispatch", _("matters to be dispatched"), _dispatch),
    Pending("verify", _("matters to be verified"), _verify, shared=True),
    Pending("answer", _("matters to be answered"), _answer),
)
