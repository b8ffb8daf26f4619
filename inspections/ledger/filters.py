"""Filters of the ledger."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.ledger.models import Issue
from inspections.ledger.rules import IssueState, Severity
from venues.filters import departments_of, towns_of
from venues.models import Category, Venue
from venuewatch.workflow import clock


class IssueFilter(django_filters.FilterSet):
    """By state, severity, town, department, category, overdue, due soon, period, and text."""

    q = django_filters.CharFilter(label=_("Number, venue or item"), method="search")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=IssueState.choices, widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )  # fmt: skip
    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=Severity.choices)
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns_of)
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=departments_of)
    category = django_filters.ModelChoiceFilter(
        label=_("Category"),
        queryset=Category.objects.all(),
        field_name="venue__category",
    )
    overdue = django_filters.BooleanFilter(
        label=_("Overdue"), method="only_overdue", widget=forms.CheckboxInput
    )
    amber = django_filters.BooleanFilter(
        label=_("Due soon"), method="only_amber", widget=forms.CheckboxInput
    )
    since = django_filters.DateFilter(
        label=_("Found from"), field_name="found_at", lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    until = django_filters.DateFilter(
        label=_("Found until"), field_name="found_at", lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    class Meta:
        model = Issue
        fields: list[str] = []

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of the number, the venue's name, address or code, or the item's text."""
        text = text.strip()
        venues = Venue.objects.search(text).values("pk")
        return rows.filter(
            Q(number__startswith=text) | Q(item_text__icontains=text) | Q(venue__in=venues)
        )

    def only_overdue(self, rows: Any, name: str, wanted: bool) -> Any:
        """Overdue now (R-ISSUE-3)."""
        return rows.overdue(clock.now()) if wanted else rows

    def only_amber(self, rows: Any, name: str, wanted: bool) -> Any:
        """Open with 80 % of its time over (R-ISSUE-3)."""
        return rows.amber(clock.now()) if wanted else rows
