"""Points between WGS84, GCJ-02 and BD-09 against the district's vectors."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from venues.coordinates import distance, from_wgs84, to_wgs84

TOLERANCE = 1e-6  # degrees, about a tenth of a metre


@pytest.fixture
def vectors(shared: Path) -> list[dict[str, Any]]:
    text = (shared / "data/district/identifiers.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text)["coordinates"]["vectors"])


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_published_points(vectors: list[dict[str, Any]], system: str) -> None:
    known = [each for each in vectors if system in each]
    assert known
    for each in known:
        (lon, lat), (there_lon, there_lat) = each["wgs84"], each[system]
        assert from_wgs84(lon, lat, system) == pytest.approx(each[system], abs=TOLERANCE)
        assert to_wgs84(there_lon, there_lat, system) == pytest.approx((lon, lat), abs=TOLERANCE)


@given(st.floats(74, 135), st.floats(18, 53), st.sampled_from(["wgs84", "gcj02", "bd09"]))
def test_there_and_back(lon: float, lat: float, system: str) -> None:
    there_lon, there_lat = from_wgs84(lon, lat, system)

    assert to_wgs84(there_lon, there_lat, system) == pytest.approx((lon, lat), abs=1e-8)


@pytest.mark.parametrize("turn", [to_wgs84, from_wgs84])
def test_another_system_is_refused(turn: Any) -> None:
    with pytest.raises(ValueError, match="cgcs"):
        turn(113.6, 34.8, "cgcs")


def test_distances_are_metres() -> None:
    assert distance(113.6, 34.8, 113.6, 34.8) == 0
    assert distance(113.6, 34.8, 113.6, 34.801) == pytest.approx(111.2, abs=0.1)
    assert distance(113.6, 34.8, 113.601, 34.8) == pytest.approx(91.3, abs=0.1)
