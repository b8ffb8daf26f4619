"""Categories of venues and who leads them."""

import pghistory
from django.db import models
from django.db.models import Q

from venues.models.organisations import Organisation
from venues.rules import LeadRole


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


@pghistory.track()
class CategoryLead(models.Model):
    """A department leads or co-leads a category in its area; at most one leads."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="leads")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="category_leads"
    )
    role = models.CharField(max_length=4, choices=LeadRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "organisation"], name="category_lead_once"),
            models.CheckConstraint(condition=Q(role__in=LeadRole.values), name="lead_role"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.role} {self.category}"


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
