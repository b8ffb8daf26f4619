"""What a plate looks like at the door, and in public: controlled wording, nothing else."""

from typing import Any

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from inspections.plates.models import Plate
from inspections.plates.rules import HANGING, PlateState, district_of
from inspections.plates.views import plate_in_scope
from venues.models import Area, Organisation
from venues.models.organisations import scheme_value
from venues.rules import AreaKind, OrganisationKind

MOST_GROUNDS = 6
# A quarter of the code may be scratched or dirty, and it still reads.
QR_ERROR_LEVEL = "Q"


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
        "qr": qr_of(request.build_absolute_uri(reverse("plate-door", args=[plate.number]))),
    }
    return render(request, "plates/sheet.html", context)


def qr_of(address: str) -> str:
    """The QR code of an address as a picture for `src`: black on white, with its quiet zone."""
    code = segno.make_qr(address, error=QR_ERROR_LEVEL)
    return code.svg_data_uri(dark="#000", light="#fff", xmldecl=False, nl=False, omitsize=True)


@login_not_required
@never_cache
@require_GET
def door(request: HttpRequest, number: str) -> HttpResponse:
    """Where the QR code at the door leads: decided when it is scanned, not when it was printed.

    An officer comes to the plate. Everybody else comes to its line on the public board where that
    is on, else to the plate behind the sign-in. No plate is looked up for that, so that the answer
    tells nobody which numbers exist.
    """
    code = district_of(number)
    if not request.user.is_authenticated and _public_in(code):
        return redirect(reverse("board", args=[code]) + f"#{number}")
    return redirect("plates:plate", number)


def _public_in(code: str) -> Area | None:
    """The district of this code if its command switched the public board on."""
    area = Area.objects.filter(code=code, kind=AreaKind.DISTRICT).first()
    return area if area is not None and scheme_value("plate_board", area.pk) else None


@login_not_required
@never_cache
@require_GET
def board(request: HttpRequest, district: str) -> HttpResponse:
    """Which plates hang in a district, where its command switched that on (R-PLATE-6).

    Read anew at every request, and kept nowhere: what is lifted is gone with the next look. Says
    the venue's name, the number and the day, in the same words for everybody.
    """
    area = _public_in(district)
    if area is None:
        raise Http404(district)
    rows: Any = Plate.objects.filter(state__in=HANGING, venue__district=area)
    context = {
        "district": area,
        "plates": rows.select_related("venue").order_by("hung_at", "pk"),
    }
    return render(request, "plates/board.html", context)
