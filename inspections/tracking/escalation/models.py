"""Tables of what was escalated, each step of the ladder once, and of the messages that told it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.ledger.guards import append_only
from inspections.tracking.escalation.rules import BY_STEP, LADDER, LateKind
from venues.models import Area, Officer, Organisation, Person, Venue
from venuewatch.workflow.rules import Words


class Escalation(models.Model):
    """That something late reached a rung of the ladder; append-only (R-ISSUE-7).

    `occasion` tells one time of being late from another: the due that passed, the round, the day.
    Town and department are those that answered for it when it fell due.
    """

    kind = models.CharField(max_length=11, choices=LateKind.choices)
    subject_type = models.CharField(max_length=24)
    subject_id = models.BigIntegerField()
    subject_key = models.CharField(max_length=90)
    occasion = models.CharField(max_length=40)
    step = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    venue = models.ForeignKey(
        Venue, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    district = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    town = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("escalation")
        ordering = ["id"]
        constraints = [
            # each step once
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "occasion", "step"],
                name="escalation_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=LateKind.values), name="escalation_kind"),
            models.CheckConstraint(
                condition=Q(step__in=[rung.step for rung in LADDER]), name="escalation_step"
            ),
        ]
        indexes = [
            # what one run escalated
            models.Index(fields=["at"], name="escalation_at"),
        ]
        triggers = [append_only("escalation")]

    def __str__(self) -> str:
        return f"{self.subject_key} {self.kind} {self.step}"


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages as their reader asks for them."""

    def of(self, officer: Officer) -> Self:
        """Those to this account; nobody reads another's (R-SCOPE-2)."""
        return self.filter(officer=officer)

    def unread(self) -> Self:
        """Those not opened yet."""
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """A digest: everything of one kind that reached one rung of the ladder at one time.

    `step` says as whom the reader was told; `lines_count` how many lines there are.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="messages")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=11, choices=LateKind.choices)
    step = models.PositiveSmallIntegerField()
    lines_count = models.PositiveIntegerField()
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "kind", "step", "sent_at"], name="message_one_digest"
            ),
            models.CheckConstraint(condition=Q(kind__in=LateKind.values), name="message_kind"),
        ]
        indexes = [
            # the inbox of a person, newest first
            models.Index(fields=["officer", "-sent_at", "-id"], name="message_of_officer"),
            # how many a person has not read
            models.Index(
                fields=["officer"], condition=Q(read_at__isnull=True), name="message_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.kind} {self.step} ({self.lines_count})"

    @property
    def told_as(self) -> Words:
        """As whom the reader was told."""
        return BY_STEP[self.step].label


class MessageLine(models.Model):
    """One thing that a message tells of."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="lines")
    escalation = models.ForeignKey(
        Escalation, on_delete=models.PROTECT, related_name="lines", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "escalation"], name="message_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.escalation_id}"
