"""The map of a whole city beside its SQL, and some of its streets beside that."""

import re
from typing import Any

from django.test import Client

from tests.bench import pages
from tests.bench.measure import Row, median_seconds, median_seconds_in_turn
from venues.models import Officer

VENUES_WANTED = 25_000
RATIO = 3.0
# Looked at on a desk: the whole city, and some streets in its middle.
FAR, NEAR = 10, 17
STREETS = 0.004  # degrees from the middle


def rows() -> list[Row]:
    """What a reviewer of the command of the history's district is shown."""
    reviewers = Officer.objects.filter(post="reviewer", organisation__kind="command")
    client = pages.client_of(reviewers.order_by("pk")[0])
    extent = re.findall(r'data-extent="([^"]+)"', client.get("/map/").content.decode())[0]
    whole = f"/map/points/?box={extent}&zoom={FAR}"
    streets = f"/map/points/?box={_middle(extent)}&zoom={NEAR}"
    placed, note = _told(client, whole)
    if placed < VENUES_WANTED:
        print(f"note: {placed:,} venues on the map, fewer than {VENUES_WANTED:,}")  # noqa: T201
    far, bare = median_seconds_in_turn(pages.page(client, whole), pages.own_sql(client, whole))
    near = median_seconds(pages.page(client, streets))
    what = f"map, the whole city of {placed:,} venues"
    return [
        Row(what, "ms", far * 1e3, bare * 1e3, RATIO, note=note),
        Row("its streets beside it", "ms", near * 1e3, far * 1e3, 1.0,
            note=_told(client, streets)[1]),
    ]  # fmt: skip


def _middle(extent: str) -> str:
    west, south, east, north = (float(side) for side in extent.split(","))
    lon, lat = (west + east) / 2, (south + north) / 2
    sides = (lon - STREETS, lat - STREETS, lon + STREETS, lat + STREETS)
    return ",".join(f"{side:.6f}" for side in sides)


def _told(client: Client, address: str) -> tuple[int, str]:
    """How many venues an answer stands for, and its note."""
    answer: Any = client.get(address)
    total = answer.json()["total"]
    return total, f"{total:,} venues, {len(answer.content):,} bytes"
