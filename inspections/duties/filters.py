"""Filters of the duties."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from inspections.duties.actions import today
from inspections.duties.models import Duty
from inspections.duties.pending import PENDING
from inspections.duties.rules import SIDE_OF_KIND, DutyReason, DutySide, DutyState
from venues.filters import departments_of, districts_of, towns_of, without_districts
from venues.models import Officer, Venue
from venues.pending import PendingChoice, behind_filter, turn_filter


class DutyFilter(django_filters.FilterSet):
    """By day (today unless another is chosen), side, state, reason, town, department and venue."""

    q = django_filters.CharFilter(label=_("Venue"), method="search")
    day = django_filters.DateFilter(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    side = django_filters.ChoiceFilter(label=_("Side"), choices=DutySide.choices)
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=DutyState.choices, widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )  # fmt: skip
    reason = django_filters.ChoiceFilter(label=_("Why"), choices=DutyReason.choices)
    district = django_filters.ModelChoiceFilter(
        label=_("District"), queryset=districts_of, field_name="venue__district"
    )
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns_of)
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=departments_of)
    pending = PendingChoice(PENDING)
    turn = turn_filter()
    behind = behind_filter()

    class Meta:
        model = Duty
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        given = QueryDict(mutable=True) if data is None else data.copy()
        if day_in(given.get("day", "")) is None:
            # what waits is what was missed on the last whole day
            back = 1 if given.get("pending") else 0
            given["day"] = (today() - timedelta(days=back)).isoformat()
        super().__init__(given, *args, **options)
        without_districts(self.filters, self.request)

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of the venue's name, address or code."""
        return rows.filter(venue__in=Venue.objects.search(text).values("pk"))


def query_of(officer: Officer) -> str:
    """The query of the list that is exactly what the officer's organisation owes today still."""
    organisation = officer.organisation
    side = SIDE_OF_KIND.get(organisation.kind) if organisation else None
    if organisation is None or side is None:
        return f"state={DutyState.OWED}"
    own = (
        ("town", organisation.area_id) if side == DutySide.TOWN else ("department", organisation.pk)
    )
    return urlencode([("state", DutyState.OWED.value), ("side", side), own])


def day_in(text: str) -> date | None:
    """A day as it is written in an address; None for anything else, so that a list is one day's."""
    try:
        return parse_date(text)
    except ValueError:
        return None
