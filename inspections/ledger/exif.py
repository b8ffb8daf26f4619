"""When and where a photo was taken, as its own EXIF tells; whatever cannot be read is not told."""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.utils import timezone
from PIL import ExifTags, Image

from venuewatch.workflow import clock

T = TypeVar("T")

# A camera's clock may be so far ahead of ours; what claims to be later is not believed.
AHEAD = timedelta(minutes=10)
_UNREADABLE = (
    ArithmeticError, AttributeError, KeyError, OSError, SyntaxError, TypeError, ValueError,
    IndexError, struct.error,
)  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """When and where a photo was taken: a moment, WGS84 degrees; None for what is not known."""

    at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


def taken_of(picture: Image.Image) -> Taken:
    """What the EXIF of an opened picture tells; never raises, whatever is in it."""
    exif = _readable(picture.getexif)
    if exif is None:
        return Taken()
    details = _readable(lambda: exif.get_ifd(ExifTags.IFD.Exif)) or {}
    place = _readable(lambda: exif.get_ifd(ExifTags.IFD.GPSInfo)) or {}
    lon, lat = _readable(lambda: _point(place)) or (None, None)
    return Taken(_readable(lambda: _moment(details)), lon, lat)


def _readable(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except _UNREADABLE:
        return None


def _moment(details: Mapping[int, Any]) -> datetime | None:
    """A camera tells local time, newer ones with their offset."""
    claimed = str(details[ExifTags.Base.DateTimeOriginal]).strip("\0 ")
    offset = str(details.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    if offset:
        moment = datetime.strptime(claimed + offset, "%Y:%m:%d %H:%M:%S%z")
    else:
        moment = timezone.make_aware(datetime.strptime(claimed, "%Y:%m:%d %H:%M:%S"))  # noqa: DTZ007 — local by definition
    return moment if moment <= clock.now() + AHEAD else None


def _point(place: Mapping[int, Any]) -> tuple[float, float] | None:
    """Longitude and latitude; nothing off the globe, and not the zero of a sensor without a fix."""
    lon = _degrees(place[ExifTags.GPS.GPSLongitude], place[ExifTags.GPS.GPSLongitudeRef], "W")
    lat = _degrees(place[ExifTags.GPS.GPSLatitude], place[ExifTags.GPS.GPSLatitudeRef], "S")
    on_globe = abs(lon) <= 180 and abs(lat) <= 90 and (lon, lat) != (0, 0)
    return (lon, lat) if on_globe else None


def _degrees(parts: Any, side: Any, negative: str) -> float:
    degrees, minutes, seconds = (float(each) for each in parts)
    size = degrees + minutes / 60 + seconds / 3600
    return -size if str(side).strip("\0 ").upper() == negative else size
