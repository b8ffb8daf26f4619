"""The places of the portal: each app registers its own, the rail and the bottom bar show them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from venuewatch.workflow.rules import Words


@dataclass(frozen=True)
class Place:
    """One entry of the rail; `on_phone` also of the bottom bar.

    `shown` decides for an account whether it is a place of theirs; `position` its order;
    `count` how much waits there for them.
    """

    label: Words
    url_name: str
    icon: str
    position: int
    shown: Callable[[Any], bool]
    on_phone: bool = False
    on_desk: bool = True
    count: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class Entry:
    """A place as the rail shows it to one account."""

    place: Place
    user: Any

    def waiting(self) -> int:
        """How much waits there for them; asked only where the rail is shown."""
        return self.place.count(self.user) if self.place.count else 0


_places: list[Place] = []


def add_place(place: Place) -> None:
    """Register a place; called once, when an app is ready."""
    _places.append(place)
    _places.sort(key=lambda each: each.position)


def places(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the rail, the bottom bar, and the name of the present place."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    own = [each for each in _places if each.shown(user)]
    match = request.resolver_match
    return {
        "rail": [Entry(each, user) for each in own if each.on_desk],
        "bottom_bar": [each for each in own if each.on_phone],
        "present_place": match.view_name if match else "",
    }
