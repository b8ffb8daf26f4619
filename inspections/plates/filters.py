"""Filters of the plates."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.plates.models import Plate
from inspections.plates.pending import PENDING
from inspections.plates.rules import HANGING, PlateState
from inspections.plates.waiting import waiting_for
from venues.filters import departments_of, towns_of
from venues.models import Category, Venue
from venues.pending import PendingChoice, behind_filter, turn_filter
from venues.signed_in import officer_of
from venuewatch.moments import whole_day


class PlateFilter(django_filters.FilterSet):
    """By state, town, department, category and text; only those that hang."""

    q = django_filters.CharFilter(label=_("Number or venue"), method="search")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PlateState.choices, widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )  # fmt: skip
    hanging = django_filters.BooleanFilter(
        label=_("Hangs now"), method="only_hanging", widget=forms.CheckboxInput
    )
    waits = django_filters.BooleanFilter(
        label=_("Waiting for me"), method="only_waiting", widget=forms.CheckboxInput
    )
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns_of)
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=departments_of)
    category = django_filters.ModelChoiceFilter(
        label=_("Category"), queryset=Category.objects.all(), field_name="venue__category"
    )
    hung_on = django_filters.DateFilter(
        label=_("Hung on"), method="only_hung_on", widget=forms.DateInput(attrs={"type": "date"})
    )
    lifted_on = django_filters.DateFilter(
        label=_("Lifted on"), method="only_lifted_on",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    pending = PendingChoice(PENDING)
    turn = turn_filter()
    behind = behind_filter()

    class Meta:
        model = Plate
        fields: list[str] = []

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of the number, or of the venue's name, address or code."""
        text = text.strip()
        venues = Venue.objects.search(text).values("pk")
        return rows.filter(
            Q(number__contains=text) | Q(proposal__contains=text) | Q(venue__in=venues)
        )

    def only_hanging(self, rows: Any, name: str, wanted: bool) -> Any:
        """Those at a venue's door now."""
        return rows.filter(state__in=HANGING) if wanted else rows

    def only_hung_on(self, rows: Any, name: str, day: date) -> Any:
        """Those that were hung on that day."""
        return rows.filter(hung_at__range=whole_day(day))

    def only_lifted_on(self, rows: Any, name: str, day: date) -> Any:
        """Those that were lifted on that day."""
        return rows.filter(state=PlateState.LIFTED, ended_at__range=whole_day(day))

    def only_waiting(self, rows: Any, name: str, wanted: bool) -> Any:
        """What waits for who asks."""
        own = waiting_for(officer_of(self.request)).values("pk")
        return rows.filter(pk__in=own) if wanted else rows
