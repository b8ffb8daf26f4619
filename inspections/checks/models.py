"""Tables of the two checks: checklists with their versions, and inspections with answers."""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.checks.rules import (
    CHECKLIST_TABLE,
    AnswerValue,
    InspectionKind,
    Limits,
    Outcome,
    Profile,
    Side,
)
from inspections.ledger import guards
from inspections.ledger.rules import Severity
from venues.models import Area, Category, Officer, Order, Organisation, Person, Venue
from venues.rules import BUSINESS_POSTS, Origin
from venues.scoping import posts_in
from venuewatch.workflow.models import RecordOrderField, Subject


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    """Checklists as people ask for them."""

    def for_venue(self, venue: Venue, profile: str = Profile.ROUTINE) -> Self:
        """The published checklists of the venue's category in its district, or everywhere."""
        here = Q(district_id=venue.district_id) | Q(district=None)
        published = Q(versions__published__isnull=False)
        return self.filter(here, published, category=venue.category, profile=profile).distinct()

    def visible_to(self, officer: Officer) -> Self:
        """The checklists of the officer's district, or everywhere; none for who has no business."""
        organisation = officer.organisation
        if organisation is None or officer.post not in BUSINESS_POSTS:
            return self.none()
        area = organisation.area
        here = Q(district=area.district_id) if area.district_id else Q(district__parent=area)
        return self.filter(here | Q(district=None), order=None)


class Checklist(Subject):
    """What is looked at in a category of venues, or for a control order, whatever its version."""

    subject_type = "checklist"
    key_field = "code"
    workflow = CHECKLIST_TABLE

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="checklists"
    )
    order = models.OneToOneField(
        Order, null=True, on_delete=models.PROTECT, related_name="checklist"
    )
    profile = models.CharField(max_length=14, choices=Profile.choices, default=Profile.ROUTINE)
    district = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="checklists"
    )

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__isnull=False, order=None)
                | Q(category=None, order__isnull=False),
                name="checklist_of_category_or_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def capacities(self, by: Any) -> frozenset[str]:
        """Command's posts in the district of the list; a list for everywhere is nobody's."""
        return posts_in(by, self.district) if self.district else frozenset()

    def current(self) -> "ChecklistVersion":
        """The latest published version; raises ChecklistVersion.DoesNotExist without one."""
        return self.versions.filter(published__isnull=False).latest("number")


class ChecklistVersion(models.Model):
    """One edition of a checklist; immutable once published (R-CHECK-1)."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    published = models.DateTimeField(null=True)

    class Meta:
        ordering = ["checklist", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checklist_version_once")
        ]
        triggers = [
            pgtrigger.Protect(
                name="version_immutable",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.checklist} v{self.number}"


_ITEM_OF_PUBLISHED = """
    IF EXISTS (SELECT 1 FROM inspections_checklistversion AS v
               WHERE v.id IN (OLD.version_id, NEW.version_id) AND v.published IS NOT NULL) THEN
        RAISE EXCEPTION 'R-CHECK-1: a published checklist version is immutable'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;"""


class Item(models.Model):
    """One line of a checklist version (R-CHECK-1)."""

    version = models.ForeignKey(ChecklistVersion, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    hours = models.PositiveIntegerField()
    on_the_spot = models.BooleanField(default=False)
    suspend_use = models.BooleanField(default=False)
    number_name = models.CharField(max_length=60, blank=True)
    number_unit = models.CharField(max_length=20, blank=True)
    lowest = models.FloatField(null=True)
    highest = models.FloatField(null=True)
    photo_required = models.BooleanField(default=False)
    method = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=400, blank=True)
    answering = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="item_code_once"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="item_severity"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="item_immutable",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_ITEM_OF_PUBLISHED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def is_numeric(self) -> bool:
        """Whether the inspector enters a number."""
        return bool(self.number_name)

    @property
    def limits(self) -> Limits:
        """The limits that decide pass or fail of a number."""
        return Limits(self.lowest, self.highest)


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Inspections as people ask for them."""

    def visible_to(self, officer: Officer) -> Self:
        """Only visits to venues in the officer's scope (R-SCOPE-1)."""
        return self.filter(venue__in=Venue.objects.visible_to(officer))


class Inspection(models.Model):
    """One visit that was made: answers, re-check verdicts, or both (R-CHECK-2)."""

    uuid = models.UUIDField(unique=True)
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="inspections", db_index=False
    )
    town = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    side = models.CharField(max_length=8, choices=Side.choices)
    kind = models.CharField(max_length=8, choices=InspectionKind.choices)
    version = models.ForeignKey(
        ChecklistVersion, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="inspections", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    started = models.DateTimeField()
    received = models.DateTimeField()
    business_day = models.DateField()
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy = models.FloatField(null=True)
    distance = models.FloatField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    no_entry_reason = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    met_name = models.CharField(max_length=60, blank=True)
    signature_refused = models.BooleanField(default=False)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.LIVE)
    record_order = RecordOrderField()

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-started", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="inspection_side"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="inspection_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.NO_ENTRY) | ~Q(no_entry_reason=""),
                name="inspection_no_entry_reason",
            ),
        ]
        indexes = [
            # what was found at a venue after a re-check; a venue's visits, newest first
            models.Index(fields=["venue", "record_order"], name="inspection_venue_order"),
            # visits of a day, per town and department
            models.Index(fields=["business_day", "venue"], name="inspection_day"),
        ]
        triggers = [
            guards.append_only("inspection"),
            guards.own_person_trigger("inspection"),
        ]

    def __str__(self) -> str:
        return f"{self.venue} {self.business_day}"

    def persons(self) -> frozenset[int]:
        """Everybody who made the visit; co-inspectors count as re-checkers."""
        others = self.co_inspectors.values_list("person_id", flat=True)
        return frozenset({self.person_id, *others})

    def signatures(self) -> str:
        """Everybody who made the visit, in words."""
        others = self.co_inspectors.select_related("officer__person", "officer__organisation")
        everyone = [self.officer, *(each.officer for each in others.order_by("id"))]
        return ", ".join(officer.signature for officer in everyone)


class CoInspector(models.Model):
    """Somebody who made a visit together with its inspector."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="co_inspectors"
    )
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "officer"], name="co_inspector_once")
        ]
        triggers = [
            guards.append_only("coinspector"),
            guards.co_inspector_trigger(),
            guards.own_person_trigger("coinspector"),
        ]

    def __str__(self) -> str:
        return f"{self.officer}"


class Answer(models.Model):
    """What was found on one item at one visit."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = models.CharField(max_length=11, choices=AnswerValue.choices)
    number = models.FloatField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="answer_once"),
            models.CheckConstraint(condition=Q(value__in=AnswerValue.values), name="answer_value"),
        ]
        triggers = [guards.append_only("answer"), guards.failed_answer_trigger()]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.value}"
