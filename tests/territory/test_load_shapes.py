"""Shapes from a GeoJSON file: a bad feature stops no good one, twice changes nothing."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from tests.cast import Cast
from venues.models import AreaShape
from venues.territory.outlines import cut, simpler

SQUARE = [[113.5, 34.8], [113.7, 34.8], [113.7, 34.9], [113.5, 34.9], [113.5, 34.8]]
SMALL = [[113.6, 34.84], [113.61, 34.84], [113.61, 34.85], [113.6, 34.85], [113.6, 34.84]]


def feature(code: object, rings: Any = None, name: str = "code", kind: str = "Polygon") -> Any:
    coordinates = [SQUARE] if rings is None else rings
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {name: code}, "geometry": geometry}


def written(folder: Path, *features: Any, **more: Any) -> Path:
    path = folder / "shapes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
    return path


def load(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("load_shapes", str(path), *options, stdout=out)
    return out.getvalue()


def refused(path: Path) -> str:
    with pytest.raises(CommandError) as error:
        load(path)
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "code", "area"),
    [
        ("code", "410108", "410108"),
        ("区划代码", "410108000000", "410108"),
        ("XZQDM", 410108001000, "410108001"),
        ("adcode", 410108001000.0, "410108001"),
        ("代码", " 410108001001 ", "410108001001"),
    ],
)
def test_codes_as_makers_of_files_write_them(
    cast: Cast, tmp_path: Path, name: str, code: object, area: str
) -> None:
    said = load(written(tmp_path, feature(code, name=name)))

    assert AreaShape.objects.get().area.code == area
    assert "1 new, 0 changed, 0 as before" in said


def test_twice_changes_nothing_and_another_shape_is_told(cast: Cast, tmp_path: Path) -> None:
    path = written(tmp_path, feature("410108"), feature("410108001"))
    load(path)
    before = list(AreaShape.objects.order_by("pk").values())

    assert "0 new, 0 changed, 2 as before" in load(path)
    assert list(AreaShape.objects.order_by("pk").values()) == before

    said = load(written(tmp_path, feature("410108", [[SMALL]], kind="MultiPolygon")))
    assert "changed: 410108" in said
    shape = AreaShape.objects.get(area__code="410108")
    assert (shape.outline, shape.west, shape.north) == ([[SMALL]], 113.6, 34.85)


# what is wrong with a feature, and the words that say so
BAD: list[tuple[Any, str]] = [
    ("no feature", "this is no feature"),
    ({"properties": None}, "no properties"),
    (feature("410108001", name="title"), "none of its properties is a code"),
    (feature("4101"), "6, 9 or 12 digits"),
    (feature("999999"), "no area here has the code 999999"),
    (feature("410108"), "feature 1 has the code 410108 already"),
    (feature("410108001", kind="Point"), "not Point"),
    ({"properties": {"code": "410108001"}, "geometry": None}, "not nothing"),
    (feature("410108001", []), "no ring"),
    (feature("410108001", "x"), "a list of rings"),
    (feature("410108001", [SQUARE[:3]]), "fewer than 4"),
    (feature("410108001", [SQUARE[:4]]), "does not end where it begins"),
    (feature("410108001", [[[1, 1], [2, 2], [3, 3], [1, 1]]]), "no area"),
    (feature("410108001", [[[34.8, 113.5], *SQUARE[1:]]]), "longitude comes first"),
    (feature("410108001", [[[3850000, 340000], *SQUARE[1:]]]), "no longitude and latitude"),
    (feature("410108001", [[["a", 1], *SQUARE[1:]]]), "longitude and latitude are expected"),
    (feature("410108001", [[[True, 1], *SQUARE[1:]]]), "longitude and latitude are expected"),
]


@pytest.mark.parametrize(("bad", "words"), BAD)
def test_a_bad_feature_stops_no_good_one(cast: Cast, tmp_path: Path, bad: Any, words: str) -> None:
    told = refused(written(tmp_path, feature("410108"), bad, feature("410108002")))

    assert "feature 2: " in told
    assert words in told
    assert "1 to mend" in told
    loaded = AreaShape.objects.order_by("area__code").values_list("area__code", flat=True)
    assert list(loaded) == ["410108", "410108002"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no GeoJSON"),
        ('{"features": 1}', "no GeoJSON"),
        ('{"features": [], "crs": {"name": "EPSG:4547"}}', "degrees are expected"),
    ],
)
def test_a_file_that_is_none_is_refused(db: None, tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "shapes.geojson"
    path.write_text(text)

    assert words in refused(path)
    assert "cannot be read" in refused(tmp_path / "missing")
    path.write_bytes(b"\xff\xfe{")
    assert "not written in UTF-8" in refused(path)


def test_points_of_public_map_services_are_turned(cast: Cast, tmp_path: Path) -> None:
    load(written(tmp_path, feature("410108")), "--source", "gcj02")

    west = AreaShape.objects.get().west
    assert 113.4935 < west < 113.4955  # some 500 metres west of what the file says


def test_the_database_keeps_boxes_sound(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaShape.objects.create(
            area=cast.town, outline=[], rough=[], west=2, south=1, east=1, north=2
        )


def test_a_view_gets_its_part_and_no_more(cast: Cast, client: Client, tmp_path: Path) -> None:
    fine = [[113.5 + n * 0.0002, 34.8 + (n % 2) * 0.00015] for n in range(1001)]
    town = [*fine, [113.7, 34.9], [113.5, 34.9], fine[0]]
    load(written(tmp_path, feature("410108"), feature("410108001", [town]),
                 feature("410108001001", [SMALL])))  # fmt: skip
    client.force_login(cast["command"])

    def seen(box: str, zoom: int) -> tuple[dict[str, int], int]:
        answer = client.get(f"/map/shapes/?box={box}&zoom={zoom}")
        features = answer.json()["features"]
        points = {
            each["properties"]["code"]: len(each["geometry"]["coordinates"][0][0])
            for each in features
        }
        return points, len(answer.content)

    whole, _size = seen("113.4,34.7,113.8,35", 11)
    assert whole["410108001"] < 20, "from far away the rough outline will do"
    assert set(whole) == {"410108", "410108001"}
    street, size = seen("113.6,34.8395,113.603,34.8415", 17)
    assert set(street) == {"410108", "410108001", "410108001001"}
    assert size < 3000
    assert all(count <= 6 for count in street.values())
    assert seen("10,10,11,11", 12)[0] == {}


def test_shapes_of_another_district_are_not_told(
    cast: Cast, client: Client, tmp_path: Path
) -> None:
    load(written(tmp_path, feature("410108"), feature("410108001")))
    client.force_login(cast["outsider"])
    view = "/map/shapes/?box=113.4,34.7,113.8,35&zoom=12"

    assert client.get(view).json()["features"] == []
    client.force_login(cast["auditor"])
    assert client.get(view).status_code == 403


def test_rings_are_thinned_and_cut() -> None:
    ring = [(0.0, 0.0), (1.0, 0.01), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)]
    hole = [(0.5, 0.5), (0.501, 0.5), (0.501, 0.501), (0.5, 0.5)]

    assert simpler([[ring, hole]], 0.1) == [[[ring[0], *ring[2:]]]]
    assert simpler([[hole]], 0.1) == [[hole]], "an outer ring stays"
    assert cut([[ring]], (1, 1, 3, 3)) == [[[(1, 1), (2, 1), (2, 2), (1, 2), (1, 1)]]]
    assert cut([[ring]], (5, 5, 6, 6)) == []
