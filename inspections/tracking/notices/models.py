"""Tables of the notices: the notice, and the venues that it names."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, F, GeneratedField, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.ledger.models import Issue
from inspections.ledger.rules import Severity, end_of_day
from inspections.tracking.notices import guards
from inspections.tracking.notices.rules import (
    NOTICE_TABLE,
    NUMBERLESS,
    PUBLISHED,
    Facts,
    NoticeLevel,
    NoticeState,
    number_of,
    series_of,
)
from venues import scoping
from venues.models import Area, Officer, Person, Standing, Venue
from venues.rules import BUSINESS_POSTS, OrganisationKind
from venuewatch.workflow import clock
from venuewatch.workflow.models import Subject, next_number


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices as people ask for them."""

    def visible_to(self, officer: Officer) -> Self:
        """Command's own; of what is issued, whatever names a venue in scope (R-SCOPE-1)."""
        named = NoticeVenue.objects.filter(
            notice=OuterRef("pk"), venue__in=Venue.objects.visible_to(officer)
        )
        seen = Q(Exists(named), state__in=PUBLISHED)
        organisation = officer.organisation
        if organisation is None or officer.post not in BUSINESS_POSTS:
            return self.none()
        if organisation.kind == OrganisationKind.COMMAND:
            own = organisation.area_id
            seen |= Q(area=own) | Q(area__parent=own)
        return self.filter(seen)

    def known_as(self, code: str) -> Self:
        """The notice with this number, or with the number that its draft had."""
        return self.filter(Q(number=code) & ~Q(number="") | Q(draft=code))


def _officer() -> "models.ForeignKey[Officer | None, Officer | None]":
    return models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )


def _person() -> "models.ForeignKey[Person | None, Person | None]":
    return models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class Notice(Subject):
    """A notice 督办通报 of a superior or of the district (R-NOTICE-1).

    `draft` is the number of its draft, `number` its own, given when it is issued, without gaps;
    `code` is by which of the two it is known. `document_number` is what a superior calls it;
    `found` says what is wrong at every venue that has no words of its own; `deadline` is the day
    by whose end all of it is to be rectified.
    """

    subject_type = "notice"
    key_field = "code"
    workflow = NOTICE_TABLE

    draft = models.CharField(max_length=30, unique=True)
    number = models.CharField(max_length=30, blank=True, default="")
    code = GeneratedField(
        expression=Case(When(number="", then=F("draft")), default=F("number")),
        output_field=models.CharField(max_length=30),
        db_persist=True,
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=NoticeState.choices, default=NoticeState.DRAFT)
    level = models.CharField(_("Level of the notice"), max_length=8, choices=NoticeLevel.choices)
    document_number = models.CharField(_("Document number"), max_length=60, blank=True)
    title = models.CharField(_("Title"), max_length=120)
    text = models.TextField(_("Text of the notice"))
    found = models.CharField(_("What is wrong"), max_length=400)
    severity = models.CharField(_("Severity"), max_length=8, choices=Severity.choices)
    deadline = models.DateField(_("To be rectified by"))
    file = models.FileField(upload_to="notices/%Y/%m/%d", blank=True)
    drafter = _officer()
    drafter_person = _person()
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    issuer = _officer()
    issuer_person = _person()
    issued_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        ordering = ["-drafted_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="notice_number_once"
            ),
            # a superior's notice is registered once; also asked before one is issued
            models.UniqueConstraint(
                fields=["area", "document_number"],
                condition=Q(state=NoticeState.ISSUED, level=NoticeLevel.SUPERIOR),
                name="notice_document_once",
            ),
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_state"),
            models.CheckConstraint(condition=Q(level__in=NoticeLevel.values), name="notice_level"),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values), name="notice_severity"
            ),
            models.CheckConstraint(
                condition=Q(level=NoticeLevel.DISTRICT) | ~Q(document_number=""),
                name="notice_of_superior_numbered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=NUMBERLESS, number="", issued_at__isnull=True)
                | ~Q(state__in=NUMBERLESS) & ~Q(number="") & Q(issued_at__isnull=False),
                name="notice_number_when_issued",
            ),
        ]
        indexes = [
            # list of notices, newest first
            models.Index(fields=["-drafted_at", "-id"], name="notice_newest"),
            # by the number or code that a page was asked with
            models.Index(fields=["code"], name="notice_code"),
        ]
        triggers = guards.NOTICE_TRIGGERS

    def __str__(self) -> str:
        return self.event_key

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Lock the standings of the venues it names, in order, then the notice."""
        named = NoticeVenue.objects.filter(notice=pk).values("venue")
        list(Standing.objects.select_for_update().filter(pk__in=named).order_by("pk"))
        return super().locked(pk)

    @property
    def event_key(self) -> str:
        """The number by which it is known; the database computes the same into `code`."""
        return self.number or self.draft

    @property
    def document(self) -> str:
        """By what number people cite it: the superior's, else our own."""
        return self.document_number or self.number

    def capacities(self, by: Any) -> frozenset[str]:
        """Command's posts in the area of the command that drafted it."""
        return scoping.posts_in(by, self.area)

    def facts(self, by: Any) -> Facts:
        """Who drafted it, how many venues it names, and whether its day has passed."""
        return Facts(
            person=getattr(by, "person_id", None),
            drafter=self.drafter_person_id,
            named=self.venues.count(),
            passed=end_of_day(self.deadline) <= clock.now(),
        )

    @classmethod
    def told(cls, details: Mapping[str, Any]) -> list[str]:
        """The venues by name, then what people wrote."""
        return [*details.get("venues", []), *super().told(details)]


class NoticeVenue(models.Model):
    """A venue that a notice names, what is wrong there, and the issue that came of it."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="venues")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="notices")
    found = models.CharField(max_length=400, blank=True)
    issue = models.OneToOneField(
        Issue, null=True, on_delete=models.PROTECT, related_name="notice_venue"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "venue"], name="notice_names_once")
        ]
        triggers = guards.VENUE_TRIGGERS

    def __str__(self) -> str:
        return f"{self.notice} {self.venue}"


def take_number(prefix: str, area: Area) -> str:
    """The next number of notices (DB) or drafts (TG) of a command's year."""
    year = timezone.localdate(clock.now()).year
    return number_of(prefix, area.code, year, next_number(series_of(prefix, area.code, year)))
