"""Filters of the look-backs."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.ledger.rules import Severity
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.lookbacks.pending import PENDING
from inspections.tracking.lookbacks.rules import WAITING, LookBackState
from venues.filters import departments_of, towns_of
from venues.models import Category, Venue
from venues.pending import PendingChoice, behind_filter, turn_filter
from venues.signed_in import officer_of
from venuewatch.workflow import clock


class LookBackFilter(django_filters.FilterSet):
    """By state, severity, town, department, category and text; mine; late; without a person."""

    q = django_filters.CharFilter(label=_("Number or venue"), method="search")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=LookBackState.choices, widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )  # fmt: skip
    mine = django_filters.BooleanFilter(
        label=_("Waiting for me"), method="only_mine", widget=forms.CheckboxInput
    )
    late = django_filters.BooleanFilter(
        label=_("Overdue"), method="only_late", widget=forms.CheckboxInput
    )
    nobody = django_filters.BooleanFilter(
        label=_("Nobody goes"), method="only_without", widget=forms.CheckboxInput
    )
    severity = django_filters.ChoiceFilter(
        label=_("Severity"), choices=Severity.choices, field_name="issue__severity"
    )
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns_of)
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=departments_of)
    category = django_filters.ModelChoiceFilter(
        label=_("Category"), queryset=Category.objects.all(), field_name="venue__category"
    )
    pending = PendingChoice(PENDING)
    turn = turn_filter()
    behind = behind_filter()

    class Meta:
        model = LookBack
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        given = QueryDict(mutable=True) if data is None else data.copy()
        if not {*given} & {*self.base_filters}:  # what is not over, the most urgent first
            given.setlist("state", list(WAITING))
        super().__init__(given, *args, **options)

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of the number, or of the venue's name, address or code."""
        text = text.strip()
        venues = Venue.objects.search(text).values("pk")
        return rows.filter(Q(code__contains=text) | Q(venue__in=venues))

    def only_mine(self, rows: Any, name: str, wanted: bool) -> Any:
        """Those to which the reader is sent."""
        own = LookBack.objects.sent_to(officer_of(self.request)).values("pk")
        return rows.filter(pk__in=own) if wanted else rows

    def only_late(self, rows: Any, name: str, wanted: bool) -> Any:
        """Those that should have been made by now."""
        return rows.late(timezone.localdate(clock.now())) if wanted else rows

    def only_without(self, rows: Any, name: str, wanted: bool) -> Any:
        """Those for which nobody goes."""
        return rows.without_person() if wanted else rows
