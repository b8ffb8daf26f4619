"""Files of evidence, to those who may see their venue."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from inspections.ledger.models import FileKind, Measure, Photo
from venues.models import Venue
from venues.signed_in import officer_of

_TYPES = {FileKind.PDF.value: "application/pdf", FileKind.JPEG.value: "image/jpeg"}


@require_GET
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """A photo of evidence, to those who may see its venue."""
    rows = Photo.objects.filter(venue__in=Venue.objects.visible_to(officer_of(request)))
    row = get_object_or_404(rows, pk=pk)
    answer = FileResponse(row.file.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@require_GET
def measure_file(request: HttpRequest, pk: int) -> FileResponse:
    """The document of a measure, to those who may see its venue; never run in the browser."""
    rows = Measure.objects.filter(
        issue__venue__in=Venue.objects.visible_to(officer_of(request))
    ).exclude(file="")
    row = get_object_or_404(rows.select_related("issue"), pk=pk)
    answer = FileResponse(
        row.file.open("rb"),
        as_attachment=True,
        filename=f"{row.issue.number}-{row.pk}.{row.file_kind}",
        content_type=_TYPES[row.file_kind],
    )
    answer["Cache-Control"] = "private, max-age=86400"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
