"""Daily reports that are missing and can still be filed (R-REPORT-2)."""

from datetime import timedelta
from typing import Any

from django.db.models import (
    DateField,
    DateTimeField,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.reports.rules import ReportState
from venues.pending import Pending, time_of, told, turn_of
from venuewatch.workflow import clock

# No report of a day before these is looked at, so that the list costs the same for every year.
MOST_DAYS = 31


def _submit(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the days that may still be reported; rankings tell of the others."""
    today = timezone.localdate(clock.now())
    district = Coalesce(OuterRef("organisation__area__district"), OuterRef("organisation__area"))
    open_since = ExpressionWrapper(
        Value(today, DateField()) - time_of("backdate_days", district), DateTimeField()
    )
    missing = rows.filter(
        day__gte=today - timedelta(days=MOST_DAYS), state=ReportState.AWAITED,
        deadline__lt=clock.now(),
    ).filter(Q(day__gte=open_since))  # fmt: skip
    return told(
        missing, since="deadline", behind=Q(state=ReportState.AWAITED), **turn_of("organisation")
    )


PENDING = (Pending("report", _("daily reports missing"), _submit),)
