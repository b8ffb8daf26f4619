"""Shapes of areas on the map."""

from django.db import models
from django.db.models import F, Q

from venues.models.areas import Area
from venuewatch.workflow import clock


class AreaShape(models.Model):
    """The outline of an area, as the coordinates of a GeoJSON MultiPolygon (WGS84, degrees).

    `rough` is the same for a look from far away; the four sides are those of the box around it.
    """

    area = models.OneToOneField(
        Area, primary_key=True, on_delete=models.CASCADE, related_name="shape"
    )
    outline = models.JSONField()
    rough = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    loaded = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(west__gte=-180, east__lte=180, south__gte=-90, north__lte=90)
                & Q(west__lt=F("east"), south__lt=F("north")),
                name="area_shape_box",
            )
        ]

    def __str__(self) -> str:
        return str(self.area)
