"""Filters of the notices."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.tracking.notices.models import Notice, NoticeVenue
from inspections.tracking.notices.pending import PENDING
from inspections.tracking.notices.rules import NoticeLevel, NoticeState
from inspections.tracking.notices.waiting import waiting_for
from venues.models import Venue
from venues.pending import PendingChoice, behind_filter, turn_filter
from venues.signed_in import officer_of


class NoticeFilter(django_filters.FilterSet):
    """By state, from whom, when issued, and any part of number, title, or a venue's words."""

    q = django_filters.CharFilter(label=_("Number, title or venue"), method="search")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=NoticeState.choices, widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )  # fmt: skip
    level = django_filters.ChoiceFilter(label=_("Level of the notice"), choices=NoticeLevel.choices)
    waits = django_filters.BooleanFilter(
        label=_("Waiting for me"), method="only_waiting", widget=forms.CheckboxInput
    )
    since = django_filters.DateFilter(
        label=_("Issued from"), field_name="issued_at", lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    until = django_filters.DateFilter(
        label=_("Issued until"), field_name="issued_at", lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    pending = PendingChoice(PENDING)
    turn = turn_filter()
    behind = behind_filter()

    class Meta:
        model = Notice
        fields: list[str] = []

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of number, document number and title, or of a venue in scope that it names."""
        text = text.strip()
        own = Venue.objects.visible_to(officer_of(self.request)).search(text)
        named = NoticeVenue.objects.filter(venue__in=own.values("pk")).values("notice")
        return rows.filter(
            Q(number__contains=text) | Q(draft__contains=text) | Q(pk__in=named)
            | Q(document_number__icontains=text) | Q(title__icontains=text)
        )  # fmt: skip

    def only_waiting(self, rows: Any, name: str, wanted: bool) -> Any:
        """The drafts that whoever asks may issue."""
        own = waiting_for(officer_of(self.request)).values("pk")
        return rows.filter(pk__in=own) if wanted else rows
