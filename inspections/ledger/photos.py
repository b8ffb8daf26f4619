"""Photos as evidence: what is taken in, how it is re-encoded, and what is refused."""

import struct
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any
from uuid import uuid4

import pillow_heif
from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError

from inspections.ledger.exif import Taken, taken_of
from inspections.ledger.stamping import stamp
from venues.coordinates import Point, distance
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Refused, Words

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2048
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_UNREADABLE = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError, TypeError,
    LookupError, ArithmeticError, AttributeError, struct.error, zlib.error,
)  # fmt: skip

# EXIF's orientations and what turns each upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Only the picture itself is looked at, by one thread: a hostile file has the fewest ways in.
pillow_heif.register_heif_opener(
    thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
)


@dataclass(frozen=True)
class Caption:
    """What a photo is stamped with besides its time: the place, the person, and where they were.

    `point` is the venue's, `here` the visit's, both WGS84; the photo's own position counts more.
    """

    place: str
    person: str
    point: Point | None = None
    here: Point | None = None

    def lines(self, taken: Taken) -> list[str]:
        """Time, place with its distance or coordinates, and officer, in words."""
        moment = timezone.localtime(taken.at or clock.now())
        when = f"{moment:%Y-%m-%d %H:%M:%S}"
        told = _("taken %s") if taken.at else _("received %s")
        return [
            told % when,
            " · ".join(filter(None, (self.place, self._where(taken)))),
            self.person,
        ]

    def _where(self, taken: Taken) -> str:
        own = (taken.lon, taken.lat) if taken.lon is not None and taken.lat is not None else None
        here = own or self.here
        if here is None:
            return ""
        if self.point is None:
            return f"{here[0]:.5f}, {here[1]:.5f}"
        return _("%d m from the venue") % round(distance(*here, *self.point))


class CleanPhoto(File[bytes]):
    """A photo of our own making, and when and where it was taken."""

    def __init__(self, file: IO[bytes], name: str, taken: Taken) -> None:
        super().__init__(file, name)
        self.taken = taken
        self.kept = ""  # the name under which a form keeps it, once it does


def clean_photo(upload: Any, field: str = "photos", caption: Caption | None = None) -> CleanPhoto:
    """An upload as a JPEG of our own: upright, at most 2048 px long, without EXIF, with a caption.

    The caption comes under the picture, which adds to its height. The result lies in a temporary
    file, so that many photos take no more memory than one.
    Raises Refused with a sentence at `field`: too large, empty, not a photo, broken, or a bomb.
    """
    if upload.size > MOST_BYTES:
        raise Refused({field: _named(upload, _("A photo may have at most 15 MB."))})
    if not upload.size:
        raise Refused({field: _named(upload, _("This file is empty."))})
    try:
        picture, taken = _opened(upload)
    except Image.DecompressionBombError as error:
        sentence = _("This picture is too large to be a photo.")
        raise Refused({field: _named(upload, sentence)}) from error
    except _UNREADABLE as error:
        sentence = _("This file is not a photo that can be read.")
        raise Refused({field: _named(upload, sentence)}) from error
    if caption is not None:
        picture = stamp(picture, caption.lines(taken))
    file = tempfile.TemporaryFile()  # noqa: SIM115 — lives as long as the photo
    picture.save(file, "JPEG", quality=QUALITY)
    file.seek(0)
    return CleanPhoto(file, f"{uuid4().hex}.jpg", taken)


def clean_photos(
    uploads: Sequence[Any], field: str = "photos", caption: Caption | None = None
) -> list[CleanPhoto]:
    """Every upload cleaned; raises Refused at the first that cannot be."""
    return [clean_photo(upload, field, caption) for upload in uploads]


def known_of(file: Any) -> dict[str, Any]:
    """The columns of Photo that a file fills besides itself; none for a file that is not ours."""
    taken = getattr(file, "taken", Taken())
    return {"taken_at": taken.at, "lon": taken.lon, "lat": taken.lat}


def _opened(upload: Any) -> tuple[Image.Image, Taken]:
    """The picture upright, in colours, small enough; and what its EXIF told."""
    with Image.open(upload, formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        taken, turn = taken_of(picture), _turn(picture)
        if picture.mode not in ("RGB", "L", "CMYK"):
            plain = _in_colours(picture)
            plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _turned(plain, turn), taken
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _turned(_in_colours(picture), turn), taken


def _turn(picture: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except _UNREADABLE:
        return None


def _turned(picture: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    return picture if turn is None else picture.transpose(turn)


def _in_colours(picture: Image.Image) -> Image.Image:
    """RGB; what is transparent lies on white paper."""
    if picture.has_transparency_data:
        on_paper = Image.new("RGBA", picture.size, "white")
        on_paper.alpha_composite(picture.convert("RGBA"))
        return on_paper.convert("RGB")
    return picture.convert("RGB")


def _named(upload: Any, sentence: str) -> Words:
    name = str(getattr(upload, "name", "") or "").strip()
    return f"{name[-60:]}: {sentence}" if name else sentence
