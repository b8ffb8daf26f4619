"""Filters of the register."""

from collections.abc import MutableMapping
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from venues.models import Area, Category, Officer, Order, Organisation, Venue
from venues.order_rules import Restriction
from venues.rules import AreaKind, Colour, OrganisationKind, Regime, VenueStatus
from venuewatch.workflow import subjects
from venuewatch.workflow.models import Event

NO_TOWN = "none"  # asks for the venues that lie in no town yet


def towns_of(request: Any) -> QuerySet[Area]:
    """The towns in the area of who asks."""
    return Area.objects.filter(kind=AreaKind.TOWN, **_inside(request)).order_by("code")


def districts_of(request: Any) -> QuerySet[Area]:
    """The districts in the area of who asks."""
    return Area.objects.filter(kind=AreaKind.DISTRICT, **_inside(request)).order_by("code")


def without_districts(filters: MutableMapping[str, Any], request: Any) -> None:
    """Take out the choice of a district for whoever works in one alone."""
    own = request.user.organisation
    if own is None or own.area.kind != AreaKind.CITY:
        del filters["district"]


def departments_of(request: Any) -> QuerySet[Organisation]:
    """The departments and agencies in the area of who asks."""
    inside = {f"area__{key}": value for key, value in _inside(request).items()}
    kinds = [OrganisationKind.DEPARTMENT, OrganisationKind.AGENCY]
    return Organisation.objects.filter(kind__in=kinds, **inside).order_by("pk")


def orders_of(request: Any) -> QuerySet[Order]:
    """The orders that who asks may read."""
    return Order.objects.visible_to(request.user)


def _inside(request: Any) -> dict[str, Any]:
    organisation = request.user.organisation
    if organisation is None:
        return {"pk__in": []}
    if organisation.area.kind == AreaKind.CITY:
        return {"district__parent": organisation.area}
    return {"district": organisation.area.district}


class VenueFilter(django_filters.FilterSet):
    """By town, category, department, colour, state, and any part of name, address or code."""

    q = django_filters.CharFilter(label=_("Text"), method="search")
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), queryset=towns_of, null_label=_("no town yet"), null_value=NO_TOWN
    )
    category = django_filters.ModelChoiceFilter(
        label=_("Category"), queryset=Category.objects.all()
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=departments_of, method="led_by"
    )
    colour = django_filters.ChoiceFilter(
        label=_("Colour"), choices=Colour.choices, field_name="standing__colour"
    )
    state = django_filters.ChoiceFilter(label=_("Status"), choices=VenueStatus.choices)
    regime = django_filters.ChoiceFilter(
        label=_("Regime"), choices=Regime.choices, field_name="standing__regime"
    )
    restriction = django_filters.ChoiceFilter(
        label=_("Restriction in force"), choices=Restriction.choices, method="under"
    )
    order = django_filters.ModelChoiceFilter(
        label=_("Control order"), queryset=orders_of, method="reached_by"
    )

    placed = django_filters.ChoiceFilter(
        label=_("Point on the map"), choices=[("yes", _("known")), ("no", _("not known"))],
        method="with_point",
    )  # fmt: skip

    class Meta:
        model = Venue
        fields: list[str] = []

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of name, address or code."""
        return rows.search(text)

    def led_by(self, rows: Any, name: str, department: Organisation) -> Any:
        """Venues that a department leads or co-leads."""
        return rows.answered_by(department)

    def under(self, rows: Any, name: str, measure: str) -> Any:
        """Venues on which an order in force imposes this (R-ORDER-2)."""
        return rows.filter(pk__in=Order.objects.reached_by_any(measure))

    def reached_by(self, rows: Any, name: str, order: Order) -> Any:
        """Venues that an order reaches, in force or not."""
        return rows.filter(pk__in=order.venues().values("pk"))

    def with_point(self, rows: Any, name: str, known: str) -> Any:
        """Venues that the map can show, or those that it cannot."""
        return rows.filter(lon__isnull=known == "no")


def _kinds() -> list[tuple[str, str]]:
    return [(kind, subjects.kind_words(kind)) for kind in subjects.kinds()]


class EventFilter(django_filters.FilterSet):
    """By number or code, kind of subject, act, who acted, and when it was recorded."""

    q = django_filters.CharFilter(label=_("Number, code or account"), method="about")
    kind = django_filters.ChoiceFilter(label=_("About"), choices=_kinds, field_name="subject_type")
    act = django_filters.ChoiceFilter(
        label=_("Act"), choices=lambda: list(subjects.acts().items()), field_name="name"
    )
    by = django_filters.CharFilter(label=_("By (account or name)"), method="acted")
    since = django_filters.DateFilter(
        label=_("Recorded from"), field_name="recorded", lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    until = django_filters.DateFilter(
        label=_("Recorded until"), field_name="recorded", lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    class Meta:
        model = Event
        fields: list[str] = []

    def about(self, rows: Any, name: str, text: str) -> Any:
        """The events of the subjects with exactly this number, code or account name."""
        found = Q(pk__in=[])
        for kind, keys in subjects.with_key(text.strip()).items():
            found |= Q(subject_type=kind, subject_id__in=keys)
        return rows.filter(found)

    def acted(self, rows: Any, name: str, text: str) -> Any:
        """The events of the officers with this account name, or whose name contains the text."""
        text = text.strip()
        officers = Officer.objects.filter(Q(username=text) | Q(person__name__icontains=text))
        return rows.filter(actor__in=officers.values("pk"))
