"""Tables of the daily reports: one row a day, and the frozen versions of what it says."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.reports import guards
from inspections.reports.rules import (
    KINDS_OF,
    OWN_KINDS,
    REPORT_TABLE,
    REPORTED,
    Facts,
    ReportKind,
    ReportState,
    Standing,
    number_of,
    standing_of,
)
from venues import scoping
from venues.models import Officer, Organisation, Person
from venuewatch.workflow import clock
from venuewatch.workflow.models import Subject


class DailyReportQuerySet(models.QuerySet["DailyReport"]):
    """Daily reports as people ask for them."""

    def visible_to(self, officer: Officer) -> Self:
        """The own organisation's; command's are all of its area (R-SCOPE-1)."""
        papers = scoping.papers_in_scope(Organisation.objects.all(), officer)
        return self.filter(organisation__in=papers)

    def to_submit_by(self, officer: Officer, since: date) -> Self:
        """What this officer's organisation still owes of the days from `since` on."""
        return self.filter(
            organisation=officer.organisation_id, state=ReportState.AWAITED, day__gte=since
        ).order_by("deadline", "pk")


class DailyReport(Subject):
    """What one organisation reports of one day (R-REPORT-1); made awaited by the day's planning.

    Its figures stand in its versions. That it is missing follows from state and deadline.
    """

    subject_type = "report"
    key_field = "number"
    workflow = REPORT_TABLE

    number = models.CharField(max_length=90, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=ReportKind.choices)
    state = models.CharField(max_length=7, choices=ReportState.choices, default=ReportState.AWAITED)
    deadline = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)

    objects = DailyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily report")
        ordering = ["-day", "organisation", "kind"]
        constraints = [
            # R-REPORT-1; who has reported on a day; the reports of an organisation by day
            models.UniqueConstraint(fields=["organisation", "day", "kind"], name="report_once"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state"),
            models.CheckConstraint(
                condition=Q(state=ReportState.AWAITED, filed_at__isnull=True)
                | Q(state__in=REPORTED, filed_at__isnull=False),
                name="report_filed_at",
            ),
        ]
        indexes = [
            # who has reported on a day; rankings: the reports of a period
            models.Index(fields=["day"], name="report_day"),
        ]
        triggers = guards.REPORT_TRIGGERS

    def __str__(self) -> str:
        return self.number

    @classmethod
    def of(cls, organisation: Organisation, day: date, kind: str, deadline: datetime) -> Self:
        """An awaited report, not yet stored."""
        number = number_of(organisation.area.code, organisation.code, day, kind)
        return cls(number=number, organisation=organisation, day=day, kind=kind, deadline=deadline)

    def capacities(self, by: Any) -> frozenset[str]:
        """The posts of the reporting organisation itself."""
        return scoping.own_posts(by, self.organisation_id)

    def facts(self, by: Any) -> Facts:
        """Nobody has looked yet: what was found is judged on the figures about to be frozen."""
        return Facts(found=None)

    @property
    def standing(self) -> Standing:
        """Filed, zero, missing or awaited, on time or late, as of now (R-REPORT-2)."""
        return Standing(standing_of(self.state, self.deadline, self.filed_at, clock.now()))

    @cached_property
    def latest(self) -> "ReportVersion | None":
        """The version that counts."""
        return self.versions.order_by("-number").first()


def owes(organisation: Organisation, kind: str) -> bool:
    """Whether an organisation owes reports of this kind."""
    return kind in KINDS_OF.get(organisation.kind, ())


class ReportVersion(models.Model):
    """What a report said when it was submitted or corrected, frozen (R-REPORT-1).

    `figures` is canonical JSON; the event of the submission keeps its SHA-256. `signed` says who
    filed it, and with whose post (R-SCOPE-5). `on_time` tells of the report's first version,
    whatever is corrected later.
    """

    report = models.ForeignKey(
        DailyReport, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    figures = models.TextField()
    as_of = models.DateTimeField()
    zero = models.BooleanField()
    remarks = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    signed = models.CharField(max_length=200)
    on_time = models.BooleanField()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            # the versions of a report, in their order
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="")),
                name="report_version_reason",
            ),
        ]
        triggers = guards.VERSION_TRIGGERS

    def __str__(self) -> str:
        return f"{self.report} v{self.number}"

    @property
    def content(self) -> dict[str, Any]:
        """The frozen figures, read."""
        content: dict[str, Any] = json.loads(self.figures)
        return content


def filed_versions(organisations: Iterable[Organisation], day: date) -> "dict[int, ReportVersion]":
    """What each organisation's own report of a day says, by organisation; the latest version."""
    rows = ReportVersion.objects.filter(
        report__organisation__in=organisations, report__day=day, report__kind__in=OWN_KINDS
    )
    return {row.report.organisation_id: row
            for row in rows.select_related("report").order_by("report", "number")}  # fmt: skip


def told_days(organisation_id: int, kind: str, before: date) -> list[tuple[date, datetime]]:
    """The days that an organisation has reported, each with the moment up to which it is told.

    Up to there everything stands in that day's own figures, or was listed as added by a later
    report; what came after is for the next report to list (R-REPORT-1).
    """
    rows = DailyReport.objects.filter(
        organisation=organisation_id, kind=kind, day__gte=before, state__in=REPORTED
    )
    own = rows.annotate(frozen=models.Max("versions__as_of")).order_by("day")
    listed = rows.aggregate(latest=models.Max("filed_at"))["latest"]
    return [(day, max(moment, listed)) for day, moment in own.values_list("day", "frozen")]
