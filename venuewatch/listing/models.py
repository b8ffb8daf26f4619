"""Filters that a person named, to be found again above the list."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

LONGEST_NAME = 40


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Saved filters as people ask for them."""

    def of(self, owner: Any, place: str) -> Self:
        """A signed-in account's own filters of one list, in the order of their names."""
        return self.filter(owner=owner.pk, place=place).order_by("name", "pk")


class SavedFilter(models.Model):
    """One filter of one person on one list: its name and the query string of the list."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    place = models.CharField(max_length=40)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.TextField()
    is_default = models.BooleanField(default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        constraints = [
            # also finds a person's filters of a list, for every opening of it
            models.UniqueConstraint(fields=["owner", "place", "name"], name="saved_filter_name"),
            models.UniqueConstraint(
                fields=["owner", "place"], condition=Q(is_default=True), name="saved_filter_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name
