"""Daily checks that were missed yesterday under a plate, by the side that missed them."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.duties.rules import DutyReason, DutySide, DutyState
from venues.pending import Pending, only_where, told
from venuewatch.workflow import clock


def _missed(rows: QuerySet[Any]) -> QuerySet[Any]:
    yesterday = timezone.localdate(clock.now()) - timedelta(days=1)
    return told(
        rows.filter(day=yesterday, state=DutyState.MISSED, reason=DutyReason.PLATE), since="day",
        behind=Q(state=DutyState.MISSED),
        town=only_where(Q(side=DutySide.TOWN), "town_id"),
        department=only_where(Q(side=DutySide.SECTOR), "department_id"),
    )  # fmt: skip


PENDING = (Pending("plate_check", _("daily checks under a plate missed yesterday"), _missed),)
