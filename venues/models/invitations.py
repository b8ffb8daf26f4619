"""Invitations to a venue: which agency sees it for the time of a joint operation (R-SCOPE-1)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from venues.models.organisations import Organisation
from venues.models.venues import Venue
from venuewatch.workflow import clock


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations as scope asks for them."""

    def in_force(self, moment: datetime) -> Self:
        """Those by which an agency sees the venue now."""
        return self.filter(Q(until=None) | Q(until__gt=moment))


class Invitation(models.Model):
    """An organisation has part in an operation at a venue; written by whoever moves that.

    `reference` is the operation's number; `acting` whether it may file the joint inspection and
    record measures there, `until` when it sees the venue no more, None while the operation runs.
    """

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    reference = models.CharField(max_length=30)
    since = models.DateTimeField(default=clock.now)
    acting = models.BooleanField(default=True)
    until = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            # capacities: whether an organisation acts at a venue; what an operation invited
            models.UniqueConstraint(
                fields=["venue", "organisation", "reference"], name="invitation_once"
            ),
            models.CheckConstraint(
                condition=Q(acting=False) | Q(until=None), name="invitation_acts_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.organisation_id} {self.venue_id}"
