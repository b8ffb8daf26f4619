"""Measures that were taken about an issue, or why none was; append-only."""

from django.db import models
from django.db.models import Q

from inspections.ledger import guards
from inspections.ledger.models.evidence import Evidenced
from inspections.ledger.models.issues import Issue
from inspections.ledger.rules import MeasureKind
from venues.models import Organisation


class FileKind(models.TextChoices):
    """What a document is kept as."""

    PDF = "pdf"
    JPEG = "jpg"


class Measure(Evidenced):
    """An order, warning, penalty, suspension or transfer, with its document (R-ISSUE-9).

    `automatic` marks the order to stop at once, which the opening of an issue with 0 hours
    records (R-ISSUE-3). Kind "none" says in `words` why there was no measure.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=10, choices=MeasureKind.choices)
    automatic = models.BooleanField(default=False)
    document_number = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    words = models.TextField(blank=True)
    file = models.FileField(upload_to="measures/%Y/%m/%d", blank=True)
    file_kind = models.CharField(max_length=3, choices=FileKind.choices, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MeasureKind.values), name="measure_kind"),
            models.CheckConstraint(
                condition=Q(kind=MeasureKind.NONE) & ~Q(words="")
                | Q(kind=MeasureKind.ORDER, automatic=True)
                | ~Q(kind=MeasureKind.NONE) & ~Q(document_number=""),
                name="measure_says_enough",
            ),
            models.CheckConstraint(
                condition=Q(file="", file_kind="") | ~Q(file="") & ~Q(file_kind=""),
                name="measure_file_kind",
            ),
        ]
        triggers = guards.evidence_triggers("measure")

    def __str__(self) -> str:
        return f"{self.issue} {self.kind} {self.document_number}"
