"""Tables of the black plates: the plate, its grounds, the evidence on its way, suggestions."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, GeneratedField, Q, When
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from inspections.ledger.guards import append_only
from inspections.ledger.models import Issue, Photo
from inspections.plates import guards
from inspections.plates.judging import Judgement
from inspections.plates.needs import Facts
from inspections.plates.rules import (
    CURRENT,
    ENDED,
    HANGING,
    NUMBERLESS,
    PLATE_TABLE,
    SUGGESTION_TABLE,
    GroundKind,
    PlateSide,
    PlateState,
    StepKind,
    SuggestionState,
    WithdrawKind,
    ground_words,
)
from venues.models import Area, Officer, Organisation, Person, Standing, Venue
from venues.models.standing import tell_settled
from venues.rules import Origin
from venuewatch.workflow import clock
from venuewatch.workflow.models import RecordOrderField, Subject
from venuewatch.workflow.rules import Words


class PlateQuerySet(models.QuerySet["Plate"]):
    """Plates as people ask for them."""

    def visible_to(self, officer: Officer) -> Self:
        """Only plates of venues in the officer's scope (R-SCOPE-1)."""
        return self.filter(venue__in=Venue.objects.visible_to(officer))

    def current(self) -> Self:
        """From proposed to accepted: at most one a venue (R-PLATE-2)."""
        return self.filter(state__in=CURRENT)

    def known_as(self, code: str) -> Self:
        """The plate with this number, or with the number that its proposal had."""
        return self.filter(Q(number=code) & ~Q(number="") | Q(proposal=code))


def _officer() -> "models.ForeignKey[Officer | None, Officer | None]":
    return models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )


def _person() -> "models.ForeignKey[Person | None, Person | None]":
    return models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class Plate(Subject):
    """A black plate 黑牌, from its proposal to its end.

    `proposal` is the number of the proposal, `number` the plate's own, which it gets on approval;
    `code` is by which of the two it is known; `account` tells the facts. Without a
    proposer the system proposed it. `round` counts how often it went back to hung; town and
    department are those of the day it was hung, before that of the day it was proposed.
    """

    subject_type = "plate"
    key_field = "code"
    workflow = PLATE_TABLE

    proposal = models.CharField(max_length=30, unique=True)
    number = models.CharField(max_length=30, blank=True, default="")
    code = GeneratedField(
        expression=Case(When(number="", then=F("proposal")), default=F("number")),
        output_field=models.CharField(max_length=30),
        db_persist=True,
    )
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="plates")
    town = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=14, choices=PlateState.choices, default=PlateState.PROPOSED)
    round = models.PositiveSmallIntegerField(default=1)
    account = models.TextField(blank=True)
    proposer = _officer()
    proposer_person = _person()
    proposed_at = models.DateTimeField()
    hung_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    withdraw_kind = models.CharField(max_length=6, choices=WithdrawKind.choices, blank=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.LIVE)

    objects = PlateQuerySet.as_manager()

    class Meta:
        verbose_name = _("black plate")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            # R-PLATE-2; also asked whenever something is settled at a venue
            models.UniqueConstraint(
                fields=["venue"], condition=Q(state__in=CURRENT), name="plate_one_current"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="plate_number_once"
            ),
            models.CheckConstraint(condition=Q(state__in=PlateState.values), name="plate_state"),
            models.CheckConstraint(
                condition=Q(state__in=NUMBERLESS, number="")
                | ~Q(state__in=NUMBERLESS) & ~Q(number=""),
                name="plate_number_on_approval",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*HANGING, PlateState.LIFTED], hung_at__isnull=False)
                | Q(state=PlateState.WITHDRAWN)
                | Q(hung_at__isnull=True),
                name="plate_hung_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | ~Q(state__in=ENDED) & Q(ended_at__isnull=True),
                name="plate_ended_at",
            ),
            models.CheckConstraint(
                condition=Q(state=PlateState.WITHDRAWN, withdraw_kind__in=WithdrawKind.values)
                | ~Q(state=PlateState.WITHDRAWN) & Q(withdraw_kind=""),
                name="plate_withdraw_kind",
            ),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="plate_origin"),
        ]
        indexes = [
            # list of plates, newest first
            models.Index(fields=["-proposed_at", "-id"], name="plate_newest"),
            # by the number or code that a page was asked with
            models.Index(fields=["code"], name="plate_code"),
            # dashboard: hung in a period
            models.Index(
                fields=["hung_at"], condition=Q(hung_at__isnull=False), name="plate_hung_day"
            ),
            # dashboard: lifted or withdrawn in a period
            models.Index(
                fields=["ended_at"], condition=Q(ended_at__isnull=False), name="plate_ended_day"
            ),
        ]
        triggers = guards.PLATE_TRIGGERS

    def __str__(self) -> str:
        return self.number or self.proposal

    @property
    def event_key(self) -> str:
        """The number by which it is known; the database computes the same into `code`."""
        return self.number or self.proposal

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Lock the venue's standing, then the plate: the lock order of every act at a venue."""
        venue_id = cls._base_manager.values_list("venue_id", flat=True).get(pk=pk)
        Standing.objects.select_for_update().get(pk=venue_id)
        return super().locked(pk)

    @property
    def is_current(self) -> bool:
        """Whether it is the one plate that its venue may have (R-PLATE-2)."""
        return self.state in CURRENT

    @property
    def hangs(self) -> bool:
        """Whether it hangs at the venue's door."""
        return self.state in HANGING

    @property
    def hung_day(self) -> Any:
        """The local day on which it was hung; None before."""
        return timezone.localdate(self.hung_at) if self.hung_at else None

    def capacities(self, by: Officer) -> frozenset[str]:
        """Those towards its venue."""
        return self.venue.capacities(by)

    def facts(self, by: Any) -> Facts:
        """What the needs of PLATE_TABLE are judged on."""
        own = self.capacities(by) if isinstance(by, Officer) else frozenset()
        return self.judgement.facts(getattr(by, "person_id", None), own)

    @cached_property
    def judgement(self) -> Judgement:
        """How the conditions of its next acts stand, each read once."""
        return Judgement(self)

    @classmethod
    def told(cls, details: Mapping[str, Any]) -> list[str]:
        """The codes of an event in words, then what people wrote."""
        kinds = [GroundKind(each).label for each in details.get("grounds", [])]
        sides = [PlateSide(details["side"]).label] if details.get("side") else []
        why = [WithdrawKind(details["withdraw"]).label] if details.get("withdraw") else []
        listed = details.get("issues") or []
        return [*map(str, [*kinds, *sides, *why]), *listed, *super().told(details)]

    @property
    def announces(self) -> bool:
        """Taken-over history notifies nobody (scheme.md §8)."""
        return self.origin == Origin.LIVE

    def settled(self) -> None:
        """The venue's standing tells that a plate hangs, and what follows is told (R-PLATE-4)."""
        day = self.hung_day if self.hangs else None
        after = (self.hangs, day, self.number if self.hangs else "")
        standing = Standing.objects.get(pk=self.venue_id)
        if after != (standing.plate_hung, standing.plate_since, standing.plate_number):
            Standing.objects.filter(pk=self.venue_id).update(
                plate_hung=after[0], plate_since=after[1], plate_number=after[2]
            )
            tell_settled([self.venue_id])


class PlateGround(models.Model):
    """An issue for which a plate hangs, and why; append-only (R-PLATE-1).

    Without an officer the system added it.
    """

    plate = models.ForeignKey(Plate, on_delete=models.PROTECT, related_name="grounds")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="plate_grounds")
    kind = models.CharField(max_length=16, choices=GroundKind.choices)
    document_number = models.CharField(max_length=60, blank=True)
    # how often what happened, and within which days, where the system counted
    times = models.PositiveSmallIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    officer = _officer()
    person = _person()
    at = models.DateTimeField()
    recorded = models.DateTimeField(default=clock.now, editable=False)
    record_order = RecordOrderField()

    class Meta:
        ordering = ["record_order"]
        constraints = [
            models.UniqueConstraint(fields=["plate", "issue"], name="plate_ground_once"),
            models.CheckConstraint(condition=Q(kind__in=GroundKind.values), name="ground_kind"),
        ]
        triggers = [append_only("plateground"), guards.GROUND_TRIGGER]

    def __str__(self) -> str:
        return f"{self.plate} {self.issue}"

    @property
    def why(self) -> Words:
        """Why it is a ground, in words."""
        return ground_words(self.kind, self.times, self.days)


class PlateStep(models.Model):
    """A piece of evidence on a plate's way: by whom, when, and what its kind asks for; append-only.

    `words` is the notice, the reply, the reason, the remark, or where it hangs; `hours` the time
    to reply that a notice gave; `days` how many days had to be clean before a request, and `shut`
    whether a venue seen shut counted as clean then.
    """

    plate = models.ForeignKey(Plate, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    side = models.CharField(max_length=6, choices=PlateSide.choices, blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    recorded = models.DateTimeField(default=clock.now, editable=False)
    record_order = RecordOrderField()
    words = models.TextField(blank=True)
    hours = models.PositiveSmallIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    shut = models.BooleanField(default=False)
    photo = models.ForeignKey(
        Photo, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    inspection = models.ForeignKey(
        "inspections.Inspection", null=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip

    class Meta:
        ordering = ["record_order"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="plate_step_kind"),
            models.CheckConstraint(
                condition=Q(kind=StepKind.NOTICE, hours__isnull=False) & ~Q(words="")
                | Q(kind=StepKind.REQUEST, days__gte=1)
                | Q(kind=StepKind.ACCEPTANCE, side__in=PlateSide.values)
                | Q(kind__in=["reply", "refusal", "rejection", "withdrawal"]) & ~Q(words="")
                | Q(kind__in=["approval", "hanging", "lifting"]),
                name="plate_step_says_enough",
            ),
            models.UniqueConstraint(
                fields=["plate", "round", "side"], condition=Q(kind=StepKind.ACCEPTANCE),
                name="plate_accepted_once",
            ),
            models.UniqueConstraint(
                fields=["plate"], condition=Q(kind=StepKind.HANGING), name="plate_hung_once"
            ),
        ]  # fmt: skip
        triggers = [append_only("platestep"), guards.STEP_TRIGGER]

    def __str__(self) -> str:
        return f"{self.plate} {self.kind}"


class SuggestionQuerySet(models.QuerySet["PlateSuggestion"]):
    """Suggestions as people ask for them."""

    def waiting_for(self, officer: Officer) -> Self:
        """What waits for command staff, at the venues in their scope."""
        return self.filter(
            venue__in=Venue.objects.visible_to(officer), state=SuggestionState.WAITING
        )


class PlateSuggestion(Subject):
    """What a town or department reviewer asks of command staff: propose a plate (R-PLATE-1)."""

    subject_type = "suggestion"
    key_field = "number"
    workflow = SUGGESTION_TABLE

    number = models.CharField(max_length=30, unique=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="plate_suggestions")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)
    state = models.CharField(
        max_length=8, choices=SuggestionState.choices, default=SuggestionState.WAITING
    )
    plate = models.ForeignKey(
        Plate, null=True, on_delete=models.PROTECT, related_name="suggestions"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion of a black plate")
        ordering = ["-at", "-id"]
        constraints = [
            # what waits for the command, on today's page
            models.UniqueConstraint(
                fields=["venue"], condition=Q(state=SuggestionState.WAITING),
                name="suggestion_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.TAKEN, plate__isnull=False)
                | Q(state__in=[SuggestionState.WAITING, SuggestionState.DECLINED])
                & Q(plate__isnull=True),
                name="suggestion_taken",
            ),
        ]  # fmt: skip
        triggers = guards.SUGGESTION_TRIGGERS

    def __str__(self) -> str:
        return self.number

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Lock the venue's standing first, as every act at a venue does."""
        venue_id = cls._base_manager.values_list("venue_id", flat=True).get(pk=pk)
        Standing.objects.select_for_update().get(pk=venue_id)
        return super().locked(pk)

    def capacities(self, by: Officer) -> frozenset[str]:
        """Those towards its venue."""
        return self.venue.capacities(by)
