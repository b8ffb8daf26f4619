"""Tables of the duties: what is owed, the days that were planned, the intervals of a category."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from inspections.duties import guards
from inspections.duties.rules import (
    FULFILLED,
    INTERVAL_TABLE,
    LONGEST_INTERVAL,
    DutyReason,
    DutySide,
    DutyState,
    why_words,
)
from venues.models import Area, Category, Officer, Organisation, Venue
from venues.rules import BUSINESS_POSTS, OrganisationKind
from venues.scoping import posts_in
from venuewatch.workflow import clock
from venuewatch.workflow.models import Subject
from venuewatch.workflow.rules import Words


class DutyQuerySet(models.QuerySet["Duty"]):
    """Duties as people ask for them."""

    def visible_to(self, officer: Officer) -> Self:
        """Only duties at venues in the officer's scope (R-SCOPE-1)."""
        return self.filter(venue__in=Venue.objects.visible_to(officer))

    def owed_by(self, organisation: Organisation) -> Self:
        """The duties of a town or department; none for others, who owe no checks."""
        if organisation.kind == OrganisationKind.TOWN:
            return self.filter(side=DutySide.TOWN, town=organisation.area_id)
        if organisation.kind == OrganisationKind.DEPARTMENT:
            return self.filter(side=DutySide.SECTOR, department=organisation.pk)
        return self.none()

    def still_owed(self, day: date) -> Self:
        """What is still to be done on a day."""
        return self.filter(day=day, state=DutyState.OWED)

    def owed_today(self, officer: Officer) -> Self:
        """What this officer's organisation still has to do today, in scope (R-DUTY-3)."""
        if officer.organisation is None or officer.post not in BUSINESS_POSTS:
            return self.none()
        own = self.visible_to(officer).owed_by(officer.organisation)
        return own.still_owed(localdate(clock.now()))


class Duty(models.Model):
    """One side owes one venue a check on one day (R-DUTY-2).

    Town and department are those of the day it was made. Its rows are written by whole statements
    and name no row that could be deleted, so that their references are held by the guard instead
    of one look-up a row.
    """

    day = models.DateField()
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    side = models.CharField(max_length=6, choices=DutySide.choices)
    state = models.CharField(max_length=9, choices=DutyState.choices)
    reason = models.CharField(max_length=7, choices=DutyReason.choices)
    days = models.PositiveSmallIntegerField()
    since = models.DateField(null=True)
    reference = models.CharField(max_length=40, default="", db_default="")
    town = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    department = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    inspection = models.ForeignKey(
        "inspections.Inspection", null=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["day", "venue", "side"]
        constraints = [
            # R-DUTY-2; the duties of a day, and those of a venue on a day
            models.UniqueConstraint(fields=["day", "venue", "side"], name="duty_once"),
            models.CheckConstraint(condition=Q(side__in=DutySide.values), name="duty_side"),
            models.CheckConstraint(condition=Q(state__in=DutyState.values), name="duty_state"),
            models.CheckConstraint(condition=Q(reason__in=DutyReason.values), name="duty_reason"),
            models.CheckConstraint(
                condition=Q(state__in=FULFILLED, inspection__isnull=False)
                | (~Q(state__in=FULFILLED) & Q(inspection__isnull=True)),
                name="duty_fulfilled_by",
            ),
            models.CheckConstraint(
                condition=Q(side=DutySide.TOWN, town__isnull=False)
                | Q(side=DutySide.SECTOR, department__isnull=False),
                name="duty_has_owner",
            ),
        ]
        indexes = [
            # today: the duties of a town
            models.Index(
                fields=["town", "day"], condition=Q(side=DutySide.TOWN), name="duty_of_town"
            ),
            # today: the duties of a department
            models.Index(
                fields=["department", "day"],
                condition=Q(side=DutySide.SECTOR),
                name="duty_of_department",
            ),
        ]
        triggers = guards.DUTY_TRIGGERS

    def __str__(self) -> str:
        return f"{self.venue_id} {self.side} {self.day} ({self.state})"

    @property
    def why(self) -> Words:
        """Why the check is owed, in words."""
        return why_words(self.reason, self.days, self.since, self.reference)


class PlannedDay(models.Model):
    """A day for which the planner ran; a day without one was not planned, and nothing missed."""

    day = models.DateField(primary_key=True)
    planned = models.DateTimeField(default=clock.now)
    closed = models.DateTimeField(null=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return str(self.day)


def _interval() -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField()


class CheckInterval(Subject):
    """The days between checks of a category in a district, as command set them.

    Without a row the category's own apply to both sides. Its events are its history; `key` is
    the codes of district and category.
    """

    subject_type = "interval"
    key_field = "key"
    workflow = INTERVAL_TABLE

    key = models.CharField(max_length=60, unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    town_routine = _interval()
    town_problem = _interval()
    sector_routine = _interval()
    sector_problem = _interval()

    class Meta:
        verbose_name = _("check interval")
        ordering = ["district", "category__position"]
        constraints = [
            models.UniqueConstraint(fields=["category", "district"], name="interval_once"),
            models.CheckConstraint(
                condition=Q(
                    town_routine__range=(1, LONGEST_INTERVAL),
                    town_problem__range=(1, LONGEST_INTERVAL),
                    sector_routine__range=(1, LONGEST_INTERVAL),
                    sector_problem__range=(1, LONGEST_INTERVAL),
                ),
                name="interval_range",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def capacities(self, by: Any) -> frozenset[str]:
        """Command's posts in its own district."""
        return posts_in(by, self.district)
