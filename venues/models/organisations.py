"""Organisations and the values of the scheme that command may change."""

from typing import Any

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from venues.models.areas import Area
from venues.rules import SCHEME_DEFAULTS, VALUE_TABLE, OrganisationKind
from venues.scoping import posts_in
from venuewatch.workflow.models import Subject


@pghistory.track()
class Organisation(models.Model):
    """A command, town, department or agency; acts in one area."""

    code = models.CharField(_("Code"), max_length=40)
    name = models.CharField(_("Name"), max_length=80)
    short = models.CharField(_("Short name"), max_length=20)
    kind = models.CharField(_("Kind"), max_length=12, choices=OrganisationKind.choices)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("area")
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "code"], name="organisation_code_in_area"),
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["event_seq", "event_hash"])
class SchemeValue(Subject):
    """A default of the scheme as command set it for a district; its events are its history."""

    subject_type = "scheme_value"
    key_field = "key"
    workflow = VALUE_TABLE

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    value = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("value of the scheme")
        constraints = [models.UniqueConstraint(fields=["area", "key"], name="scheme_value_key")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"

    def capacities(self, by: Any) -> frozenset[str]:
        """Command's posts in the district."""
        return posts_in(by, self.area)


def scheme_value(key: str, district_id: int) -> int:
    """The value of the scheme in a district: as command set it, else the default."""
    row = SchemeValue.objects.filter(area_id=district_id, key=key).first()
    return row.value if row else SCHEME_DEFAULTS[key].value
