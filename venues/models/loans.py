"""Posts on loan: a leader or reviewer lends theirs to a colleague until a date (R-SCOPE-5)."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from venues.models.officers import Officer
from venues.models.organisations import Organisation
from venues.rules import LENT_POSTS, Post
from venuewatch.workflow import clock

LENT_CHOICES = [(post, Post(post).label) for post in LENT_POSTS]
_OWN_POST = """
    IF NOT EXISTS (
        SELECT 1 FROM venues_officer AS a
        JOIN venues_officer AS b ON b.id = NEW.borrower_id
        WHERE a.id = NEW.lender_id AND a.post = NEW.post AND a.person_id <> b.person_id
          AND a.organisation_id = NEW.organisation_id AND b.organisation_id = NEW.organisation_id
    ) THEN
        RAISE EXCEPTION 'R-SCOPE-5: only the own post is lent, to somebody else of the organisation'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;"""
_ONLY_ENDED = """
    IF OLD.ended IS NOT NULL OR to_jsonb(OLD) - 'ended' <> to_jsonb(NEW) - 'ended' THEN
        RAISE EXCEPTION 'R-SCOPE-5: a loan stays as it was made and is ended once'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;"""


class Loan(models.Model):
    """One post, lent by one officer to another of the same organisation, until a day.

    The lender keeps the rights. It gives none once the lender has left the post or the borrower
    the organisation.
    """

    lender = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="loans_given")
    borrower = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="loans_taken")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    post = models.CharField(max_length=14, choices=LENT_CHOICES)
    since = models.DateTimeField(default=clock.now, editable=False)
    until = models.DateField()
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(post__in=LENT_POSTS), name="loan_post"),
            models.CheckConstraint(condition=~Q(lender=F("borrower")), name="loan_to_another"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="loan_of_own_post",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_OWN_POST,
            ),
            pgtrigger.Trigger(
                name="loan_only_ended",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ONLY_ENDED,
            ),
            pgtrigger.Protect(name="loan_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.lender_id} → {self.borrower_id}"

    def in_force(self, now: datetime) -> bool:
        """Whether the post is lent at this moment; `until` is its last day."""
        begun = self.since <= now and (self.ended is None or now < self.ended)
        return begun and timezone.localdate(now) <= self.until
