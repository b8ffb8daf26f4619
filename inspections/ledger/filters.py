"""Filters of the ledger."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.ledger.models import Issue, Rectification
from inspections.ledger.pending import PENDING
from inspections.ledger.rules import HOLDING_DAYS, IssueState, Severity, Source
from inspections.ledger.waiting import ANYTHING, Waiting, waiting_for
from venues.filters import departments_of, districts_of, towns_of, without_districts
from venues.models import Category, Venue
from venues.pending import PendingChoice, behind_filter, turn_filter
from venuewatch.moments import whole_day
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Words


def _holding_choices() -> list[tuple[str, Words]]:
    held, back = _("held for %(days)d days"), _("came back within %(days)d days")
    words = {"held": held, "back": back}
    return [
        (f"{what}-{days}", text % {"days": days})
        for what, text in words.items()
        for days in HOLDING_DAYS
    ]


class IssueFilter(django_filters.FilterSet):
    """By state, severity, source, town, department, category, time, period, and text."""

    q = django_filters.CharFilter(label=_("Number, venue, item or description"), method="search")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=IssueState.choices, widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )  # fmt: skip
    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=Severity.choices)
    source = django_filters.ChoiceFilter(label=_("Source"), choices=Source.choices)
    district = django_filters.ModelChoiceFilter(
        label=_("District"), queryset=districts_of, field_name="venue__district"
    )
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), queryset=towns_of, null_label=_("in no town")
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=departments_of, null_label=_("nobody leads")
    )
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
    recurring = django_filters.BooleanFilter(
        label=_("Recurs after a strike-off"), method="only_recurring",
        widget=forms.CheckboxInput,
    )  # fmt: skip
    holding = django_filters.ChoiceFilter(
        label=_("Some time after the strike-off"), choices=_holding_choices, method="held_or_back"
    )
    followed = django_filters.ChoiceFilter(
        label=_("Followed up by"), choices=[("me", _("me")), ("nobody", _("nobody"))],
        method="followed_by",
    )  # fmt: skip
    waits = django_filters.ChoiceFilter(
        label=_("Waits for"),
        choices=[(ANYTHING, _("anything of mine")), *Waiting.choices],
        method="waits_for",
    )
    since = django_filters.DateFilter(
        label=_("Found from"), method="found_from",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    until = django_filters.DateFilter(
        label=_("Found until"), method="found_until",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    rectified_on = django_filters.DateFilter(
        label=_("Reported rectified on"), method="reported_on",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    closed_on = django_filters.DateFilter(
        label=_("Struck off on"), method="struck_off_on",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    pending = PendingChoice(PENDING)
    turn = turn_filter()
    behind = behind_filter()

    class Meta:
        model = Issue
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        without_districts(self.filters, self.request)

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of number, item text, description, or the venue's name, address or code.

        Only the venue's part has an index. The rest is read row by row, in the order of the list
        until a page is full; a text that nothing matches reads every issue in scope once, which
        takes about half a second for 350,000. Bigrams of issues, as venues have them, would be
        written anew at each change of state, and slow every act down for this rare question.
        """
        text = text.strip()
        venues = Venue.objects.search(text).values("pk")
        told = Q(item_text__icontains=text) | Q(description__icontains=text)
        return rows.filter(Q(number__contains=text) | told | Q(venue__in=venues))

    def followed_by(self, rows: Any, name: str, who: str) -> Any:
        """What is assigned to who asks, or to nobody."""
        return rows.filter(assignee=self.request.user.pk if who == "me" else None)

    def only_recurring(self, rows: Any, name: str, wanted: bool) -> Any:
        """Those that were opened again soon after a strike-off (R-ISSUE-6)."""
        return rows.filter(recurrence_of__isnull=False) if wanted else rows

    def held_or_back(self, rows: Any, name: str, what: str) -> Any:
        """Struck off so many days ago, and since then holding or not (R-TRACK-3)."""
        how, days = what.split("-")
        return rows.after_closing(int(days), clock.now(), held=how == "held")

    def found_from(self, rows: Any, name: str, day: date) -> Any:
        """Found on that day or later."""
        return rows.filter(found_at__gte=whole_day(day)[0])

    def found_until(self, rows: Any, name: str, day: date) -> Any:
        """Found on that day or earlier."""
        return rows.filter(found_at__lte=whole_day(day)[1])

    def reported_on(self, rows: Any, name: str, day: date) -> Any:
        """With a rectification report of that day."""
        reports = Rectification.objects.filter(at__range=whole_day(day))
        return rows.filter(pk__in=reports.values("issue"))

    def struck_off_on(self, rows: Any, name: str, day: date) -> Any:
        """Struck off on that day."""
        return rows.filter(state=IssueState.CLOSED, closed_at__range=whole_day(day))

    def waits_for(self, rows: Any, name: str, what: str) -> Any:
        """What today's page lists for whoever asks: re-checks, sign-offs and decisions."""
        return rows.filter(pk__in=waiting_for(self.request.user, what).values("pk"))

    def only_overdue(self, rows: Any, name: str, wanted: bool) -> Any:
        """Overdue now (R-ISSUE-3)."""
        return rows.overdue(clock.now()) if wanted else rows

    def only_amber(self, rows: Any, name: str, wanted: bool) -> Any:
        """Open with 80 % of its time over (R-ISSUE-3)."""
        return rows.amber(clock.now()) if wanted else rows
