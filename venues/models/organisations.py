"""Organisations and the values of the scheme that command may change."""

import pghistory
from django.db import models
from django.db.models import Q

from venues.models.areas import Area
from venues.rules import SCHEME_DEFAULTS, OrganisationKind


@pghistory.track()
class Organisation(models.Model):
    """A command, town, department or agency; acts in one area."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    short = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="organisations")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "code"], name="organisation_code_in_area"),
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class SchemeValue(models.Model):
    """A default of the scheme as command set it for a district."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "key"], name="scheme_value_key")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


def scheme_value(key: str, district_id: int) -> int:
    """The value of the scheme in a district: as command set it, else the default."""
    row = SchemeValue.objects.filter(area_id=district_id, key=key).first()
    return row.value if row else SCHEME_DEFAULTS[key].value
