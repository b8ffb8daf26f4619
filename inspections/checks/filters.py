"""Filters of the visits."""

from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from inspections.checks.models import Inspection
from inspections.checks.pending import PENDING
from inspections.checks.rules import Outcome, Side
from inspections.checks.withdrawals import was_withdrawn
from inspections.duties.actions import today
from inspections.duties.filters import day_in
from venues.filters import departments_of, towns_of
from venues.models import Venue
from venues.pending import PendingChoice, behind_filter, turn_filter


class VisitFilter(django_filters.FilterSet):
    """By business day, side, outcome, town, department, venue, and what waits.

    Today's unless another day is chosen; of what waits those of every day.
    """

    q = django_filters.CharFilter(label=_("Venue"), method="search")
    day = django_filters.DateFilter(
        label=_("Day"), field_name="business_day", widget=forms.DateInput(attrs={"type": "date"})
    )
    side = django_filters.ChoiceFilter(label=_("Side"), choices=Side.choices)
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Outcome.choices)
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns_of)
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=departments_of)
    withdrawn = django_filters.ChoiceFilter(
        label=_("Withdrawn"), choices=[("no", _("no")), ("yes", _("yes"))], method="only_withdrawn"
    )
    pending = PendingChoice(PENDING)
    turn = turn_filter()
    behind = behind_filter()

    class Meta:
        model = Inspection
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        given = QueryDict(mutable=True) if data is None else data.copy()
        if not given.get("pending") and day_in(given.get("day", "")) is None:
            given["day"] = today().isoformat()
        super().__init__(given, *args, **options)

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of the venue's name, address or code."""
        return rows.filter(venue__in=Venue.objects.search(text).values("pk"))

    def only_withdrawn(self, rows: Any, name: str, chosen: str) -> Any:
        """Those that were withdrawn, or those that count (R-CHECK-6)."""
        return rows.filter(was_withdrawn() if chosen == "yes" else ~was_withdrawn())
