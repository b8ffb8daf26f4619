"""The evidence of an issue: rectification reports, re-checks and sign-offs, append-only."""

from django.db import models
from django.db.models import Q

from inspections.ledger import guards
from inspections.ledger.models.issues import Issue
from inspections.ledger.rules import SignOffRole
from venues.models import Officer, Organisation, Person
from venuewatch.workflow import clock
from venuewatch.workflow.models import RecordOrderField


class Evidenced(models.Model):
    """What every piece of evidence says: of which issue and round, by whom, when, in what order."""

    round = models.PositiveSmallIntegerField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    recorded = models.DateTimeField(default=clock.now, editable=False)
    record_order = RecordOrderField()

    class Meta:
        abstract = True


class Rectification(Evidenced):
    """A report that the venue did something about an issue (R-ISSUE-4)."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="rectifications")
    measure = models.TextField()
    responsible = models.CharField(max_length=60)
    funds = models.CharField(max_length=60, blank=True)
    deadline = models.DateField(null=True)
    contingency = models.TextField(blank=True)
    # the visit that found it and saw it fixed at once (R-ISSUE-5)
    inspection = models.ForeignKey(
        "inspections.Inspection",
        null=True,
        on_delete=models.PROTECT,
        related_name="fixed_on_the_spot",
        db_index=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "round"], name="rectification_per_round")
        ]
        indexes = [
            # daily reports: the rectifications of a day
            models.Index(fields=["at"], name="rectification_day"),
        ]
        triggers = guards.evidence_triggers("rectification")

    def __str__(self) -> str:
        return f"{self.issue} {self.round}"


class Recheck(Evidenced):
    """A verdict on a rectified issue, given at an inspection."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="rechecks")
    inspection = models.ForeignKey(
        "inspections.Inspection", on_delete=models.PROTECT, related_name="rechecks"
    )
    passed = models.BooleanField()
    reason = models.TextField(blank=True)
    new_due = models.DateTimeField(null=True)
    # it passed because the venue is out of business (R-ISSUE-10)
    ceased = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "round"], name="recheck_per_round"),
            models.CheckConstraint(
                condition=Q(passed=True) | ~Q(reason=""), name="recheck_failed_reason"
            ),
            models.CheckConstraint(
                condition=Q(ceased=False) | Q(passed=True), name="recheck_ceased_passed"
            ),
        ]
        triggers = guards.evidence_triggers("recheck", guards.CEASED_BY_TWO)

    def __str__(self) -> str:
        return f"{self.issue} {self.round} {'passed' if self.passed else 'failed'}"


class SignOff(Evidenced):
    """A reviewer's agreement that a rechecked issue may be struck off."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="sign_offs")
    role = models.CharField(max_length=10, choices=SignOffRole.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "round", "role"], name="sign_off_role_once"),
            models.UniqueConstraint(
                fields=["issue", "round", "person"], name="sign_off_person_once"
            ),
            models.CheckConstraint(condition=Q(role__in=SignOffRole.values), name="sign_off_role"),
        ]
        triggers = guards.evidence_triggers("signoff")

    def __str__(self) -> str:
        return f"{self.issue} {self.role}"
