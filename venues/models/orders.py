"""Control orders: what is imposed on which venues, from when until when (R-ORDER-1)."""

# ruff: noqa: S611 — the SQL is put together from constants of this code, never from input

from collections.abc import Mapping
from typing import Any, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, GeneratedField, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from venues.models import order_guards as guards
from venues.models.areas import Area
from venues.models.categories import Category
from venues.models.officers import Officer
from venues.models.regimes import IN_FORCE, covered_sql, orders_are_switched
from venues.models.venues import Venue, VenueQuerySet
from venues.order_rules import (
    LONGEST_INTERVAL,
    MOST_PERCENT,
    NO_TRADING,
    ORDER_TABLE,
    PARTS,
    REGIME_OF,
    USUAL_INTERVAL,
    OrderState,
    Restriction,
    words_of,
)
from venues.rules import BUSINESS_POSTS, OrganisationKind, Regime
from venues.scoping import posts_in
from venuewatch.workflow import clock
from venuewatch.workflow.models import Subject
from venuewatch.workflow.rules import Words

SEVERITIES = [
    ("general", _("general")), ("serious", _("serious")), ("major", _("major")),
]  # fmt: skip


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders as people ask for them."""

    def visible_to(self, officer: Officer) -> Self:
        """Orders of the own district; what was never issued is command's alone (R-SCOPE-1)."""
        own = officer.organisation
        if own is None or officer.post not in BUSINESS_POSTS:
            return self.none()
        area = own.area
        here = Q(district=area.district_id) if area.district_id else Q(district__parent=area)
        if own.kind == OrganisationKind.COMMAND:
            return self.filter(here)
        return self.filter(here).exclude(state__in=[OrderState.DRAFT, OrderState.WITHDRAWN])

    def in_force(self) -> Self:
        """What imposes something now."""
        return self.filter(state=OrderState.IN_FORCE)

    def on(self, venue: Venue) -> Self:
        """The orders in force at a venue, the latest last."""
        reaching = RawSQL(guards.ORDERS_ON, [venue.pk, venue.pk])
        return self.in_force().filter(pk__in=reaching).order_by("starts", "pk")

    def reached_by_any(self, measure: str) -> RawSQL:
        """SQL for the venues on which an order in force imposes a restriction (R-ORDER-2)."""
        only = f"{IN_FORCE} AND o.measures @> ARRAY[%s]::varchar[]"
        return RawSQL(covered_sql(only), [measure, measure])


def _strictest() -> Case:
    """The regime that the measures of one order make, the strictest first."""
    cases = [
        When(measures__contains=[measure.value], then=Value(REGIME_OF[measure]))
        for measure in Restriction
    ]
    return Case(*cases, default=Value(Regime.OPEN.value))


@pghistory.track(exclude=["regime", "event_seq", "event_hash"])
class Order(Subject):
    """One control order of a district; `interval_days` between the checks it demands.

    `until` is its last day, None until further notice. Its scope, its items and its words are fixed
    once it is issued.
    """

    subject_type = "order"
    key_field = "number"
    workflow = ORDER_TABLE

    district = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("Number"), max_length=40)
    title = models.CharField(_("Title"), max_length=120)
    issuer = models.CharField(_("Issuer"), max_length=120)
    starts = models.DateField(_("In force from"))
    until = models.DateField(_("Until (last day)"), null=True, blank=True)
    measures = ArrayField(
        models.CharField(max_length=10, choices=Restriction.choices), default=list
    )
    limit_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    interval_days = models.PositiveSmallIntegerField(default=USUAL_INTERVAL)
    text = models.TextField(pgettext_lazy("of an order", "What it says"), blank=True)
    state = models.CharField(max_length=9, choices=OrderState.choices, default=OrderState.DRAFT)
    created = models.DateTimeField(default=clock.now, editable=False)
    regime = GeneratedField(
        expression=_strictest(),
        output_field=models.CharField(max_length=10, choices=Regime.choices),
        db_persist=True,
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("control order")
        verbose_name_plural = _("control orders")
        ordering = ["-starts", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "number"],
                condition=~Q(state=OrderState.WITHDRAWN),
                name="order_number_once",
            ),
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("starts")), name="order_until"
            ),
            models.CheckConstraint(
                condition=Q(measures__contained_by=Restriction.values), name="order_measures"
            ),
            models.CheckConstraint(
                condition=Q(measures__contains=["limit"], limit_percent__range=(1, MOST_PERCENT))
                | (~Q(measures__contains=["limit"]) & Q(limit_percent=None)),
                name="order_limit",
            ),
            models.CheckConstraint(
                condition=Q(interval_days__range=(1, LONGEST_INTERVAL)), name="order_interval"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[OrderState.DRAFT, OrderState.WITHDRAWN])
                | ~Q(measures=[]) & ~Q(number=""),
                name="order_imposes",
            ),
        ]
        triggers = guards.ORDER_TRIGGERS

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Keep venues from changing, then lock the order: what it reaches cannot shift."""
        orders_are_switched()
        return super().locked(pk)

    @classmethod
    def told(cls, details: Mapping[str, Any]) -> list[str]:
        """The usual, what was changed in a draft, and how many venues an act touched."""
        told = super().told(details)
        if changed := [str(PARTS[name]) for name in details.get("changed", ()) if name in PARTS]:
            told.append(str(_("Changed: %s") % _(", ").join(changed)))
        if "venues" in details:
            told.append(str(_("Venues touched: %d") % details["venues"]))
        return told

    def capacities(self, by: Any) -> frozenset[str]:
        """Command's posts in the district."""
        return posts_in(by, self.district)

    @property
    def words(self) -> list[Words]:
        """What it imposes, in words."""
        return words_of(self.measures, self.limit_percent)

    @property
    def regime_word(self) -> Words:
        """The word for the regime that it makes."""
        return Regime(self.regime).label

    @property
    def forbids_trading(self) -> bool:
        """Whether a venue under it that is found trading is a major issue."""
        return any(each in self.measures for each in NO_TRADING)

    def venues(self, among: tuple[int, int] | None = None) -> VenueQuerySet:
        """The venues that it reaches, exempt and ended ones left out.

        All, or those `among` a first and a last key.
        """
        only = "AND o.id = %s" + (" AND v.id BETWEEN %s AND %s" if among else "")
        reached = RawSQL(covered_sql(only), [self.pk, *(among or ())] * 2)
        return Venue.objects.filter(pk__in=reached)


class OrderScope(models.Model):
    """One category, area or venue that an order names."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="scope")
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    venue = models.ForeignKey(Venue, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__isnull=False, area=None, venue=None)
                | Q(category=None, area__isnull=False, venue=None)
                | Q(category=None, area=None, venue__isnull=False),
                name="order_scope_names_one",
            ),
            models.UniqueConstraint(
                fields=["order", "category", "area", "venue"],
                nulls_distinct=False,
                name="order_scope_once",
            ),
        ]
        triggers = [guards.fixed_once_issued("orderscope")]

    def __str__(self) -> str:
        return str(self.category or self.area or self.venue)


class OrderItem(models.Model):
    """What is looked at in the venues of an order while it is in force; `hours` to rectify."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    severity = models.CharField(max_length=8, choices=SEVERITIES)
    hours = models.PositiveIntegerField()

    class Meta:
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_item_position"),
            models.CheckConstraint(
                condition=Q(severity__in=[key for key, _words in SEVERITIES]),
                name="order_item_severity",
            ),
        ]
        triggers = [guards.fixed_once_issued("orderitem")]

    def __str__(self) -> str:
        return self.text


class OrderExemption(models.Model):
    """A venue that an order does not reach although it lies in its scope, and why.

    `day` is that of the decision; it holds from the moment it is recorded until it is ended.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="exemptions")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    day = models.DateField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    recorded = models.DateTimeField(default=clock.now, editable=False)
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "venue"], condition=Q(ended=None), name="order_exempts_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="order_exemption_reason"),
        ]
        triggers = guards.EXEMPTION_TRIGGERS

    def __str__(self) -> str:
        return f"{self.order}: {self.venue}"
