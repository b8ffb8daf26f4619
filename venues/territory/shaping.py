"""Storing the shapes of areas: each good one by itself, the same again changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from venues.models import Area, AreaShape
from venues.territory.outlines import Polygon, simpler
from venues.territory.reading import Mistake
from venues.territory.shapes_reading import Outline
from venuewatch.workflow import clock

FINE = 0.00001  # degrees, about a metre: nearer than any screen shows
ROUGH = 0.0003  # about 30 metres: less than a pixel where a whole district is looked at


@dataclass
class Shaped:
    """What was done, by area, and which features fit no area."""

    new: list[Area] = field(default_factory=list)
    changed: list[Area] = field(default_factory=list)
    same: list[Area] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def shape(outlines: Iterable[Outline]) -> Shaped:
    """Store the shapes of the areas that have these codes."""
    wanted = list(outlines)
    codes = [each.code for each in wanted]
    areas = {each.code: each for each in Area.objects.filter(code__in=codes).order_by("code")}
    shaped = Shaped()
    with transaction.atomic():
        for outline in wanted:
            area = areas.get(outline.code)
            if area is None:
                sentence = f"no area here has the code {outline.code}"
                shaped.mistakes.append(Mistake(0, f"feature {outline.feature}", sentence))
            else:
                _group(shaped, area, outline.polygons).append(area)
    return shaped


def _group(shaped: Shaped, area: Area, polygons: list[Polygon]) -> list[Area]:
    """Store a shape, and tell in which list its area belongs."""
    values = _values(polygons)
    known = AreaShape.objects.filter(area=area).first()
    if known is None:
        AreaShape.objects.create(area=area, **values)
        return shaped.new
    if all(getattr(known, name) == value for name, value in values.items()):
        return shaped.same
    for name, value in values.items():
        setattr(known, name, value)
    known.loaded = clock.now()
    known.save()
    return shaped.changed


def _values(polygons: list[Polygon]) -> dict[str, object]:
    fine = simpler(polygons, FINE)
    points = [point for polygon in fine for point in polygon[0]]
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return {
        "outline": _listed(fine), "rough": _listed(simpler(fine, ROUGH)),
        "west": min(lons), "south": min(lats), "east": max(lons), "north": max(lats),
    }  # fmt: skip


def _listed(polygons: list[Polygon]) -> list[list[list[list[float]]]]:
    """As JSON gives them back: points are lists."""
    return [[[list(point) for point in ring] for ring in polygon] for polygon in polygons]
