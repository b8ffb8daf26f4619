"""The operation itself, its issues, its clocks and their pauses."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, GeneratedField, Q, When
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from inspections.enforcement import guards
from inspections.enforcement.clocks import ClockName, ClockUnit
from inspections.enforcement.judging import Situation
from inspections.enforcement.models.keys import officer_key, person_key
from inspections.enforcement.needs import OperationFacts
from inspections.enforcement.rules import (
    CURRENT,
    ENDED,
    OPERATION_TABLE,
    RUNNING,
    OperationKind,
    OperationState,
    number_of,
    series_of,
)
from inspections.ledger.models import Issue
from venues.models import Area, Officer, Organisation, Standing, Venue
from venuewatch.workflow import clock
from venuewatch.workflow.models import Subject, next_number


class OperationQuerySet(models.QuerySet["Operation"]):
    """Operations as people ask for them."""

    def visible_to(self, officer: Officer) -> Self:
        """Those at venues in the officer's scope, which invitations widen (R-SCOPE-1)."""
        return self.filter(venue__in=Venue.objects.visible_to(officer))

    def current(self) -> Self:
        """From the whistle to the report: at most one a venue."""
        return self.filter(state__in=CURRENT)

    def known_as(self, code: str) -> Self:
        """The operation with this number, or with that of its whistle."""
        return self.filter(Q(number=code) & ~Q(number="") | Q(whistle=code))


class Operation(Subject):
    """A joint operation 联合执法, from the whistle 吹哨 to its end.

    `whistle` is the number it begins with, `number` its own, which it gets when convened; `code`
    is by which of the two it is known. Without a blower command convened it by itself. `wanted`
    are the agencies that the town asks for, `lead` the one that leads the squad.
    """

    subject_type = "operation"
    key_field = "code"
    workflow = OPERATION_TABLE

    whistle = models.CharField(max_length=30, unique=True)
    number = models.CharField(max_length=30, blank=True, default="")
    code = GeneratedField(
        expression=Case(When(number="", then=F("whistle")), default=F("number")),
        output_field=models.CharField(max_length=30),
        db_persist=True,
    )
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="operations")
    town = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(
        max_length=10, choices=OperationState.choices, default=OperationState.BLOWN
    )
    kind = models.CharField(max_length=8, choices=OperationKind.choices)
    why = models.TextField()
    blower = officer_key(blank=True)
    blower_person = person_key(blank=True)
    blown_at = models.DateTimeField()
    wanted: "models.ManyToManyField[Organisation, Any]" = models.ManyToManyField(
        Organisation, related_name="+"
    )
    lead = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    place = models.CharField(max_length=200, blank=True)
    meets_at = models.DateTimeField(null=True)
    convened_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint operation")
        ordering = ["-blown_at", "-id"]
        constraints = [
            # one at a time; also asked on the venue's page
            models.UniqueConstraint(
                fields=["venue"], condition=Q(state__in=CURRENT), name="operation_one_current"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="operation_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OperationState.values), name="operation_state"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OperationKind.values), name="operation_kind"
            ),
            models.CheckConstraint(
                condition=Q(number="", convened_at=None)
                & Q(state__in=["blown", "declined", "cancelled"])
                | ~Q(number="") & Q(convened_at__isnull=False, lead__isnull=False)
                & Q(meets_at__isnull=False) & ~Q(place="") & ~Q(state__in=["blown", "declined"]),
                name="operation_number_when_convened",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["reported", "closed"], reported_at__isnull=False)
                | ~Q(state__in=["reported", "closed"]) & Q(reported_at=None),
                name="operation_reported_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | ~Q(state__in=ENDED) & Q(ended_at=None),
                name="operation_ended_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "cancelled"]) | ~Q(end_reason=""),
                name="operation_end_reason",
            ),
        ]  # fmt: skip
        indexes = [
            # list of operations, newest first
            models.Index(fields=["-blown_at", "-id"], name="operation_newest"),
            # by the number that a page was asked with
            models.Index(fields=["code"], name="operation_code"),
            # dashboard: closed or cancelled in a period
            models.Index(
                fields=["ended_at"], condition=Q(ended_at__isnull=False), name="operation_ended_day"
            ),
        ]
        triggers = guards.OPERATION_TRIGGERS

    def __str__(self) -> str:
        return self.number or self.whistle

    @property
    def event_key(self) -> str:
        """The number by which it is known; the database computes the same into `code`."""
        return self.number or self.whistle

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Lock the venue's standing first, as every act at a venue does."""
        venue_id = cls._base_manager.values_list("venue_id", flat=True).get(pk=pk)
        Standing.objects.select_for_update().get(pk=venue_id)
        return super().locked(pk)

    @property
    def is_running(self) -> bool:
        """Whether agencies are called to it, or at it."""
        return self.state in RUNNING

    def capacities(self, by: Officer) -> frozenset[str]:
        """Those towards its venue, and "blower" for whoever blew the whistle."""
        own = self.venue.capacities(by)
        is_blower = self.blower_person_id == by.person_id and "town.leader" in own
        return own | ({"blower.leader"} if is_blower else frozenset())

    @cached_property
    def situation(self) -> Situation:
        """How it stands: parts, evidence, clocks, each read once."""
        return Situation(self)

    def facts(self, by: Any) -> OperationFacts:
        """What the needs of OPERATION_TABLE are judged on."""
        return self.situation.facts()

    @classmethod
    def told(cls, details: Mapping[str, Any]) -> list[str]:
        """The codes of an event in words, then what people wrote."""
        kinds = [OperationKind(details["kind"]).label] if details.get("kind") else []
        return [*map(str, kinds), *details.get("agencies", []), *details.get("issues", []),
                *super().told(details)]  # fmt: skip


class OperationIssue(models.Model):
    """An issue of the venue that a whistle names; append-only."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="named")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="operations")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "issue"], name="operation_issue_once")
        ]
        triggers = guards.ISSUE_TRIGGERS

    def __str__(self) -> str:
        return f"{self.operation} {self.issue}"


class OperationClock(models.Model):
    """How much time an operation gives for something, fixed when it was convened; append-only."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="clocks")
    name = models.CharField(max_length=12, choices=ClockName.choices)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=12, choices=ClockUnit.choices)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "name"], name="operation_clock_once"),
            models.CheckConstraint(condition=Q(name__in=ClockName.values), name="clock_name"),
            models.CheckConstraint(condition=Q(unit__in=ClockUnit.values), name="clock_unit"),
        ]
        triggers = guards.CLOCK_TRIGGERS

    def __str__(self) -> str:
        return f"{self.operation} {self.name}"


class OperationPause(models.Model):
    """That the clocks stand still from now on, with why, or run on again; append-only."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="pauses")
    runs_on = models.BooleanField()
    reason = models.TextField(blank=True)
    officer = officer_key()
    person = person_key()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(runs_on=True) | ~Q(reason=""), name="pause_has_reason"
            )
        ]
        triggers = guards.PAUSE_TRIGGERS

    def __str__(self) -> str:
        return f"{self.operation} {self.at}"


def take_number(prefix: str, venue: Venue) -> str:
    """The next number of operations (LH) or whistles (CS) of a district's year."""
    code, year = venue.district.code, timezone.localdate(clock.now()).year
    return number_of(prefix, code, year, next_number(series_of(prefix, code, year)))
