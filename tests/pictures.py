"""Files as phones and less friendly senders make them."""

import struct
import zlib
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

TAKEN = datetime(2022, 4, 7, 14, 5, 30)  # noqa: DTZ001 — a camera tells local time


def exif(
    *,
    at: datetime | None = TAKEN,
    point: tuple[float, float] | None = (113.65, 34.76),
    orientation: int = 1,
) -> Image.Exif:
    """EXIF with a time, a position and an orientation, and the phone's name."""
    found = Image.Exif()
    found[ExifTags.Base.Orientation] = orientation
    found[ExifTags.Base.Model] = "Phone of a named person"
    if at:
        found.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{at:%Y:%m:%d %H:%M:%S}"
    if point:
        place = found.get_ifd(ExifTags.IFD.GPSInfo)
        for name, value, sides in (("Longitude", point[0], "EW"), ("Latitude", point[1], "NS")):
            place[ExifTags.GPS[f"GPS{name}Ref"]] = sides[value < 0]
            place[ExifTags.GPS[f"GPS{name}"]] = (abs(value), 0.0, 0.0)
    return found


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (64, 48), colour: str = "red", **options: Any
) -> bytes:
    """An encoded picture of one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def upload(content: bytes, name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, "image/jpeg")


def bomb() -> bytes:
    """A small PNG that claims to be 30,000 by 30,000."""
    parts = [b"\x89PNG\r\n\x1a\n"]
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 999)), (b"IEND", b"")):
        check = struct.pack(">I", zlib.crc32(name + data))
        parts.append(struct.pack(">I", len(data)) + name + data + check)
    return b"".join(parts)


# What is no photo, by what is wrong with it.
BAD: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"not a photo",
    "markup": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "only the start of a JPEG": lambda: b"\xff\xd8\xff broken",
    "half a JPEG": lambda: picture(size=(900, 900))[:3000],
    "half a PNG": lambda: picture("PNG", (900, 900))[:200],
    "half a WebP": lambda: picture("WEBP", (900, 900))[:40],
    "half a HEIC": lambda: (whole := picture("HEIF"))[: len(whole) * 3 // 4],
    "GIF": lambda: picture("GIF"),
    "TIFF": lambda: picture("TIFF"),
    "bomb": bomb,
    "16 MB": lambda: picture() + b"\0" * (16 * 1024 * 1024),
}
