"""What waits, whose turn it is, since when, and whether it is late: asked alike of every list.

A folder names the kinds of its rows that wait; its list filters by them, and command's overview
counts the very same rows. Four columns tell of a row: `turn_town` (an area) and `turn_department`
(an organisation) whose turn it is, neither where it is command's; `waits_since`, a moment or a
day; and `is_behind`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import (
    BooleanField,
    Case,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from venues.models import Organisation
from venues.models.organisations import SchemeValue
from venues.rules import SCHEME_DEFAULTS, OrganisationKind
from venues.scoping import beside
from venuewatch.workflow.rules import Words

COMMAND = "command"  # how a filter names the turn of neither a town nor a department


@dataclass(frozen=True)
class Pending:
    """One kind of what waits: `narrow` takes the rows that do and gives them the four columns.

    `has_clock` is False for what has no time of its own, so that none of it is ever late; `shared`
    where several organisations may be waited for at one row, so that it comes once for each.
    """

    key: str
    label: Words
    narrow: Callable[[QuerySet[Any]], QuerySet[Any]]
    has_clock: bool = True
    shared: bool = False


def told(
    rows: QuerySet[Any], *, since: Any, behind: Q | None = None, town: Any = None,
    department: Any = None,
) -> QuerySet[Any]:  # fmt: skip
    """The rows with the four columns; without `behind` none is late, without a turn command's."""
    nobody = Value(None, output_field=IntegerField())
    late = Value(False) if behind is None else ExpressionWrapper(behind, BooleanField())
    found: QuerySet[Any] = rows.annotate(
        turn_town=nobody if town is None else town,
        turn_department=nobody if department is None else department,
        waits_since=F(since) if isinstance(since, str) else since, is_behind=late,
    )  # fmt: skip
    return found


def only_where(condition: Q, column: str) -> Case:
    """A column where a condition holds, else nothing."""
    return Case(When(condition, then=F(column)), default=None, output_field=IntegerField())


def turn_of(path: str) -> dict[str, Case]:
    """The turn of the organisation at the end of a path, as `town` and `department` of `told`."""
    of_town = Q(**{f"{path}__kind": OrganisationKind.TOWN})
    others = [OrganisationKind.DEPARTMENT, OrganisationKind.AGENCY]
    return {
        "town": only_where(of_town, f"{path}__area_id"),
        "department": only_where(Q(**{f"{path}__kind__in": others}), f"{path}_id"),
    }


def time_of(key: str, district: Any = None) -> ExpressionWrapper[Any]:
    """So many days as the scheme gives in a district, else in that of the outer row's venue."""
    area = OuterRef("venue__district") if district is None else district
    own = SchemeValue.objects.filter(area=area, key=key).values("value")
    days = Coalesce(Subquery(own), Value(SCHEME_DEFAULTS[key].value), output_field=IntegerField())
    return ExpressionWrapper(days * Value(timedelta(days=1)), DurationField())


def turn_is(organisation: Organisation | str) -> Q:
    """The condition of being this organisation's turn, or COMMAND's."""
    if not isinstance(organisation, Organisation) or organisation.kind == OrganisationKind.COMMAND:
        return Q(turn_town=None, turn_department=None)
    if organisation.kind == OrganisationKind.TOWN:
        return Q(turn_town=organisation.area_id)
    return Q(turn_department=organisation.pk)


def _organisations(request: Any) -> QuerySet[Organisation]:
    rows: QuerySet[Organisation] = beside(Organisation.objects.all(), request.user)
    return rows.exclude(kind=OrganisationKind.COMMAND).order_by("area__code", "pk")


class PendingChoice(django_filters.ChoiceFilter):
    """Narrows a list to what waits; `turn` and `behind` beside it narrow that."""

    def __init__(self, kinds: Sequence[Pending], **options: Any) -> None:
        self.kinds = {kind.key: kind for kind in kinds}
        choices = [(kind.key, kind.label) for kind in kinds]
        super().__init__(label=_("What waits, for anyone"), choices=choices, **options)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of a kind; with a turn or lateness alone, those of any kind."""
        asked = self.parent.form.cleaned_data
        turn, behind = asked.get("turn"), asked.get("behind")
        if not (value or turn or behind):
            return qs
        kinds = [self.kinds[value]] if value else self.kinds.values()
        wanted = (turn_is(turn) if turn else Q()) & (Q(is_behind=True) if behind else Q())
        every = qs.model._default_manager.order_by()
        found = Q(pk__in=[])
        for kind in kinds:
            found |= Q(pk__in=kind.narrow(every).filter(wanted).values("pk"))
        return qs.filter(found)


class _Beside(django_filters.ModelChoiceFilter):
    """Told of by PendingChoice, which alone narrows."""

    def filter(self, qs: Any, value: Any) -> Any:
        """All of them."""
        return qs


class _BesideToo(django_filters.BooleanFilter):
    """Told of by PendingChoice, which alone narrows."""

    def filter(self, qs: Any, value: Any) -> Any:
        """All of them."""
        return qs


def turn_filter() -> django_filters.ModelChoiceFilter:
    """Whose turn it is: a town, department or agency of the district, or command."""
    return _Beside(
        label=_("Whose turn it is"), queryset=_organisations, null_label=_("command"),
        null_value=COMMAND,
    )  # fmt: skip


def behind_filter() -> django_filters.BooleanFilter:
    """Only what is late."""
    return _BesideToo(label=_("What waits and is late"), widget=forms.CheckboxInput)
