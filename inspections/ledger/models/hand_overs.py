"""Hand-overs of issues between departments 转办: their steps, append-only."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from inspections.ledger import guards
from inspections.ledger.models.evidence import Evidenced
from inspections.ledger.models.issues import Issue
from inspections.ledger.rules import UNCLOSED, HandOverState, IssueState
from venues import scoping
from venues.models import Officer, Organisation, Venue
from venues.models.organisations import scheme_value
from venues.rules import OrganisationKind, Post
from venuewatch.workflow import clock


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Steps as people answer to them."""

    def waiting_for(self, officer: Officer) -> Self:
        """What this reviewer may answer to: a refusal as command, else what was handed to them."""
        organisation = officer.organisation
        if organisation is None or Post.REVIEWER not in scoping.posts_of(officer):
            return self.none()
        rows = self.latest_steps().filter(
            issue__venue__in=Venue.objects.visible_to(officer), issue__state__in=UNCLOSED
        )
        if organisation.kind == OrganisationKind.COMMAND:
            own = Exists(HandOver.objects.filter(issue=OuterRef("issue"), person=officer.person_id))
            return rows.filter(~own, state=HandOverState.REFUSED)
        days = scheme_value("hand_over_days", organisation.area_id)
        return rows.filter(
            ~Q(issue__state=IssueState.RECHECKED),
            state=HandOverState.HANDED,
            receiver=organisation,
            at__gte=clock.now() - timedelta(days=days),
        )

    def latest_steps(self) -> Self:
        """Those that no other step of the same issue followed."""
        later = HandOver.objects.filter(
            issue=OuterRef("issue"), record_order__gt=OuterRef("record_order")
        )
        return self.filter(~Exists(later))


class HandOver(Evidenced):
    """One step: handed over, refused, and what the command decided on the refusal."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="hand_overs")
    state = models.CharField(max_length=8, choices=HandOverState.choices)
    giver = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receiver = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.TextField()

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "state"], name="hand_over_state_once"),
            models.CheckConstraint(
                condition=Q(state__in=HandOverState.values), name="hand_over_state"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hand_over_reason"),
            models.CheckConstraint(
                condition=Q(giver__isnull=True) | ~Q(giver=F("receiver")), name="hand_over_to_other"
            ),
        ]
        triggers = guards.evidence_triggers(
            "handover", guards.HANDED_IN_ORDER, guards.HAND_OVER_DECIDED_BY_ANOTHER
        )

    def __str__(self) -> str:
        return f"{self.issue} {self.state}"
