"""The page of all visits of a day."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from inspections.checks.filters import VisitFilter
from inspections.checks.models import Inspection
from inspections.checks.tables import VisitTable
from inspections.checks.withdrawals import was_withdrawn
from venues.signed_in import at_work
from venuewatch.listing.pages import ListPage


class VisitList(ListPage):
    """The visits of a day in the scope of whoever looks; today's unless another is chosen."""

    table_class = VisitTable
    filterset_class = VisitFilter
    heading = gettext_lazy("Visits of the day")
    empty = gettext_lazy("No visit of that day. A visit appears here as soon as it is filed.")
    file_name = "visits"
    default_order = ("-started",)

    def rows(self) -> QuerySet[Any]:
        """The visits in this person's scope, and whether each was withdrawn."""
        rows = Inspection.objects.visible_to(at_work(self.request))
        related = rows.select_related(
            "venue", "town", "department", "officer__person", "officer__organisation"
        )
        return related.annotate(withdrawn=was_withdrawn())
