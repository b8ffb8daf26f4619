"""Filters of the operations."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from inspections.enforcement.models import Operation, Part
from inspections.enforcement.pending import PENDING
from inspections.enforcement.rules import CURRENT, OperationKind, OperationState
from inspections.enforcement.waiting import waiting_for
from venues.filters import towns_of
from venues.models import Organisation, Venue
from venues.pending import PendingChoice, behind_filter, turn_filter
from venues.rules import OrganisationKind
from venues.scoping import beside
from venues.signed_in import officer_of
from venuewatch.moments import whole_day


def agencies_of(request: Any) -> Any:
    """The agencies of the officer's district that an operation may have invited."""
    rows = beside(Organisation.objects.order_by("kind", "pk"), officer_of(request))
    return rows.exclude(kind=OrganisationKind.COMMAND)


class OperationFilter(django_filters.FilterSet):
    """By state, kind, town, agency and text; only those that go on."""

    q = django_filters.CharFilter(label=_("Number or venue"), method="search")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=OperationState.choices, widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )  # fmt: skip
    current = django_filters.BooleanFilter(
        label=_("Goes on now"), method="only_current", widget=forms.CheckboxInput
    )
    waits = django_filters.BooleanFilter(
        label=_("Waiting for me"), method="only_waiting", widget=forms.CheckboxInput
    )
    kind = django_filters.ChoiceFilter(label=_("How pressing"), choices=OperationKind.choices)
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns_of)
    agency = django_filters.ModelChoiceFilter(
        label=_("Agency invited"), queryset=agencies_of, method="with_agency"
    )
    blown_on = django_filters.DateFilter(
        label=_("Whistle blown on"), method="only_blown_on",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    closed_on = django_filters.DateFilter(
        label=_("Closed on"), method="only_closed_on",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    pending = PendingChoice(PENDING)
    turn = turn_filter()
    behind = behind_filter()

    class Meta:
        model = Operation
        fields: list[str] = []

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of the number, or of the venue's name, address or code."""
        text = text.strip()
        venues = Venue.objects.search(text).values("pk")
        return rows.filter(
            Q(number__contains=text) | Q(whistle__contains=text) | Q(venue__in=venues)
        )

    def only_current(self, rows: Any, name: str, wanted: bool) -> Any:
        """Those from the whistle to the report."""
        return rows.filter(state__in=CURRENT) if wanted else rows

    def only_blown_on(self, rows: Any, name: str, day: date) -> Any:
        """Those that a town's whistle of that day asked for."""
        return rows.filter(blower__isnull=False, blown_at__range=whole_day(day))

    def only_closed_on(self, rows: Any, name: str, day: date) -> Any:
        """Those that were closed on that day."""
        return rows.filter(state=OperationState.CLOSED, ended_at__range=whole_day(day))

    def only_waiting(self, rows: Any, name: str, wanted: bool) -> Any:
        """What waits for who asks."""
        own = waiting_for(officer_of(self.request)).values("pk")
        return rows.filter(pk__in=own) if wanted else rows

    def with_agency(self, rows: Any, name: str, agency: Organisation) -> Any:
        """Those to which an agency was invited."""
        return rows.filter(Exists(Part.objects.filter(operation=OuterRef("pk"),
                                                      organisation=agency)))  # fmt: skip
