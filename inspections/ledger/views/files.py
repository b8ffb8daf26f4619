"""Files of evidence, to those who may see their venue."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from inspections.ledger.models import Photo
from venues.models import Venue
from venues.signed_in import officer_of


@require_GET
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """A photo of evidence, to those who may see its venue."""
    rows = Photo.objects.filter(venue__in=Venue.objects.visible_to(officer_of(request)))
    row = get_object_or_404(rows, pk=pk)
    answer = FileResponse(row.file.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer
