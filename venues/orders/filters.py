"""Filters of the register of orders."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from venues.models import Category, Order
from venues.order_rules import OrderState, Restriction


class OrderFilter(django_filters.FilterSet):
    """By number or words, state, restriction, category, and a day on which it was in force."""

    q = django_filters.CharFilter(label=_("Text"), method="search")
    state = django_filters.ChoiceFilter(label=_("Status"), choices=OrderState.choices)
    restriction = django_filters.ChoiceFilter(
        label=_("Restriction"), choices=Restriction.choices, method="imposes"
    )
    category = django_filters.ModelChoiceFilter(
        label=_("Category"), queryset=Category.objects.all(), method="names"
    )
    day = django_filters.DateFilter(
        label=_("Begun by"), field_name="starts", lookup_expr="lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    class Meta:
        model = Order
        fields: list[str] = []

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of number, title or issuer."""
        text = text.replace("\0", "").strip()
        return rows.filter(
            Q(number__icontains=text) | Q(title__icontains=text) | Q(issuer__icontains=text)
        )

    def imposes(self, rows: Any, name: str, measure: str) -> Any:
        """Orders that impose this, maybe among others."""
        return rows.filter(measures__contains=[measure])

    def names(self, rows: Any, name: str, category: Category) -> Any:
        """Orders that name this category."""
        return rows.filter(scope__category=category)
