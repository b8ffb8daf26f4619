"""Extensions of a deadline: the asks, and what was decided on them; both append-only."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from inspections.ledger import guards
from inspections.ledger.models.evidence import Evidenced
from inspections.ledger.models.issues import Issue
from inspections.ledger.rules import IssueState, Severity
from venues import scoping
from venues.models import Officer, Venue
from venues.rules import OrganisationKind, Post


class ExtensionAskQuerySet(models.QuerySet["ExtensionAsk"]):
    """Asks as people wait for them."""

    def waiting(self) -> Self:
        """Those without a decision; moot once their issue left open in that round."""
        return self.filter(decision=None, issue__state=IssueState.OPEN, round=F("issue__round"))

    def waiting_for(self, officer: Officer) -> Self:
        """Those that this officer may decide on (R-SCOPE-4, R-SCOPE-5)."""
        organisation = officer.organisation
        if organisation is None or Post.REVIEWER not in scoping.posts_of(officer):
            return self.none()
        major = Q(issue__severity=Severity.MAJOR)
        if organisation.kind == OrganisationKind.COMMAND:
            led = Q(issue__venue__in=Venue.objects.filter(scoping.led_by_nobody()))
            decides = major | led
        else:
            led = Q(issue__venue__in=Venue.objects.filter(scoping.led_by(organisation)))
            decides = ~major & led
        return self.waiting().filter(
            decides,
            ~Q(person=officer.person_id),
            issue__venue__in=Venue.objects.visible_to(officer),
        )


class ExtensionAsk(Evidenced):
    """Somebody asks for more time, before the due, for a reason (R-ISSUE-3)."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="extension_asks")
    wanted = models.DateTimeField()
    due_then = models.DateTimeField()
    reason = models.TextField()

    objects = ExtensionAskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="extension_ask_reason"),
        ]
        triggers = guards.evidence_triggers("extensionask", guards.ASK_IN_TIME, guards.ASK_ALONE)

    def __str__(self) -> str:
        return f"{self.issue} {self.round}"


class ExtensionDecision(Evidenced):
    """What was decided on an ask: granted with a new due, or refused with a reason."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="extension_decisions")
    ask = models.OneToOneField(ExtensionAsk, on_delete=models.PROTECT, related_name="decision")
    due = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due__isnull=False) | ~Q(reason=""), name="extension_refused_reason"
            ),
        ]
        triggers = guards.evidence_triggers(
            "extensiondecision", guards.DECIDED_BY_ANOTHER, guards.DECIDED_IN_ROUND
        )

    def __str__(self) -> str:
        return f"{self.ask} {'refused' if self.due is None else 'granted'}"

    @property
    def is_granted(self) -> bool:
        """Whether a later due was given."""
        return self.due is not None
