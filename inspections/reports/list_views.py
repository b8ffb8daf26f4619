"""The list of the reports that are missing."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from inspections.reports.filters import MissingFilter
from inspections.reports.models import DailyReport
from inspections.reports.pending import PENDING
from venues.signed_in import at_work
from venuewatch.listing.pages import ListPage
from venuewatch.listing.templatetags.shell import day, moment


class MissingTable(tables.Table):
    """One report a row; its day opens it."""

    day = tables.Column(_("Day"))
    organisation = tables.Column(
        _("Organisation"), order_by=("organisation__area__code", "organisation__pk")
    )
    kind = tables.Column(_("Report"), orderable=False)
    deadline = tables.Column(_("Due by"))
    standing = tables.Column(_("State"), orderable=False)

    class Meta:
        model = DailyReport
        fields: tuple[str, ...] = ()
        default = ""

    def render_day(self, record: DailyReport) -> Any:
        """Its day, as the way to its page."""
        address = reverse("reports:report", args=[record.day, record.organisation_id, record.kind])
        return format_html('<a href="{}">{}</a>', address, day(record.day))

    def value_day(self, record: DailyReport) -> Any:
        """Its day."""
        return record.day

    def render_deadline(self, record: DailyReport) -> str:
        """By when it was to be filed."""
        return moment(record.deadline)

    def value_deadline(self, record: DailyReport) -> Any:
        """By when it was to be filed."""
        return record.deadline

    def render_standing(self, record: DailyReport) -> Any:
        """Missing, in words."""
        return record.standing.label

    def value_standing(self, record: DailyReport) -> str:
        """Missing, in words."""
        return str(record.standing.label)


class MissingList(ListPage):
    """The reports that are missing and can still be filed, of those that this person may read."""

    table_class = MissingTable
    filterset_class = MissingFilter
    heading = _("Daily reports missing")
    empty = _("No report is missing. One appears here once its time is over.")
    file_name = "missing-reports"
    default_order: ClassVar[tuple[str, ...]] = ("-day", "organisation__area__code")

    def rows(self) -> QuerySet[Any]:
        """Those in this person's scope."""
        (missing,) = PENDING
        rows = missing.narrow(DailyReport.objects.visible_to(at_work(self.request)))
        return rows.select_related("organisation")
