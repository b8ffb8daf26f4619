"""Filters of the plates."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.plates.models import Plate
from inspections.plates.rules import HANGING, PlateState
from inspections.plates.waiting import waiting_for
from venues.filters import departments_of, towns_of
from venues.models import Category, Venue
from venues.signed_in import officer_of


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
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), queryset=towns_of, field_name="venue__town"
    )
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=departments_of)
    category = django_filters.ModelChoiceFilter(
        label=_("Category"), queryset=Category.objects.all(), field_name="venue__category"
    )

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

    def only_waiting(self, rows: Any, name: str, wanted: bool) -> Any:
        """What waits for who asks."""
        own = waiting_for(officer_of(self.request)).values("pk")
        return rows.filter(pk__in=own) if wanted else rows
