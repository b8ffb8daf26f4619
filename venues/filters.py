"""Filters of the register."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from venues.models import Area, Category, Organisation, Venue
from venues.rules import AreaKind, Colour, OrganisationKind, VenueStatus


def towns_of(request: Any) -> QuerySet[Area]:
    """The towns in the area of who asks."""
    return Area.objects.filter(kind=AreaKind.TOWN, **_inside(request)).order_by("code")


def departments_of(request: Any) -> QuerySet[Organisation]:
    """The departments and agencies in the area of who asks."""
    inside = {f"area__{key}": value for key, value in _inside(request).items()}
    kinds = [OrganisationKind.DEPARTMENT, OrganisationKind.AGENCY]
    return Organisation.objects.filter(kind__in=kinds, **inside).order_by("pk")


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
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns_of)
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

    class Meta:
        model = Venue
        fields: list[str] = []

    def search(self, rows: Any, name: str, text: str) -> Any:
        """Any part of name, address or code."""
        return rows.search(text)

    def led_by(self, rows: Any, name: str, department: Organisation) -> Any:
        """Venues that a department leads or co-leads."""
        return rows.answered_by(department)
