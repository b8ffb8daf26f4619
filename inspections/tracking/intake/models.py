"""Tables of the desk: what came in, who was asked, what they found, calls, the answer."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Exists, F, Func, GeneratedField, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.ledger.models import Issue
from inspections.tracking.intake import guards
from inspections.tracking.intake.judging import Judgement
from inspections.tracking.intake.needs import Facts
from inspections.tracking.intake.rules import (
    CLOCKS,
    ENDED,
    FOUND,
    INTAKE_TABLE,
    RUNNING,
    AskedSide,
    CallPartner,
    IntakeSource,
    IntakeState,
    Result,
    Satisfied,
    number_of,
    series_of,
)
from venues import scoping
from venues.identifiers import mask
from venues.models import Area, Officer, Organisation, Person, Standing, Venue
from venues.models.venues import Bigrams
from venues.rules import BUSINESS_POSTS, OrganisationKind, Post
from venuewatch.workflow import clock
from venuewatch.workflow.models import RecordOrderField, Subject, next_number
from venuewatch.workflow.rules import Words


class IntakeQuerySet(models.QuerySet["Intake"]):
    """What came in, as people ask for it."""

    def visible_to(self, officer: Officer) -> Self:
        """Command's own desk; for others what they are asked now, or found out (R-SCOPE-1).

        Who has not answered sees where it went when another brought it back to the desk, until it
        is dispatched anew: what they type meanwhile is not lost.
        """
        organisation = officer.organisation
        if organisation is None or officer.post not in BUSINESS_POSTS:
            return self.none()
        if organisation.kind == OrganisationKind.COMMAND:
            own = organisation.area_id
            return self.filter(Q(area=own) | Q(area__parent=own))
        overtaken = Q(finding=None, intake__state=IntakeState.RECEIVED, round=OuterRef("round") - 1)
        asked = IntakeAsk.objects.filter(
            Q(round=OuterRef("round")) | Q(finding__result__in=FOUND) | overtaken,
            intake=OuterRef("pk"), organisation=organisation,
        )  # fmt: skip
        return self.filter(Exists(asked))

    def asked_of(self, organisation_id: int | None) -> Self:
        """What waits for this organisation's answer."""
        asks = IntakeAsk.objects.filter(
            intake=OuterRef("pk"), round=OuterRef("round"), finding=None,
            organisation=organisation_id,
        )  # fmt: skip
        return self.filter(Exists(asks), state=IntakeState.DISPATCHED)

    def overdue(self, now: datetime) -> Self:
        """Whose clock has run out."""
        return self.filter(state__in=RUNNING, due__lt=now)

    def amber(self, now: datetime) -> Self:
        """Of whose time 80 % is over."""
        return self.filter(state__in=RUNNING, amber_at__lte=now, due__gte=now)


class Intake(Subject):
    """Something that came in at the desk, from receipt to feedback.

    `words` are the caller's; `callback` is where they want to be called back, which neither an
    event nor an export holds, `callback_key` the same for comparing. `place` describes the venue
    while it is not known. `due` is the end of the present state's clock, `clock_from` its start,
    `breaches` how often one ran out. `round` counts how often it came back to the desk.
    """

    subject_type = "intake"
    key_field = "number"
    workflow = INTAKE_TABLE

    number = models.CharField(max_length=30, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(_("Source"), max_length=8, choices=IntakeSource.choices)
    words = models.TextField(_("In the caller's words"))
    place = models.CharField(_("Name or address of the place"), max_length=200, blank=True)
    callback = models.CharField(_("Where to call back"), max_length=40, blank=True)
    callback_key = models.CharField(max_length=40, blank=True)
    venue = models.ForeignKey(Venue, null=True, on_delete=models.PROTECT, related_name="intakes")
    received_at = models.DateTimeField()
    receiver = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(
        max_length=11, choices=IntakeState.choices, default=IntakeState.RECEIVED
    )
    round = models.PositiveSmallIntegerField(default=1)
    clock_from = models.DateTimeField()
    due = models.DateTimeField()
    amber_at = GeneratedField(
        expression=Func(F("clock_from"), F("due"), function="inspections_amber_from"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    breaches = models.PositiveSmallIntegerField(default=0)
    duplicate_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    ended_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    grams = GeneratedField(
        expression=Bigrams(
            Func(
                F("place"), Value(" "), F("words"), template="(%(expressions)s)",
                arg_joiner=" || ", output_field=models.TextField(),
            )
        ),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )  # fmt: skip

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter of the intake desk")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IntakeState.values), name="intake_state"),
            models.CheckConstraint(
                condition=Q(source__in=IntakeSource.values), name="intake_source"
            ),
            models.CheckConstraint(
                condition=Q(state=IntakeState.DUPLICATE, duplicate_of__isnull=False)
                | ~Q(state=IntakeState.DUPLICATE) & Q(duplicate_of__isnull=True),
                name="intake_duplicate_linked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | ~Q(state__in=ENDED) & Q(ended_at__isnull=True),
                name="intake_ended_at",
            ),
        ]
        indexes = [
            # list of the desk, newest first; duplicates within the last days
            models.Index(fields=["area", "-received_at", "-id"], name="intake_newest"),
            # what runs, by the end of its clock
            models.Index(
                fields=["due", "id"], condition=~Q(state__in=ENDED), name="intake_running"
            ),
        ]
        triggers = guards.INTAKE_TRIGGERS

    def __str__(self) -> str:
        return self.number

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Lock the standing of its venue, where that is known, then the row."""
        venue_id = cls._base_manager.values_list("venue_id", flat=True).get(pk=pk)
        if venue_id is not None:
            Standing.objects.select_for_update().get(pk=venue_id)
        return super().locked(pk)

    @classmethod
    def lock_together(cls, *matters: Self) -> None:
        """Lock several, as an act at one of them does: the venues' standings first, all in order.

        Two acts that take the same ones the other way round would wait for each other.
        """
        keys = [each.pk for each in matters]
        venues = cls._base_manager.filter(pk__in=keys).values("venue")
        list(Standing.objects.select_for_update().filter(pk__in=venues).order_by("pk"))
        list(cls._base_manager.select_for_update().filter(pk__in=keys).order_by("pk"))

    def capacities(self, by: Any) -> frozenset[str]:
        """Command's posts in the desk's area; "asked" of whose organisation an answer waits.

        Where command itself is asked, its reviewer answers (R-SCOPE-4).
        """
        own = scoping.posts_in(by, self.area)
        if not by.is_active or by.organisation_id not in self.asked_now:
            return own
        posts = scoping.posts_of(by)
        of_command = by.organisation.kind == OrganisationKind.COMMAND
        if of_command and Post.REVIEWER not in posts:
            return own
        return own | {f"asked.{post}" for post in posts}

    @property
    def asked_now(self) -> set[int]:
        """The organisations whose answer waits."""
        if self.pk is None or self.state != IntakeState.DISPATCHED:
            return set()
        return {each.organisation_id for each in self.judgement.open_asks}

    @cached_property
    def judgement(self) -> Judgement:
        """Who was asked and what they found, read once."""
        return Judgement(self)

    def facts(self, by: Any) -> Facts:
        """How its asks stand, for the needs of INTAKE_TABLE."""
        return self.judgement.facts()

    @classmethod
    def told(cls, details: Mapping[str, Any]) -> list[str]:
        """The codes of an event in words, then what people wrote."""
        coded = [(IntakeSource, "source"), (CallPartner, "partner"), (Satisfied, "satisfied")]
        words: list[Words] = [
            choice(details[name]).label for choice, name in coded if details.get(name)
        ]
        clocks = [CLOCKS[details["clock"]]] if details.get("clock") in CLOCKS else []
        return [*map(str, [*words, *clocks]), *details.get("asked", []), *super().told(details)]

    @property
    def is_running(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in RUNNING

    @property
    def may_be_called(self) -> bool:
        """Whether whoever reported it still waits for an answer, its own or the one it repeats."""
        original = self.duplicate_of
        return self.is_running or (original is not None and original.is_running)

    @property
    def clock_words(self) -> Words:
        """What the clock that runs is called."""
        return CLOCKS.get(self.state, "")

    @property
    def masked_callback(self) -> str:
        """Where to call back, unreadable."""
        return mask(self.callback) if self.callback else ""

    @property
    def about(self) -> str:
        """The venue, else what is said of the place."""
        return self.venue.name if self.venue else self.place


class _Evidenced(models.Model):
    """Who did it, as which person, and when; append-only."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    recorded = models.DateTimeField(default=clock.now, editable=False)
    record_order = RecordOrderField()

    class Meta:
        abstract = True


class IntakeAsk(_Evidenced):
    """An organisation asked to verify, for its side, by a moment; append-only."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="asks")
    round = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=6, choices=AskedSide.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    due = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intake", "round", "side"], name="intake_asks_once"),
            models.CheckConstraint(condition=Q(side__in=AskedSide.values), name="intake_ask_side"),
        ]
        triggers = guards.ASK_TRIGGERS

    def __str__(self) -> str:
        return f"{self.intake_id} {self.side} {self.round}"

    @property
    def answer(self) -> "IntakeFinding | None":
        """What was found; None while it is awaited."""
        try:
            return self.finding
        except ObjectDoesNotExist:
            return None


class IntakeFinding(_Evidenced):
    """What an organisation found; confirmed, it names the issue on the ledger; append-only."""

    ask = models.OneToOneField(IntakeAsk, on_delete=models.PROTECT, related_name="finding")
    result = models.CharField(max_length=11, choices=Result.choices)
    words = models.TextField()
    issue = models.ForeignKey(
        Issue, null=True, on_delete=models.PROTECT, related_name="intake_findings"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result=Result.CONFIRMED, issue__isnull=False)
                | Q(result__in=[Result.UNCONFIRMED, Result.NOT_THEIRS], issue__isnull=True),
                name="intake_confirmed_with_issue",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="intake_finding_told"),
        ]
        triggers = guards.FINDING_TRIGGERS

    def __str__(self) -> str:
        return f"{self.ask} {self.result}"


class IntakeReply(_Evidenced):
    """What was answered to whom, and what they thought of it; append-only, one a matter."""

    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="reply")
    words = models.TextField()
    whom = models.CharField(max_length=60)
    satisfied = models.CharField(max_length=6, choices=Satisfied.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfied__in=Satisfied.values), name="intake_reply_satisfied"
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(whom=""), name="intake_reply_says_enough"
            ),
        ]
        triggers = guards.REPLY_TRIGGERS

    def __str__(self) -> str:
        return f"{self.intake_id} {self.satisfied}"


class IntakeCall(_Evidenced):
    """A call: when, with whom, whether they were reached, and what was said; append-only."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="calls")
    partner = models.CharField(max_length=10, choices=CallPartner.choices)
    reached = models.BooleanField()
    words = models.TextField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__in=CallPartner.values), name="intake_call_partner"
            )
        ]
        triggers = guards.CALL_TRIGGERS

    def __str__(self) -> str:
        return f"{self.intake_id} {self.partner}"


def take_number(area: Area) -> str:
    """The next number of what comes in at a desk in a year."""
    year = timezone.localdate(clock.now()).year
    return number_of(area.code, year, next_number(series_of(area.code, year)))
