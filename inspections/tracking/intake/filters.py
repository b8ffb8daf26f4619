"""Filters of what came in at the desk."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from inspections.tracking.intake.models import Intake, IntakeAsk
from inspections.tracking.intake.pending import PENDING
from inspections.tracking.intake.rules import IntakeSource, IntakeState
from inspections.tracking.intake.waiting import waiting_for
from venues.models import Organisation, Venue
from venues.pending import PendingChoice, behind_filter, turn_filter
from venues.scoping import beside
from venues.signed_in import officer_of
from venuewatch.workflow import clock


def _asked(request: Any) -> QuerySet[Organisation]:
    """The organisations beside who asks."""
    rows: QuerySet[Organisation] = beside(Organisation.objects.all(), officer_of(request))
    return rows.order_by("pk")


class IntakeFilter(django_filters.FilterSet):
    """By state, source, who was asked, clock, period, and any part of number, venue or place."""

    q = django_filters.CharFilter(label=_("Number, venue or place"), method="search")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=IntakeState.choices, widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )  # fmt: skip
    source = django_filters.ChoiceFilter(label=_("Source"), choices=IntakeSource.choices)
    asked = django_filters.ModelChoiceFilter(
        label=_("Asked"), queryset=_asked, method="asked_organisation"
    )
    waits = django_filters.BooleanFilter(
        label=_("Waiting for me"), method="only_waiting", widget=forms.CheckboxInput
    )
    overdue = django_filters.BooleanFilter(
        label=_("Overdue"), method="only_overdue", widget=forms.CheckboxInput
    )
    amber = django_filters.BooleanFilter(
        label=_("Due soon"), method="only_amber", widget=forms.CheckboxInput
    )
    since = django_filters.DateFilter(
        label=_("Received from"), field_name="received_at", lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    until = django_filters.DateFilter(
        label=_("Received until"), field_name="received_at", lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    pending = PendingChoice(PENDING)
    turn = turn_filter()
    behind = behind_filter()

    class Meta:
        model = Intake
        fields: list[str] = []

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of the number, the place, or the venue's name, address or code."""
        text = text.strip()
        venues = Venue.objects.search(text).values("pk")
        return rows.filter(
            Q(number__contains=text) | Q(place__icontains=text) | Q(venue__in=venues)
        )

    def asked_organisation(self, rows: Any, name: str, organisation: Organisation) -> Any:
        """What this organisation was asked, in whatever round."""
        asks = IntakeAsk.objects.filter(organisation=organisation)
        return rows.filter(pk__in=asks.values("intake"))

    def only_waiting(self, rows: Any, name: str, wanted: bool) -> Any:
        """What waits for who asks."""
        own = waiting_for(officer_of(self.request)).values("pk")
        return rows.filter(pk__in=own) if wanted else rows

    def only_overdue(self, rows: Any, name: str, wanted: bool) -> Any:
        """Whose clock has run out."""
        return rows.overdue(clock.now()) if wanted else rows

    def only_amber(self, rows: Any, name: str, wanted: bool) -> Any:
        """Of whose time 80 % is over."""
        return rows.amber(clock.now()) if wanted else rows
