"""Daily reports that are missing: awaited, and their time is over (R-REPORT-2)."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.reports.rules import ReportState
from venues.pending import Pending, told, turn_of
from venuewatch.workflow import clock

DAYS = 30  # what was not reported longer ago can be reported no more, and is told by rankings


def _submit(rows: QuerySet[Any]) -> QuerySet[Any]:
    first = timezone.localdate(clock.now()) - timedelta(days=DAYS)
    missing = rows.filter(day__gte=first, state=ReportState.AWAITED, deadline__lt=clock.now())
    return told(
        missing, since="deadline", behind=Q(state=ReportState.AWAITED), **turn_of("organisation")
    )


PENDING = (Pending("report", _("daily reports missing"), _submit),)
