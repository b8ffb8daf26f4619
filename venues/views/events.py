"""The events of everything, for auditors (R-SCOPE-1)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from venues.filters import EventFilter
from venues.rules import Post
from venues.signed_in import officer_of
from venues.tables import EventTable
from venuewatch.listing.pages import ListPage
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import NotAllowed


class EventList(ListPage):
    """Every event, newest first; auditors read these and nothing else."""

    table_class = EventTable
    filterset_class = EventFilter
    heading = gettext_lazy("Events")
    empty = gettext_lazy("No event matches. Every act leaves one here.")
    file_name = "events"

    def rows(self) -> QuerySet[Any]:
        """All events, for auditors alone."""
        if officer_of(self.request).post != Post.AUDITOR:
            raise NotAllowed(_("Events are read by auditors."))
        return Event.objects.all()
