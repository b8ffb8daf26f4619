"""Venues: the places under supervision."""

from functools import cached_property
from typing import Any, Self

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, GeneratedField, Q, Value
from django.utils.translation import gettext_lazy as _

from venues import scoping
from venues.models.areas import Area
from venues.models.categories import Category
from venues.models.officers import Officer
from venues.models.organisations import Organisation
from venues.models.regimes import settle_regimes, venue_is_changed
from venues.models.standing import Standing, tell_settled
from venues.rules import VENUE_TABLE, Origin, PointSource, VenueStatus
from venuewatch.workflow import clock
from venuewatch.workflow.models import Subject

SHORTEST_INDEXED_SEARCH = 2


class VenueQuerySet(models.QuerySet["Venue"]):
    """Venues as people ask for them."""

    def visible_to(self, officer: Officer) -> Self:
        """Only what lies in the officer's scope (R-SCOPE-1, R-SCOPE-3)."""
        return scoping.in_scope(self, officer)

    def answered_by(self, organisation: Organisation) -> Self:
        """Venues that a department or agency leads or co-leads."""
        return self.filter(scoping.answers_for(organisation))

    def search(self, text: str) -> Self:
        """Venues with this text in any part of name, address or code; case does not matter."""
        text = text.replace("\0", "").strip()
        if not text:
            return self
        found = self.filter(
            Q(name__icontains=text) | Q(address__icontains=text) | Q(code__icontains=text)
        )
        if len(text) < SHORTEST_INDEXED_SEARCH:
            return found
        return found.filter(grams__contains=Bigrams(Value(text)))


class Bigrams(Func):
    """The bigrams of a text, as the database computes them for its search column."""

    function = "workflow_bigrams"
    output_field = ArrayField(models.TextField())


# What hangs on a venue is known here by its standing alone, which is locked as every act does.
_ENDS_WITHOUT_ISSUES = """
    IF EXISTS (SELECT 1 FROM old_rows AS o JOIN new_rows AS n USING (id)
               WHERE n.state = 'ended' AND o.state <> 'ended') THEN
        PERFORM 1 FROM venues_standing AS s WHERE s.venue_id IN (
            SELECT id FROM new_rows WHERE state = 'ended') ORDER BY s.venue_id FOR UPDATE;
        SELECT min(n.code) INTO culprit FROM old_rows AS o JOIN new_rows AS n USING (id)
            JOIN venues_standing AS s ON s.venue_id = n.id
            WHERE n.state = 'ended' AND o.state <> 'ended' AND s.unclosed > 0;
        IF culprit IS NOT NULL THEN
            RAISE EXCEPTION 'R-VENUE-2: not ended with an issue unclosed: %', culprit
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NULL;"""


@pghistory.track(exclude=["grams", "event_seq", "event_hash"])
class Venue(Subject):
    """A supervised place of one category in one grid, community, town or district."""

    subject_type = "venue"
    key_field = "code"
    workflow = VENUE_TABLE

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="venues")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="venues")
    district = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    town = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    address = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    source_crs = models.CharField(
        max_length=5, choices=PointSource.choices, default=PointSource.WGS84
    )
    credit_code = models.CharField(max_length=18, blank=True)
    credit_code_reason = models.CharField(max_length=200, blank=True)
    unlicensed = models.BooleanField(default=False)
    legal_representative = models.CharField(max_length=60, blank=True)
    legal_phone = models.CharField(max_length=20, blank=True)
    site_person = models.CharField(max_length=60, blank=True)
    site_phone = models.CharField(max_length=20, blank=True)
    town_leader = models.CharField(max_length=60, blank=True)
    grid_leader = models.CharField(max_length=60, blank=True)
    department_officer = models.CharField(max_length=60, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    tag = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=VenueStatus.choices, default=VenueStatus.ACTIVE)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.LIVE)
    created = models.DateTimeField(default=clock.now, editable=False)
    grams = GeneratedField(
        expression=Bigrams(
            Func(
                F("name"),
                Value(" "),
                F("address"),
                Value(" "),
                F("code"),
                template="(%(expressions)s)",
                arg_joiner=" || ",
                output_field=models.TextField(),
            )
        ),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VenueStatus.values), name="venue_state"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="venue_origin"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="venue_point",
            ),
        ]
        indexes = [
            # register of a town, by code; scope of a town
            models.Index(fields=["town", "code"], name="venue_town_code"),
            # scope of a district: the keys of its venues, from the index alone, however many
            # venues other districts have
            models.Index(fields=["district"], include=["id"], name="venue_scope"),
            # register of a district or department: category within the district
            models.Index(fields=["district", "category", "code"], name="venue_district_category"),
            # the map: what lies in a box
            models.Index(
                fields=["lon", "lat"], condition=Q(lon__isnull=False), name="venue_point_index"
            ),
            # search by any part of name, address or code
            GinIndex(fields=["grams"], name="venue_grams"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="venue_ends_without_issues",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
                declare=[("culprit", "TEXT")],
                func=_ENDS_WITHOUT_ISSUES,
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude (WGS84), where they are known."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)

    @cached_property
    def answering(self) -> list[tuple[Organisation, str]]:
        """Who leads and co-leads it, until it is read anew (see `scoping.answering`)."""
        return scoping.answering_now(self)

    def hold(self) -> Standing:
        """Lock its standing, which every act at a venue locks, and ask anew who leads it."""
        self.__dict__.pop("answering", None)
        return Standing.objects.select_for_update().get(pk=self.pk)

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Keep orders from changing, lock the standing, then the venue."""
        venue_is_changed()
        Standing.objects.select_for_update().get(pk=pk)
        return super().locked(pk)

    def capacities(self, by: Any) -> frozenset[str]:
        return scoping.capacities(by, self)

    def settled(self) -> None:
        """What orders impose and what is owed may follow from its state, category and place."""
        settle_regimes([self.pk])
        tell_settled([self.pk])

    def save(self, *args: Any, **options: Any) -> None:
        """Save with district and town as its area says, and with its standing."""
        self.district_id = self.area.district_id or self.area_id
        self.town_id = self.area.town_id
        super().save(*args, **options)
        Standing.objects.get_or_create(venue_id=self.pk)
