"""The kernel's tables: events, follow-ups, outbox, counters, and what a subject carries."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import connection, models
from django.db.models import Func, Q, Value

from venuewatch.workflow import clock
from venuewatch.workflow.rules import TransitionTable

EVENT_HASH_LENGTH = 64
SHOWN_AFTER_TRIES = 5
TELLING = ("measure", "remark", "description", "venue", "document", "change")


class RecordOrderField(models.BigIntegerField[int, int]):
    """The place of a row in recorded order, over all tables that have one.

    "Later than" between evidence means recorded order; it is taken from one sequence inside the
    lock of the venue's standing, so it cannot run backwards at one venue.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("db_default", Func(Value("workflow_record_order"), function="nextval"))
        options.setdefault("editable", False)
        super().__init__(**options)


def take_record_orders(count: int) -> list[int]:
    """Take `count` places in recorded order, rising, for rows that are written in bulk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('workflow_record_order') FROM generate_series(1, %s)", [count]
        )
        return sorted(place for (place,) in cursor.fetchall())


class Subject(models.Model):
    """Something whose state changes are events; keeps the head of its own chain (R-TRACK-4)."""

    subject_type: ClassVar[str]
    key_field: ClassVar[str]
    workflow: ClassVar[TransitionTable]

    event_seq = models.PositiveIntegerField(default=0, editable=False)
    event_hash = models.CharField(max_length=EVENT_HASH_LENGTH, default="", editable=False)

    class Meta:
        abstract = True

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Read the row again under its lock; subclasses lock what stands above it first."""
        return cls._base_manager.select_for_update().get(pk=pk)

    @property
    def event_key(self) -> str:
        """The number or code by which people know this subject."""
        return str(getattr(self, self.key_field))

    def capacities(self, by: Any) -> frozenset[str]:
        """In which capacities ("town.inspector") this person stands towards the subject."""
        raise TypeError(f"{type(self).__name__} must tell capacities")

    def facts(self, by: Any) -> Any:
        """What the needs of this subject's transitions are judged on."""
        return self

    @classmethod
    def told(cls, details: Mapping[str, Any]) -> list[str]:
        """Those of an event's details that tell a reader something without its page around."""
        return [str(details[name]) for name in TELLING if details.get(name)]

    @property
    def announces(self) -> bool:
        """Whether its events may tell anybody; rows taken over from elsewhere tell nobody."""
        return True

    def settled(self) -> None:
        """Called in the same transaction after every move; derived rows are brought up here."""


class Event(models.Model):
    """One state change, never changed or deleted (R-TRACK-4)."""

    subject_type = models.CharField(max_length=24)
    subject_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    happened = models.DateTimeField()
    recorded = models.DateTimeField()
    body = models.TextField()
    prev = models.CharField(max_length=EVENT_HASH_LENGTH, blank=True)
    hash = models.CharField(max_length=EVENT_HASH_LENGTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "seq"], name="event_subject_seq"
            )
        ]
        indexes = [
            # events of a period, in the order in which they were recorded
            BrinIndex(fields=["recorded"], name="event_recorded"),
            # events of one officer, newest first
            models.Index(
                fields=["actor", "-id"], condition=Q(actor__isnull=False), name="event_actor"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="event_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
            pgtrigger.Trigger(
                name="event_never_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'R-TRACK-4: workflow_event is never emptied';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} #{self.seq} {self.name}"


class FollowUpState(models.TextChoices):
    """What became of a follow-up."""

    WAITING = "waiting"
    DONE = "done"
    MOOT = "moot"


class FollowUp(models.Model):
    """Something the system must do or see done at a time (R-TRACK-1, R-TRACK-2)."""

    kind = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=24)
    subject_id = models.BigIntegerField()
    step = models.PositiveIntegerField(default=0)
    due = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=FollowUpState.choices, default=FollowUpState.WAITING
    )
    tries = models.PositiveSmallIntegerField(default=0)
    why = models.TextField(blank=True)
    created = models.DateTimeField(default=clock.now, editable=False)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "step"],
                condition=Q(state=FollowUpState.WAITING),
                name="followup_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FollowUpState.values), name="followup_state"
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.WAITING) | Q(ended__isnull=False),
                name="followup_ended",
            ),
        ]
        indexes = [
            # run_due: what is due now, oldest first
            models.Index(
                fields=["due", "id"], condition=Q(state=FollowUpState.WAITING), name="followup_due"
            ),
            # stuck: what failed too often
            models.Index(
                fields=["due", "id"],
                condition=Q(state=FollowUpState.WAITING, tries__gte=SHOWN_AFTER_TRIES),
                name="followup_stuck",
            ),
        ]

        triggers = [
            pgtrigger.Protect(name="followup_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="followup_ends_once",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=FollowUpState.WAITING.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id} ({self.state})"


class Outbox(models.Model):
    """A message to be sent, written in the transaction of what it tells; delivery comes later."""

    key = models.CharField(max_length=120, unique=True)
    topic = models.CharField(max_length=40)
    payload = models.JSONField()
    created = models.DateTimeField(default=clock.now, editable=False)
    delivered = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # delivery: what has not been sent, oldest first
            models.Index(fields=["id"], condition=Q(delivered__isnull=True), name="outbox_waiting"),
        ]

    def __str__(self) -> str:
        return self.key


class Counter(models.Model):
    """The last number given in a series; one row per series and period, so no gaps."""

    series = models.CharField(max_length=80, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="counter_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="counter_never_falls",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__value__lt=pgtrigger.F("old__value")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.value}"


class Submission(models.Model):
    """A form that was sent, by the key in it, and what it made: sent again it makes no more."""

    key = models.UUIDField(primary_key=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject_type = models.CharField(max_length=24)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="submission_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.subject_type} {self.subject_id}"


def next_number(series: str, count: int = 1) -> int:
    """Take `count` numbers of a series and return the first; locks the series until commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflow_counter AS c (series, value) VALUES (%s, %s)"
            " ON CONFLICT (series) DO UPDATE SET value = c.value + excluded.value"
            " RETURNING value",
            [series, count],
        )
        (last,) = cursor.fetchone()
    return int(last) - count + 1
