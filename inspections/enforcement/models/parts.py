"""Each agency's part in an operation: its squad, its evidence, its measures, its rating."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enforcement import guards
from inspections.enforcement.models.keys import officer_key, person_key
from inspections.enforcement.models.operations import Operation
from inspections.enforcement.needs import PartFacts
from inspections.enforcement.rules import (
    PART_ENDED,
    PART_RUNS,
    PART_TABLE,
    OperationState,
    PartState,
    PartStepKind,
    SquadRole,
)
from inspections.ledger.models import Measure, Photo
from inspections.ledger.rules import MeasureKind
from venues import scoping
from venues.coordinates import distance
from venues.models import Officer, Organisation
from venuewatch.workflow import clock
from venuewatch.workflow.models import RecordOrderField, Subject


class Part(Subject):
    """An agency's part in an operation; `place` counts the parts of one operation."""

    subject_type = "part"
    key_field = "code"
    workflow = PART_TABLE

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parts")
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=36, unique=True)
    role = models.CharField(max_length=6, choices=SquadRole.choices)
    state = models.CharField(max_length=9, choices=PartState.choices, default=PartState.INVITED)

    class Meta:
        verbose_name = _("part in an operation")
        ordering = ["operation_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "organisation"], name="part_once"),
            models.UniqueConstraint(fields=["operation", "place"], name="part_place"),
            models.CheckConstraint(condition=Q(state__in=PartState.values), name="part_state"),
            models.CheckConstraint(condition=Q(role__in=SquadRole.values), name="part_role"),
        ]
        indexes = [
            # today: what waits for an agency; convening: which agencies are engaged
            models.Index(
                fields=["organisation", "operation"], condition=Q(state__in=PART_RUNS),
                name="part_runs",
            ),
        ]  # fmt: skip
        triggers = guards.PART_TRIGGERS

    def __str__(self) -> str:
        return self.code

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Lock the venue's standing and the operation first (R-JOINT-4)."""
        Operation.locked(cls._base_manager.values_list("operation_id", flat=True).get(pk=pk))
        return super().locked(pk)

    @property
    def has_ended(self) -> bool:
        """Whether nothing is waited for from this agency."""
        return self.state in PART_ENDED

    def capacities(self, by: Officer) -> frozenset[str]:
        """Those towards the venue, and "own" for officers of the agency itself."""
        own = self.operation.situation.capacities(by)
        is_own = by.is_active and by.organisation_id == self.organisation_id
        posts = scoping.posts_of(by) if is_own else ()
        return own | {f"own.{post}" for post in posts}

    def facts(self, by: Any) -> PartFacts:
        """What the needs of PART_TABLE are judged on."""
        return PartFacts(
            runs=self.operation.is_running,
            open_yet=self.operation.state in (OperationState.UNDER_WAY, OperationState.REPORTED),
            unfounded=self.state == PartState.RESULTED
            and self in self.operation.situation.unfounded,
            closed=self.operation.state == OperationState.CLOSED,
            rated=hasattr(self, "rating"),
            of_rater=self.organisation_id == getattr(by, "organisation_id", None),
        )

    @classmethod
    def told(cls, details: Mapping[str, Any]) -> list[str]:
        """The agency and the codes of an event in words, then what people wrote."""
        taken = [MeasureKind(details["taken"]).label] if details.get("taken") else []
        return [*filter(None, [details.get("agency")]), *map(str, taken),
                *details.get("issues", []), *super().told(details)]  # fmt: skip


class SquadMember(models.Model):
    """An officer who was sent with an agency's part; append-only (R-JOINT-2)."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="members")
    officer = officer_key()
    person = person_key()
    certified = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["part", "person"], name="squad_member_once")]
        indexes = [
            # convening: whether a person held a certificate when they were last sent
            models.Index(fields=["person", "-id"], name="squad_member_latest"),
        ]
        triggers = guards.MEMBER_TRIGGERS

    def __str__(self) -> str:
        return f"{self.part} {self.person_id}"


class PartStep(models.Model):
    """A piece of evidence on an agency's part: by whom, when, and its words; append-only.

    A result says with `measure` what was taken, "none" too, and names with `inspection` the joint
    inspection that put what was found on the ledger, None where nothing was found (R-JOINT-3). A
    revision names the one on which the result rested, and which was withdrawn.
    """

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=PartStepKind.choices)
    officer = officer_key()
    person = person_key()
    at = models.DateTimeField(default=clock.now)
    recorded = models.DateTimeField(default=clock.now, editable=False)
    record_order = RecordOrderField()
    words = models.TextField(blank=True)
    measure = models.CharField(max_length=10, choices=MeasureKind.choices, blank=True)
    inspection = models.ForeignKey(
        "inspections.Inspection", null=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    # where whoever signs in or arrives is, if they let it be known
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    photo = models.ForeignKey(
        Photo, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["record_order"]
        constraints = [
            models.UniqueConstraint(fields=["part", "kind"], name="part_step_once"),
            models.CheckConstraint(
                condition=Q(kind=PartStepKind.RESULT, measure__in=MeasureKind.values) & ~Q(words="")
                | Q(kind__in=["refusal", "release"], measure="") & ~Q(words="")
                | Q(kind="revision", measure="", inspection__isnull=False) & ~Q(words="")
                | Q(kind__in=["sign_in", "arrival"], measure=""),
                name="part_step_says_enough",
            ),
            models.CheckConstraint(
                condition=Q(lon__range=(-180, 180), lat__range=(-90, 90))
                | Q(lon__isnull=True, lat__isnull=True),
                name="part_step_position",
            ),
        ]
        triggers = guards.STEP_TRIGGERS

    def __str__(self) -> str:
        return f"{self.part} {self.kind}"

    @property
    def metres(self) -> float | None:
        """How far from the venue it was; None where one of the two positions is not known."""
        here, there = (self.lon, self.lat), self.part.operation.venue.point
        if here[0] is None or here[1] is None or there is None:
            return None
        return distance(here[0], here[1], *there)


class PartMeasure(models.Model):
    """A measure on the ledger that an agency's result tells of; append-only (R-JOINT-3)."""

    step = models.ForeignKey(PartStep, on_delete=models.PROTECT, related_name="measures")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["step", "measure"], name="part_measure_once")
        ]
        triggers = guards.MEASURE_TRIGGERS

    def __str__(self) -> str:
        return f"{self.step} {self.measure}"


class PartRating(models.Model):
    """How the town rates an agency once the operation is closed; append-only (R-JOINT-4)."""

    part = models.OneToOneField(Part, on_delete=models.PROTECT, related_name="rating")
    stars = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    officer = officer_key()
    person = person_key()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="rating_stars")
        ]
        triggers = guards.RATING_TRIGGERS

    def __str__(self) -> str:
        return f"{self.part} {self.stars}"
