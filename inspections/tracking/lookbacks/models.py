"""Tables of the look-backs."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspections.checks.models import Inspection
from inspections.checks.rules import AnswerValue, Outcome
from inspections.checks.withdrawals import was_withdrawn
from inspections.ledger.models import Issue
from inspections.ledger.rules import ClosingReason
from inspections.plates.models import Plate
from inspections.tracking.lookbacks import guards
from inspections.tracking.lookbacks.rules import (
    LOOK_BACK_TABLE,
    SEEN,
    WAITING,
    Facts,
    LookBackState,
    MootKind,
)
from venues.models import Area, Officer, Organisation, Person, Standing, Venue
from venues.rules import OrganisationKind
from venuewatch.workflow.models import Subject
from venuewatch.workflow.rules import Words


class LookBackQuerySet(models.QuerySet["LookBack"]):
    """Look-backs as people ask for them."""

    def visible_to(self, officer: Officer) -> Self:
        """Command sees all of its area; others those they are sent to, and what was seen.

        A look-back is unannounced: whoever is not sent learns of it afterwards (R-TRACK-3).
        """
        own = self.filter(venue__in=Venue.objects.visible_to(officer))
        organisation = officer.organisation
        if organisation and organisation.kind == OrganisationKind.COMMAND:
            return own
        return own.filter(Q(officer=officer) | Q(state__in=SEEN))

    def waiting(self) -> Self:
        """Those that are not over."""
        return self.filter(state__in=WAITING)

    def sent_to(self, officer: Officer) -> Self:
        """Those that wait for this person's visit."""
        return self.visible_to(officer).filter(state=LookBackState.SENT, officer=officer)

    def without_person(self) -> Self:
        """Those due for which nobody goes: nobody could be sent, or who was sent has left."""
        gone = Q(officer__isnull=True) | Q(officer__is_active=False)
        return self.filter(gone, state=LookBackState.SENT)

    def late(self, day: date) -> Self:
        """Those whose visit should have been made before this day."""
        return self.filter(state=LookBackState.SENT, owed_day__lt=day)


class LookBack(Subject):
    """One unannounced visit after an issue was closed or a plate lifted (R-TRACK-3, R-PLATE-6).

    `step` counts the look-backs of one issue or plate from 1; `days` is how long after the
    closing it falls due, `due_day` when somebody is sent, `owed_day` by when they go. `found` is
    the issue that tells that it came back. Town and department are those of the closing day.
    """

    subject_type = "look_back"
    key_field = "code"
    workflow = LOOK_BACK_TABLE

    code = models.CharField(max_length=40, unique=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="look_backs")
    issue = models.ForeignKey(
        Issue, null=True, on_delete=models.PROTECT, related_name="look_backs", db_index=False
    )
    plate = models.ForeignKey(
        Plate, null=True, on_delete=models.PROTECT, related_name="look_backs", db_index=False
    )
    town = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    step = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    due_day = models.DateField()
    owed_day = models.DateField()
    state = models.CharField(
        max_length=9, choices=LookBackState.choices, default=LookBackState.SCHEDULED
    )
    officer = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sent_at = models.DateTimeField(null=True)
    inspection = models.ForeignKey(
        Inspection, null=True, on_delete=models.PROTECT, related_name="look_backs"
    )
    found = models.ForeignKey(Issue, null=True, on_delete=models.PROTECT, related_name="+")
    remark = models.TextField(blank=True)
    moot_kind = models.CharField(max_length=7, choices=MootKind.choices, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = LookBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("look-back")
        ordering = ["due_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "step"], condition=Q(issue__isnull=False),
                name="look_back_issue_step",
            ),
            models.UniqueConstraint(
                fields=["plate", "step"], condition=Q(plate__isnull=False),
                name="look_back_plate_step",
            ),
            models.CheckConstraint(
                condition=Q(issue__isnull=False, plate__isnull=True)
                | Q(issue__isnull=True, plate__isnull=False),
                name="look_back_of_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LookBackState.values), name="look_back_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SEEN, inspection__isnull=False, officer__isnull=False)
                | ~Q(state__in=SEEN) & Q(inspection__isnull=True),
                name="look_back_seen_at_a_visit",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WAITING, ended_at__isnull=True)
                | ~Q(state__in=WAITING) & Q(ended_at__isnull=False),
                name="look_back_ended_at",
            ),
            models.CheckConstraint(
                condition=Q(state=LookBackState.SCHEDULED, sent_at__isnull=True)
                | Q(state=LookBackState.MOOT)
                | Q(state__in=[LookBackState.SENT, *SEEN], sent_at__isnull=False),
                name="look_back_sent_at",
            ),
            models.CheckConstraint(
                condition=Q(state=LookBackState.RECURRED, found__isnull=False)
                | ~Q(state=LookBackState.RECURRED) & Q(found__isnull=True),
                name="look_back_found",
            ),
            models.CheckConstraint(
                condition=Q(state=LookBackState.MOOT, moot_kind__in=MootKind.values)
                | ~Q(state=LookBackState.MOOT) & Q(moot_kind=""),
                name="look_back_moot_kind",
            ),
        ]  # fmt: skip
        indexes = [
            # my work today: what this person is sent to; how many each person is sent to
            models.Index(
                fields=["officer", "owed_day"], condition=Q(state="sent"), name="look_back_sent"
            ),
            # list of look-backs that are not over, the most urgent first
            models.Index(
                fields=["owed_day", "id"], condition=Q(state__in=WAITING), name="look_back_waiting"
            ),
        ]
        triggers = guards.LOOK_BACK_TRIGGERS

    def __str__(self) -> str:
        return self.code

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Lock the venue's standing, then the look-back: the lock order of every act there."""
        venue_id = cls._base_manager.values_list("venue_id", flat=True).get(pk=pk)
        Standing.objects.select_for_update().get(pk=venue_id)
        return super().locked(pk)

    @property
    def subject(self) -> Any:
        """The issue or the plate that it looks back at."""
        return self.issue or self.plate

    @property
    def about(self) -> Words:
        """What is to be seen again, in words."""
        if self.issue is not None:
            return self.issue.item_text or self.issue.description
        return gettext("what the plate hung for: %s") % str(self.subject)

    def is_late(self, day: date) -> bool:
        """The same as the queryset `late`, for a row at hand."""
        return self.state == LookBackState.SENT and self.owed_day < day

    def capacities(self, by: Officer) -> frozenset[str]:
        """Those towards its venue, and "sent" for who was sent there."""
        own = self.venue.capacities(by)
        files = any(each.endswith(".inspector") for each in own)
        return own | {"sent.inspector"} if files and by.pk == self.officer_id else own

    @classmethod
    def told(cls, details: Mapping[str, Any]) -> list[str]:
        """Why it was called off and who was sent, in words, then what people wrote."""
        why = [str(MootKind(details["moot"]).label)] if details.get("moot") else []
        named = [str(details[name]) for name in ("sent", "found") if details.get(name)]
        return [*why, *named, *super().told(details)]

    def facts(self, by: Any) -> Facts:
        """What the needs of LOOK_BACK_TABLE are judged on."""
        visit = self.visits_that_saw().last()
        return Facts(visited=visit is not None, failed=visit is not None and self._failed(visit))

    def _failed(self, visit: Inspection) -> bool:
        """Whether the visit found failing what is looked at: the item, or anything for a plate."""
        rows = visit.answers.filter(value=AnswerValue.FAIL)
        if self.issue is not None:
            rows = rows.filter(item__code=self.issue.item_code,
                               item__version__checklist=self.issue.checklist_id)  # fmt: skip
        return rows.exists()

    def visits_that_saw(self) -> "models.QuerySet[Inspection]":
        """The visits by who was sent, since they were, that saw what was to be seen.

        That is the venue from inside; of one that ceased trading, also from outside (R-ISSUE-10).
        """
        rows = self.visits_since()
        return rows if self.of_ceased else rows.exclude(outcome=Outcome.NO_ENTRY)

    @property
    def of_ceased(self) -> bool:
        """Whether it looks back at a venue that ceased trading."""
        return self.issue is not None and self.issue.closing_reason == ClosingReason.CEASED

    def visits_since(self) -> "models.QuerySet[Inspection]":
        """The visits of who was sent, since they were, in recorded order."""
        if self.officer_id is None or self.sent_at is None:
            return Inspection.objects.none()
        rows = Inspection.objects.filter(
            ~was_withdrawn(), venue=self.venue_id, officer=self.officer_id,
            received__gte=self.sent_at,
        )  # fmt: skip
        return rows.order_by("record_order")
