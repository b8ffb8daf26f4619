"""Tables of delivery: the channels of organisations, and each message to one of them."""

from collections.abc import Mapping
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, GeneratedField, Q
from django.utils.translation import gettext_lazy as _

from inspections.tracking.delivery import guards
from inspections.tracking.delivery.rules import (
    ABOUT,
    CHANNEL_TABLE,
    TEST,
    ChannelKind,
    ChannelState,
    DeliveryState,
    Topic,
    why_words,
)
from venues.models import Organisation
from venuewatch.workflow import clock
from venuewatch.workflow.models import Outbox, Subject
from venuewatch.workflow.rules import Words

MOST_ADDRESS = 500


class Channel(Subject):
    """By what an organisation is told outside the portal (R-SEND-3).

    `address` says where to and holds the secret of it: no page, list, event or log shows it.
    """

    subject_type = "channel"
    key_field = "code"
    workflow = CHANNEL_TABLE

    code = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    kind = models.CharField(_("Kind"), max_length=8, choices=ChannelKind.choices)
    name = models.CharField(_("Name"), max_length=60)
    address = models.CharField(max_length=MOST_ADDRESS)
    topics = ArrayField(models.CharField(max_length=10, choices=Topic.choices))
    state = models.CharField(max_length=3, choices=ChannelState.choices, default=ChannelState.ON)
    created = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("channel")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChannelKind.values), name="channel_kind"),
            models.CheckConstraint(
                condition=Q(state__in=ChannelState.values), name="channel_state"
            ),
            models.CheckConstraint(condition=~Q(address=""), name="channel_has_address"),
            models.CheckConstraint(
                condition=Q(topics__contained_by=Topic.values, topics__len__gt=0),
                name="channel_topics",
            ),
        ]
        triggers = guards.CHANNEL_TRIGGERS

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def capacities(self, by: Any) -> frozenset[str]:
        """The system administrator's, who keeps channels as well as accounts (R-SEND-3)."""
        keeps = by.is_active and by.is_administrator
        return frozenset({"accounts.administrator"}) if keeps else frozenset()

    @classmethod
    def told(cls, details: Mapping[str, Any]) -> list[str]:
        """What was set, in words; never the address."""
        topics = [str(Topic(each).label) for each in details.get("topics", ())]
        return [*super().told(details), *([" · ".join(topics)] if topics else [])]

    @property
    def topics_words(self) -> list[str]:
        """What it takes, in words and in the order of the topics."""
        return [str(topic.label) for topic in Topic if topic in self.topics]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries as the administrator asks for them."""

    def dead(self) -> Self:
        """Those that were given up."""
        return self.filter(is_dead=True)


class Delivery(models.Model):
    """One message to one channel: everything of one topic that happened since the last (R-SEND-1).

    `key` goes with the message, so that the other side may know it again. `lines` are its acts,
    each with a count and a few numbers. While it waits, `due` is when it is tried next; whoever
    takes it puts that off and clears `why`, so that it comes up again where they vanish. `tries`
    counts those since it was last set going, `again` how often an administrator did that.
    """

    key = models.CharField(_("Key"), max_length=60, unique=True)
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    topic = models.CharField(max_length=10, choices=ABOUT)
    outbox = models.ForeignKey(
        Outbox, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lines = models.JSONField(default=list)
    state = models.CharField(
        max_length=7, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    due = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    again = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=12, blank=True)
    created = models.DateTimeField(default=clock.now, editable=False)
    ended = models.DateTimeField(null=True)
    is_dead = GeneratedField(
        expression=ExpressionWrapper(
            Q(state=DeliveryState.DEAD), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a channel")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__in=[name for name, _words in ABOUT]), name="delivery_topic"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, ended__isnull=True)
                | ~Q(state=DeliveryState.WAITING) & Q(ended__isnull=False),
                name="delivery_ended",
            ),
            models.CheckConstraint(
                condition=Q(topic=TEST, outbox__isnull=True)
                | ~Q(topic=TEST) & Q(outbox__isnull=False),
                name="delivery_of_outbox",
            ),
        ]
        indexes = [
            # what is to be sent now, oldest first
            models.Index(
                fields=["due", "id"], condition=Q(state=DeliveryState.WAITING), name="delivery_due"
            ),
            # list of deliveries, dead letters first; how many dead letters there are
            models.Index(F("is_dead").desc(), F("id").desc(), name="delivery_dead_first"),
            # the messages of one channel, newest first
            models.Index(fields=["channel", "-id"], name="delivery_of_channel"),
            # list of deliveries by their state
            models.Index(fields=["state"], name="delivery_by_state"),
        ]
        triggers = guards.DELIVERY_TRIGGERS

    def __str__(self) -> str:
        return self.key

    @property
    def why_words(self) -> Words:
        """Why it did not go out, in words; "" where nothing stood against it."""
        return why_words(self.why)
