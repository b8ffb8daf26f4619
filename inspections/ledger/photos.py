"""Photos as evidence: what is taken in, how it is re-encoded, and what is refused."""

import warnings
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from venuewatch.workflow.rules import Refused

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2048
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")


def clean_photo(upload: Any, field: str = "photos") -> ContentFile[bytes]:
    """An upload as a JPEG of our own: upright, at most 2048 px long, without EXIF.

    Raises Refused with a sentence at `field`: too large, not a photo, broken, or a bomb.
    """
    if upload.size > MOST_BYTES:
        raise Refused({field: _("A photo may have at most 15 MB.")})
    try:
        return ContentFile(_encode(upload), name=f"{uuid4().hex}.jpg")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused({field: _("This picture is too large to be a photo.")}) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused({field: _("This file is not a photo that can be read.")}) from error


def _encode(upload: Any) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = BytesIO()
    upright.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
