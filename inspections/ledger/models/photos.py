"""Photos of evidence."""

from django.conf import settings
from django.db import models

from inspections.ledger import guards
from inspections.ledger.models.issues import Issue
from venues.models import Venue
from venuewatch.workflow import clock


class PhotoKind(models.TextChoices):
    """What a photo shows."""

    SITE = "site"
    BEFORE = "before"
    AFTER = "after"
    NO_ENTRY = "no_entry"
    SIGNATURE = "signature"
    PLATE = "plate"


class Photo(models.Model):
    """A photo of evidence, re-encoded; belongs to an inspection, and maybe to an issue.

    `taken_at`, `lon` and `lat` (WGS84) are what its EXIF told, before that was stripped.
    """

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="photos")
    inspection = models.ForeignKey(
        "inspections.Inspection", null=True, on_delete=models.PROTECT, related_name="photos"
    )
    issue = models.ForeignKey(Issue, null=True, on_delete=models.PROTECT, related_name="photos")
    item_code = models.CharField(max_length=20, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=PhotoKind.choices, default=PhotoKind.SITE)
    file = models.FileField(upload_to="photos/%Y/%m/%d")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    recorded = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        triggers = [guards.append_only("photo")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
