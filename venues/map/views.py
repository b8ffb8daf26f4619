"""The map: its page, what a view of it shows, and a community on paper."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from venues.filters import VenueFilter
from venues.map.boxes import DEEPEST, Box, UnreadableError, read_zoom
from venues.map.counting import figures, list_address
from venues.map.gathering import MOST_LISTED, listed, points
from venues.map.rules import LETTERS, WORST_FIRST
from venues.map.shapes import shapes
from venues.map.sheet import communities_of, sheet_of
from venues.models import Venue
from venues.rules import VISITED
from venues.signed_in import at_work, officer_of
from venues.views.register import venue_in_scope
from venuewatch.listing.chips import chips_of
from venuewatch.workflow import clock

View = Callable[..., HttpResponse]


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The map, its filters, and the same in figures: towns by colours."""
    tiles = settings.MAP_TILES
    allowed: Any = csp_update({"img-src": [tiles.origin]}) if tiles else _as_it_is
    response: HttpResponse = allowed(_page)(request)
    return response


def _as_it_is(view: View) -> View:
    return view


def _page(request: HttpRequest) -> HttpResponse:
    officer, asked = at_work(request), _asked(request)
    is_clear = asked.form.is_valid()
    shown = figures(asked.qs if is_clear else Venue.objects.none(), request.GET)
    town = asked.form.cleaned_data.get("town") if is_clear else None
    context = {
        "filterset": asked,
        "chips": chips_of(asked, request.GET),
        "at": request.GET.get("at", ""),
        "figures": shown,
        "extent": ",".join(f"{side:.6f}" for side in shown.extent),
        "colours": [(each, LETTERS[each], each.label) for each in WORST_FIRST],
        "deepest": DEEPEST,
        "tiles": settings.MAP_TILES,
        "communities": communities_of(officer, town if hasattr(town, "pk") else None),
        "everything": list_address(request.GET),
    }
    return render(request, "map/map.html", context)


def _told(view: View) -> View:
    """What cannot be read is told in one sentence, as JSON."""

    @wraps(view)
    def wrapped(request: HttpRequest, *arguments: Any) -> HttpResponse:
        try:
            return view(request, *arguments)
        except UnreadableError as error:
            return JsonResponse({"sentence": str(error)}, status=HTTPStatus.BAD_REQUEST)

    return wrapped


@require_GET
@_told
def points_in_view(request: HttpRequest) -> HttpResponse:
    """JSON: what of the venues asked for lies in a box, gathered for a zoom."""
    box, zoom = _view(request)
    return JsonResponse(points(_rows(request), box, zoom))


@require_GET
@_told
def list_of_view(request: HttpRequest) -> HttpResponse:
    """HTML: the first venues of a box, the worst first, and where the rest is."""
    box, _zoom = _view(request)
    rows = listed(_rows(request), box).select_related("standing", "category", "town")
    everything = list_address(request.GET)
    context = {"venues": rows[:MOST_LISTED], "most": MOST_LISTED, "everything": everything}
    return render(request, "map/listed.html", context)


@require_GET
@_told
def shapes_in_view(request: HttpRequest) -> HttpResponse:
    """GeoJSON: the shapes of areas that a box shows."""
    box, zoom = _view(request)
    return JsonResponse(shapes(at_work(request), box, zoom))


@require_GET
def venue(request: HttpRequest, code: str) -> HttpResponse:
    """HTML: what a marker tells of its venue when it is opened."""
    found = venue_in_scope(request, code)
    inspects = any(each.endswith(".inspector") for each in found.capacities(officer_of(request)))
    files = inspects and found.state in VISITED
    return render(request, "map/venue.html", {"venue": found, "files": files})


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """A community of the own area on A3 paper; needs no script."""
    officer = at_work(request)
    code = request.GET.get("community", "").replace("\0", "")
    community = get_object_or_404(communities_of(officer), code=code)
    context = {
        "community": community,
        "sheet": sheet_of(community, officer),
        "printed": clock.now(),
        "by": officer.signature,
        "back": f"{reverse('map:map')}?town={community.town_id}",
    }
    return render(request, "map/sheet.html", context)


def _asked(request: HttpRequest) -> Any:
    """The venues in scope, by the register's own filters."""
    rows = Venue.objects.visible_to(at_work(request))
    return VenueFilter(request.GET, queryset=rows, request=request)


def _rows(request: HttpRequest) -> Any:
    asked = _asked(request)
    if not asked.form.is_valid():
        names = ", ".join(str(asked.form.fields[name].label) for name in asked.form.errors)
        raise UnreadableError(_("These filters cannot be read: %s.") % names)
    return asked.qs


def _view(request: HttpRequest) -> tuple[Box, int]:
    return Box.read(request.GET.get("box", "")), read_zoom(request.GET.get("zoom", ""))
