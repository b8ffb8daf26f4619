"""The bell in the top bar: how many messages wait for who looks."""

from typing import Any

from django.http import HttpRequest

from inspections.tracking.escalation.models import Message
from venuewatch.listing.counting import Count, count_of
from venuewatch.navigation import MOST_WAITING


def bell(request: HttpRequest) -> dict[str, Any]:
    """`unread`: a function, so that it is counted only where the bell is shown."""

    def unread() -> Count:
        return count_of(Message.objects.unread().filter(officer=request.user.pk), MOST_WAITING)

    user = getattr(request, "user", None)
    return {"unread": unread} if user is not None and user.is_authenticated else {}
