"""Areas: the tree of the territory."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from venues.rules import AreaKind


class Area(models.Model):
    """A node of the territory: city, district, town, community or grid.

    `district` and `town` name the ancestors of that kind (itself included), so that scope is one
    comparison. `code` is official where there is one: 6 digits for a city or district, 9 for a
    town, 12 for a community, 15 for a grid.
    """

    code = models.CharField(_("Code"), max_length=15, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    kind = models.CharField(_("Kind"), max_length=10, choices=AreaKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    district = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    town = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AreaKind.values), name="area_kind"),
            models.CheckConstraint(
                condition=Q(kind=AreaKind.CITY) | Q(parent__isnull=False), name="area_has_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        """Save with the district and town that follow from the parent, or are the area itself."""
        if self.parent is not None:
            self.district, self.town = self.parent.district, self.parent.town
        super().save(*args, **options)
        own = {AreaKind.DISTRICT: "district", AreaKind.TOWN: "town"}.get(AreaKind(self.kind))
        if own:
            setattr(self, own, self)
            super().save(update_fields=[own])
