"""Notices that wait: drafts to be issued, and issued ones of which issues are left."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.ledger.rules import UNCLOSED
from inspections.tracking.notices.rules import NoticeState
from venues.pending import Pending, told
from venuewatch.workflow import clock

Rows = QuerySet[Any]


def _issue(rows: Rows) -> Rows:
    return told(rows.filter(state=NoticeState.DRAFT), since="drafted_at", behind=_passed())


def _settle(rows: Rows) -> Rows:
    """By whoever sees to the issues that are left, by the day that the notice names."""
    left = rows.filter(state=NoticeState.ISSUED, venues__issue__state__in=UNCLOSED)
    return told(
        left, since="issued_at", behind=_passed(), town=F("venues__issue__town_id"),
        department=F("venues__issue__department_id"),
    )  # fmt: skip


def _passed() -> Q:
    return Q(deadline__lt=timezone.localdate(clock.now()))


PENDING = (
    Pending("issue", _("notices drafted, to be issued"), _issue),
    Pending("settle", _("notices issued, not yet settled"), _settle, shared=True),
)
