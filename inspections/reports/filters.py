"""Filters of the reports that are missing."""

import django_filters
from django.utils.translation import gettext_lazy as _

from inspections.reports.models import DailyReport
from inspections.reports.pending import PENDING
from inspections.reports.rules import ReportKind
from venues.pending import PendingChoice, behind_filter, turn_filter


class MissingFilter(django_filters.FilterSet):
    """By kind and whose turn it is."""

    kind = django_filters.ChoiceFilter(label=_("Report"), choices=ReportKind.choices)
    pending = PendingChoice(PENDING)
    turn = turn_filter()
    behind = behind_filter()

    class Meta:
        model = DailyReport
        fields: list[str] = []
