"""Withdrawals of mistaken visits: a row of its own, since a visit itself never changes."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from inspections.checks import guards
from inspections.checks.full_checks import settle_full_checks
from inspections.checks.models import Inspection
from inspections.checks.rules import (
    WITHDRAWAL_TABLE,
    WithdrawalFacts,
    WithdrawalState,
    withdrawable_until,
)
from venues import scoping
from venues.models import Officer, Person, Standing, Venue
from venues.rules import Origin
from venuewatch.workflow import clock
from venuewatch.workflow.models import Subject


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """Withdrawals as people ask for them."""

    def visible_to(self, officer: Officer) -> Self:
        """Only of visits to venues in the officer's scope (R-SCOPE-1)."""
        return self.filter(inspection__venue__in=Venue.objects.visible_to(officer))

    def waiting_for(self, officer: Officer) -> Self:
        """Those that this reviewer may decide: of their organisation, but not of their visits."""
        return self.visible_to(officer).filter(
            ~Q(inspection__person=officer.person_id),
            ~Q(inspection__co_inspectors__person=officer.person_id),
            state=WithdrawalState.ASKED,
            inspection__officer__organisation=officer.organisation_id,
        )


class Withdrawal(Subject):
    """An ask to withdraw a mistaken visit, and its decision (R-CHECK-6)."""

    subject_type = "withdrawal"
    key_field = "number"
    workflow = WITHDRAWAL_TABLE

    number = models.CharField(max_length=40, unique=True)
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="withdrawals", db_index=False
    )
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField()
    asked = models.DateTimeField(default=clock.now, editable=False)
    hours = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=8, choices=WithdrawalState.choices, default=WithdrawalState.ASKED
    )
    decider = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decider_person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal of a visit")
        ordering = ["-asked", "-id"]
        constraints = [
            # one ask waits at a time, and none after one was granted; also asked for every visit
            # that is judged: was it withdrawn?
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(state__in=[WithdrawalState.ASKED, WithdrawalState.GRANTED]),
                name="withdrawal_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WithdrawalState.values), name="withdrawal_state"
            ),
            models.CheckConstraint(
                condition=Q(state=WithdrawalState.ASKED, decided__isnull=True)
                | Q(state=WithdrawalState.LAPSED, decided__isnull=False)
                | Q(
                    state__in=[WithdrawalState.GRANTED, WithdrawalState.REFUSED],
                    decided__isnull=False,
                    decider__isnull=False,
                    decider_person__isnull=False,
                ),
                name="withdrawal_decided",
            ),
        ]
        indexes = [
            # the asks of a visit, on its page
            models.Index(fields=["inspection", "-id"], name="withdrawal_of_visit"),
            # what waits for a decision, on today's page
            models.Index(
                fields=["id"], condition=Q(state=WithdrawalState.ASKED), name="withdrawal_waiting"
            ),
        ]
        triggers = guards.WITHDRAWAL_TRIGGERS

    def __str__(self) -> str:
        return self.number

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Lock the venue's standing, then the row: the lock order of every act at a venue."""
        venue_id = cls._base_manager.values_list("inspection__venue_id", flat=True).get(pk=pk)
        Standing.objects.select_for_update().get(pk=venue_id)
        return super().locked(pk)

    def capacities(self, by: Officer) -> frozenset[str]:
        """ "filing": in the organisation of the account that filed the visit."""
        own = by.organisation_id is not None and by.is_active
        if not own or by.organisation_id != self.inspection.officer.organisation_id:
            return frozenset()
        return frozenset(f"filing.{post}" for post in scoping.posts_of(by))

    def facts(self, by: Any) -> WithdrawalFacts:
        """What has been built on the visit, asked of the database as its guard asks."""
        visit = self.inspection
        return WithdrawalFacts(
            person=getattr(by, "person_id", None),
            filer=visit.person_id,
            company=visit.persons(),
            in_time=clock.now() <= withdrawable_until(visit.received, self.hours),
            made_here=visit.origin == Origin.LIVE,
            **guards.obstacles(visit.pk),
        )

    @property
    def announces(self) -> bool:
        """Taken-over history notifies nobody (scheme.md §8)."""
        return self.inspection.origin == Origin.LIVE

    def settled(self) -> None:
        """A withdrawn visit is no check of its side any more (R-VENUE-2)."""
        if self.state == WithdrawalState.GRANTED:
            settle_full_checks([self.inspection.venue_id])


def was_withdrawn() -> Exists:
    """The condition, on visits, of having been withdrawn (R-CHECK-6)."""
    return Exists(Withdrawal.objects.filter(inspection=OuterRef("pk"), state="granted"))


def latest_of(asks: Iterable[Withdrawal]) -> Withdrawal | None:
    """The ask that counts among those of a visit: the newest."""
    return max(asks, key=lambda each: each.pk, default=None)
