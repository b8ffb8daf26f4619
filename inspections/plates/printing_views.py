"""What a plate looks like at the door, and in public: controlled wording, nothing else."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from inspections.plates.models import Plate
from inspections.plates.rules import HANGING, PlateState
from inspections.plates.views import plate_in_scope
from venues.models import Area, Organisation
from venues.models.organisations import scheme_value
from venues.rules import AreaKind, OrganisationKind

MOST_GROUNDS = 6


@require_GET
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The plate on A3 paper, from its approval until it ends; else there is nothing to print."""
    plate = plate_in_scope(request, code)
    if plate.state not in (PlateState.APPROVED, *HANGING):
        raise Http404(code)
    kinds = dict.fromkeys(str(ground.get_kind_display()) for ground in plate.judgement.grounds)
    command = Organisation.objects.filter(
        kind=OrganisationKind.COMMAND, area=plate.venue.district_id
    ).order_by("pk")
    context = {
        "plate": plate,
        "venue": plate.venue,
        "kinds": list(kinds)[:MOST_GROUNDS],
        "command": command.first(),
    }
    return render(request, "plates/sheet.html", context)


@login_not_required
@never_cache
@require_GET
def board(request: HttpRequest, district: str) -> HttpResponse:
    """Which plates hang in a district, where its command switched that on (R-PLATE-6).

    Read anew at every request, and kept nowhere: what is lifted is gone with the next look. Says
    the venue's name, the number and the day, in the same words for everybody.
    """
    area = Area.objects.filter(code=district, kind=AreaKind.DISTRICT).first()
    if area is None or not scheme_value("plate_board", area.pk):
        raise Http404(district)
    rows: Any = Plate.objects.filter(state__in=HANGING, venue__district=area)
    context = {
        "district": area,
        "plates": rows.select_related("venue").order_by("hung_at", "pk"),
    }
    return render(request, "plates/board.html", context)
