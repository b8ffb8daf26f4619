"""Issues: the lines of the ledger, and how their latest evidence reads."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import connection, models
from django.db.models import Exists, F, Func, GeneratedField, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from inspections.ledger import guards
from inspections.ledger.models.latest import Evidence
from inspections.ledger.rules import (
    HOLDING_PERIOD,
    ISSUE_TABLE,
    UNCLOSED,
    ClosingReason,
    Facts,
    IssueState,
    Severity,
    Source,
    Timing,
    VoidKind,
    timing_of,
    told,
)
from venues.models import Area, Officer, Organisation, Standing, Venue
from venues.models.standing import tell_settled
from venues.rules import Origin
from venuewatch.workflow import clock
from venuewatch.workflow.models import Subject


class IssueQuerySet(models.QuerySet["Issue"]):
    """Issues as people ask for them."""

    def visible_to(self, officer: Officer) -> Self:
        """Only issues of venues in the officer's scope (R-SCOPE-1)."""
        return self.filter(venue__in=Venue.objects.visible_to(officer))

    def unclosed(self) -> Self:
        """Open, rectified or rechecked."""
        return self.filter(state__in=UNCLOSED)

    def overdue(self, now: datetime) -> Self:
        """Due passed while open, or reported rectified after due (R-ISSUE-3)."""
        return self.filter(overdue_at(now))

    def amber(self, now: datetime) -> Self:
        """Open, 80 % of its time over and not yet overdue (R-ISSUE-3)."""
        return self.filter(state=IssueState.OPEN, amber_at__lte=now, due__gte=now)

    def after_closing(self, days: int, now: datetime, *, held: bool) -> Self:
        """Struck off long enough ago, and by so many days later not come back, or come back."""
        back = Q(came_back_within(days))
        return self.filter(closed_before(days, now), ~back if held else back)


def closed_before(days: int, now: datetime) -> Q:
    """The condition of being struck off at least so many days ago, within HOLDING_PERIOD."""
    until = now - timedelta(days=days)
    since = until - HOLDING_PERIOD
    return Q(state=IssueState.CLOSED, closed_at__gte=since, closed_at__lt=until)


def came_back_within(days: int) -> Exists:
    """The condition of being found again within so many days after the strike-off (R-ISSUE-6)."""
    again = Issue.objects.filter(
        recurrence_of=OuterRef("pk"), found_at__lt=OuterRef("closed_at") + timedelta(days=days)
    )
    return Exists(again.exclude(state=IssueState.VOID))


def overdue_at(now: datetime) -> Q:
    """The condition of being overdue at a moment (R-ISSUE-3)."""
    return Q(state=IssueState.OPEN, due__lt=now) | (
        ~Q(state__in=[IssueState.OPEN, IssueState.VOID]) & Q(rectified_at__gt=F("due"))
    )


class Issue(Subject):
    """One line of the issue ledger 问题台账.

    Town, department, item text and basis are kept in the words and places of the day it was
    opened. The `latest …` columns repeat the newest evidence for lists and the export; the
    evidence itself lies in Rectification, Recheck and SignOff, append-only.
    """

    subject_type = "issue"
    key_field = "number"
    workflow = ISSUE_TABLE

    number = models.CharField(max_length=30, unique=True)
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="issues", db_index=False
    )
    town = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answering = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    source = models.CharField(max_length=10, choices=Source.choices)
    inspection = models.ForeignKey(
        "inspections.Inspection", null=True, on_delete=models.PROTECT, related_name="opened_issues"
    )
    checklist = models.ForeignKey(
        "inspections.Checklist",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    item = models.ForeignKey(
        "inspections.Item", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item_code = models.CharField(max_length=20, blank=True)
    item_text = models.CharField(max_length=400, blank=True)
    basis = models.CharField(max_length=400, blank=True)
    hours = models.PositiveIntegerField()
    description = models.TextField(blank=True)
    requirement = models.TextField(blank=True)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    state = models.CharField(max_length=10, choices=IssueState.choices, default=IssueState.OPEN)
    round = models.PositiveSmallIntegerField(default=1)
    found_at = models.DateTimeField()
    # the officer of a town, department or command who follows it up
    assignee = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opened_by = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    first_due = models.DateTimeField()
    due = models.DateTimeField()
    # when the time of the present round began: found, or returned to open
    round_from = models.DateTimeField()
    amber_at = GeneratedField(
        expression=Func(F("round_from"), F("due"), function="inspections_amber_from"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    times_seen = models.PositiveSmallIntegerField(default=1)
    last_seen = models.DateTimeField()
    # the latest evidence, in words
    measure = models.TextField(blank=True)
    responsible = models.CharField(max_length=60, blank=True)
    funds = models.CharField(max_length=60, blank=True)
    rectified_at = models.DateTimeField(null=True)
    rechecked_by = models.CharField(max_length=200, blank=True)
    rechecked_at = models.DateTimeField(null=True)
    recheck_passed = models.BooleanField(null=True)
    signed_off_by = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_order = models.BigIntegerField(null=True, editable=False)
    closing_reason = models.CharField(max_length=6, choices=ClosingReason.choices, blank=True)
    void_kind = models.CharField(max_length=10, choices=VoidKind.choices, blank=True)
    duplicate_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    recurrence_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="recurred_as"
    )
    recurrences = models.PositiveSmallIntegerField(default=0)
    recurrence_days = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.LIVE)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        ordering = ["-found_at", "-id"]
        constraints = [
            # R-ISSUE-2
            models.UniqueConstraint(
                fields=["venue", "checklist", "item_code"],
                condition=Q(state__in=UNCLOSED, checklist__isnull=False),
                name="issue_one_unclosed",
            ),
            models.CheckConstraint(condition=Q(state__in=IssueState.values), name="issue_state"),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values), name="issue_severity"
            ),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="issue_origin"),
            models.CheckConstraint(
                condition=Q(
                    state=IssueState.CLOSED, closed_at__isnull=False, closed_order__isnull=False
                )
                | ~Q(state=IssueState.CLOSED)
                & Q(closed_at__isnull=True, closed_order__isnull=True),
                name="issue_closed_at",
            ),
            models.CheckConstraint(
                condition=Q(state=IssueState.VOID, void_kind__in=VoidKind.values)
                | ~Q(state=IssueState.VOID) & Q(void_kind=""),
                name="issue_void_kind",
            ),
            models.CheckConstraint(
                condition=~Q(void_kind=VoidKind.DUPLICATE) | Q(duplicate_of__isnull=False),
                name="issue_duplicate_linked",
            ),
        ]
        indexes = [
            # ledger of a town by state, newest first
            models.Index(fields=["town", "state", "-found_at", "-id"], name="issue_town_state"),
            # ledger of a department by state, newest first
            models.Index(
                fields=["department", "state", "-found_at", "-id"], name="issue_department_state"
            ),
            # ledger of the whole area, newest first
            models.Index(fields=["-found_at", "-id"], name="issue_newest"),
            # issues of a venue; the last closing of an item (R-ISSUE-6)
            models.Index(fields=["venue", "checklist", "item_code"], name="issue_venue_item"),
            # standing: the unclosed issues of a venue; dashboard: all of them, from the index alone
            models.Index(
                fields=["venue"],
                include=[
                    "town",
                    "department",
                    "severity",
                    "state",
                    "found_at",
                    "due",
                    "rectified_at",
                ],
                condition=Q(state__in=UNCLOSED),
                name="issue_unclosed_venue",
            ),
            # ledger: what this officer follows up
            models.Index(
                fields=["assignee", "-found_at", "-id"],
                condition=Q(assignee__isnull=False),
                name="issue_assignee",
            ),
            # overdue: open issues by due
            models.Index(fields=["due"], condition=Q(state="open"), name="issue_open_due"),
            # daily reports: the closings of a day
            models.Index(
                fields=["closed_at"], condition=Q(state=IssueState.CLOSED), name="issue_closed_day"
            ),
            # amber: open issues by the moment at which they turn so
            models.Index(
                fields=["amber_at", "due"], condition=Q(state="open"), name="issue_open_amber"
            ),
        ]
        triggers = guards.ISSUE_TRIGGERS

    def __str__(self) -> str:
        return self.number

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Lock the venue's standing, then the issue: the lock order of every act at a venue."""
        venue_id = cls._base_manager.values_list("venue_id", flat=True).get(pk=pk)
        Standing.objects.select_for_update().get(pk=venue_id)
        return super().locked(pk)

    def capacities(self, by: Officer) -> frozenset[str]:
        """The venue's capacities, and "answering": for the department that signs this issue."""
        own = self.venue.capacities(by)
        if self.answering_id is None or self.answering_id == self.department_id:
            answers = {each.replace("lead.", "answering.") for each in own if "lead." in each}
        elif by.organisation_id == self.answering_id:
            answers = {"answering." + each.split(".")[1] for each in own}
        else:
            answers = set()
        return own | answers

    def opened_at(self) -> datetime:
        """When it came onto the ledger: its visit may have been filed days after it was made."""
        return self.inspection.received if self.inspection else self.found_at

    def timing(self, now: datetime) -> Timing:
        """The same as the querysets `overdue` and `amber`, for a row at hand (R-ISSUE-3)."""
        return timing_of(self.state, self.round_from, self.due, self.rectified_at, now)

    def is_overdue(self, now: datetime) -> bool:
        """Due passed while open, or reported rectified after due (R-ISSUE-3)."""
        return self.timing(now) == Timing.OVERDUE

    @property
    def was_reported_late(self) -> bool:
        """Whether what is no longer open was reported rectified after its due."""
        return self.state != IssueState.OPEN and self.is_overdue(clock.now())

    def facts(self, by: Any) -> Facts:
        """The latest evidence, for the needs of ISSUE_TABLE."""
        own = self.capacities(by) if isinstance(by, Officer) else frozenset()
        return self.evidence.facts(getattr(by, "person_id", None), own)

    @classmethod
    def told(cls, details: Mapping[str, Any]) -> list[str]:
        """The codes of an event in words, then what people wrote."""
        return [*told(details), *super().told(details)]

    @property
    def announces(self) -> bool:
        """Taken-over history notifies nobody (scheme.md §8)."""
        return self.origin == Origin.LIVE

    def settled(self) -> None:
        """Bring the venue's standing up to date (R-VENUE-2)."""
        settle_standing([self.venue_id])

    @property
    def evidence(self) -> Evidence:
        """The latest evidence of this issue."""
        return Evidence(self)


def settle_standing(venue_ids: Iterable[int]) -> None:
    """Recount the unclosed issues and next due of these venues, in one statement (R-VENUE-2)."""
    with connection.cursor() as cursor:
        cursor.execute(guards.SETTLE_STANDING, [sorted(set(venue_ids))])
        changed = [venue_id for (venue_id,) in cursor.fetchall()]
    if changed:
        tell_settled(changed)
