"""Documents of measures: a PDF or a photo, told by content, never by name."""

from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from inspections.ledger.photos import MOST_BYTES, clean_photo
from venuewatch.workflow.rules import Refused

PDF_STARTS, PDF_ENDS = b"%PDF-", b"%%EOF"
_TAIL = 1024


def clean_document(upload: Any, field: str = "file") -> File[bytes]:
    """An upload as a PDF as it is, or as a photo of our own; its name ends in .pdf or .jpg.

    Raises Refused with a sentence at `field`: too large, or neither of the two.
    """
    if upload.size > MOST_BYTES:
        raise Refused({field: _("A document may have at most 15 MB.")})
    start = upload.read(len(PDF_STARTS))
    upload.seek(0)
    if start != PDF_STARTS:
        return _photo(upload, field)
    content = upload.read()
    if PDF_ENDS not in content[-_TAIL:]:
        raise Refused({field: _("This PDF is cut off; choose the whole file.")})
    return ContentFile(content, name=f"{uuid4().hex}.pdf")


def _photo(upload: Any, field: str) -> File[bytes]:
    try:
        return clean_photo(upload, field)
    except Refused as refusal:
        raise Refused({field: _("This file is neither a PDF nor a photo.")}) from refusal
