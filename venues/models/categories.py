"""Categories of venues and who leads them."""

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from venues.models.areas import Area
from venues.models.organisations import Organisation
from venues.models.standing import tell_settled
from venues.rules import CHARGE_TABLE, LeadRole
from venues.scoping import posts_in
from venuewatch.workflow.models import Subject


@pghistory.track()
class Category(models.Model):
    """A kind of venue, with the usual days between checks."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    routine_days = models.PositiveSmallIntegerField(default=30)
    problem_days = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


# Whoever writes the row, the district is that of the organisation.
_OWN_DISTRICT = """
    SELECT o.area_id INTO NEW.district_id FROM venues_organisation AS o
    WHERE o.id = NEW.organisation_id;
    RETURN NEW;"""


@pghistory.track(exclude=["district"])
class CategoryLead(models.Model):
    """A department leads or co-leads a category in its district; at most one leads there."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="leads")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="category_leads"
    )
    role = models.CharField(max_length=4, choices=LeadRole.choices)
    district = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "organisation"], name="category_lead_once"),
            models.UniqueConstraint(
                fields=["category", "district"],
                condition=Q(role=LeadRole.LEAD),
                name="category_one_lead",
            ),
            models.CheckConstraint(condition=Q(role__in=LeadRole.values), name="lead_role"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="lead_in_own_district",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_OWN_DISTRICT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.role} {self.category}"

    def save(self, *args: Any, **options: Any) -> None:
        """Save with the district of the organisation."""
        self.district_id = self.organisation.area_id
        super().save(*args, **options)


class CategoryCharge(Subject):
    """Who answers for a category in a district, as something whose changes are events.

    The leads themselves are CategoryLead rows; this row is locked when they change and keeps the
    chain of their changes.
    """

    subject_type = "charge"
    key_field = "code"
    workflow = CHARGE_TABLE

    code = models.CharField(max_length=40, unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("leads of a category")
        constraints = [
            models.UniqueConstraint(fields=["category", "district"], name="charge_once"),
        ]

    def __str__(self) -> str:
        return self.code

    def capacities(self, by: Any) -> frozenset[str]:
        """Command's posts in the district."""
        return posts_in(by, self.district)

    def settled(self) -> None:
        """Who owes checks at the venues of the category follows from its leads."""
        venues = self.category.venues.filter(district=self.district)
        tell_settled(list(venues.values_list("pk", flat=True)))


@pghistory.track()
class VenueLead(models.Model):
    """Who leads or co-leads one venue instead of those of its category (R-SCOPE-1)."""

    venue = models.ForeignKey(
        "venues.Venue", on_delete=models.CASCADE, related_name="lead_overrides"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="venue_leads"
    )
    role = models.CharField(max_length=4, choices=LeadRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["venue", "organisation"], name="venue_lead_once"),
            models.UniqueConstraint(
                fields=["venue"], condition=Q(role=LeadRole.LEAD), name="venue_one_lead"
            ),
            models.CheckConstraint(condition=Q(role__in=LeadRole.values), name="venue_lead_role"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.role} {self.venue}"
