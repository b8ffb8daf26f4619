"""The places of the portal: each app registers its own, the rail and the bottom bar show them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from venuewatch.listing.counting import Count
from venuewatch.workflow.rules import Words

MOST_WAITING = 99


@dataclass(frozen=True)
class Waiting:
    """What waits for an account at a place: how much, counted up to MOST_WAITING, and where."""

    count: Count
    query: str = ""


@dataclass(frozen=True)
class Place:
    """One entry of the rail; `on_phone` also of the bottom bar.

    `shown` decides for an account whether it is a place of theirs; `position` its order;
    `waiting` tells what waits for that account there.
    """

    label: Words
    url_name: str
    icon: str
    position: int
    shown: Callable[[Any], bool]
    on_phone: bool = False
    on_desk: bool = True
    waiting: Callable[[Any], Waiting] | None = None


class Entry:
    """A place as one account sees it; what waits there is asked once, and only where it shows."""

    def __init__(self, place: Place, user: Any) -> None:
        self.place, self.user = place, user

    @cached_property
    def waiting(self) -> Waiting | None:
        """What waits for this account; None where nothing does."""
        told = self.place.waiting(self.user) if self.place.waiting else None
        return told if told and told.count else None

    @property
    def waiting_at(self) -> str:
        """The address of the list behind the number."""
        query = self.waiting.query if self.waiting else ""
        return reverse(self.place.url_name) + (f"?{query}" if query else "")


_places: list[Place] = []


def add_place(place: Place) -> None:
    """Register a place; called once, when an app is ready."""
    _places.append(place)
    _places.sort(key=lambda each: each.position)


def places(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the rail, the bottom bar, and the name of the present place.

    `elsewhere` are the places that a phone's bottom bar has no room for: one tap deeper.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    own = [Entry(each, user) for each in _places if each.shown(user)]
    match = request.resolver_match
    return {
        "rail": [each for each in own if each.place.on_desk],
        "bottom_bar": [each for each in own if each.place.on_phone],
        "elsewhere": [each for each in own if not each.place.on_phone],
        "present_place": match.view_name if match else "",
    }
