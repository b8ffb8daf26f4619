"""Pages of the duties: what is owed on a day, by whom, and what became of it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from inspections.duties.filters import DutyFilter
from inspections.duties.models import Duty
from inspections.duties.tables import DutyTable
from venues.signed_in import officer_of
from venuewatch.listing.pages import ListPage


class DutyList(ListPage):
    """The duties of a day in the scope of whoever looks; today's unless another is chosen."""

    table_class = DutyTable
    filterset_class = DutyFilter
    heading = gettext_lazy("Duties")
    empty = gettext_lazy("No check is owed on that day. Duties appear when the day is planned.")
    file_name = "duties"
    default_order = ("day", "venue_id", "side")

    def rows(self) -> QuerySet[Any]:
        """The duties in this person's scope."""
        return Duty.objects.visible_to(officer_of(self.request)).select_related(
            "venue", "town", "department", "inspection"
        )
