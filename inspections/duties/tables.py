"""Duties as a table; the same columns feed the export."""

from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.duties.models import Duty
from inspections.duties.rules import SIDE_OF_KIND, DutyState
from venues.signed_in import officer_of
from venuewatch.listing.templatetags.shell import badge, day


class DutyTable(tables.Table):
    """One duty a row; a duty that was done opens its visit."""

    day = tables.Column(gettext_lazy("Day"), orderable=False)
    venue = tables.Column(gettext_lazy("Venue"), order_by=("venue__name",))
    address = tables.Column(gettext_lazy("Address"), accessor="venue__address", orderable=False)
    side = tables.Column(gettext_lazy("Side"), orderable=False)
    state = tables.Column(gettext_lazy("State"), orderable=False)
    why = tables.Column(gettext_lazy("Why"), accessor="reason", orderable=False)
    town = tables.Column(gettext_lazy("Town"), order_by=("town__code",))
    department = tables.Column(gettext_lazy("Department"), orderable=False)
    visit = tables.Column(gettext_lazy("Visit"), accessor="inspection", empty_values=(),
                          orderable=False)  # fmt: skip

    class Meta:
        model = Duty
        fields: tuple[str, ...] = ()
        default = ""

    request: Any = None

    @cached_property
    def _own_side(self) -> str | None:
        """The side whose duties a visit of whoever looks fulfils; None for command's."""
        organisation = officer_of(self.request).organisation
        return SIDE_OF_KIND.get(organisation.kind) if organisation else None

    def render_day(self, record: Duty) -> str:
        """The day, as people write it."""
        return day(record.day)

    def value_day(self, record: Duty) -> str:
        """The day."""
        return record.day.isoformat()

    def render_venue(self, record: Duty) -> Any:
        """The venue's name, as the way to its page."""
        address = reverse("venues:venue", args=[record.venue.code])
        return format_html('<a href="{}">{}</a>', address, record.venue.name)

    def value_venue(self, record: Duty) -> str:
        """The venue's name."""
        return record.venue.name

    def render_state(self, record: Duty) -> Any:
        """The state's word in its colour."""
        return badge("duty", record.state, record.get_state_display())

    def value_state(self, record: Duty) -> str:
        """The state's word."""
        return str(record.get_state_display())

    def render_why(self, record: Duty) -> str:
        """Why it is owed, in words."""
        return str(record.why)

    def render_visit(self, record: Duty) -> Any:
        """The visit that did it; for what one's own side still owes, the way to file one."""
        if record.inspection is not None:
            address = reverse("checks:inspection", args=[record.inspection.uuid])
            return format_html('<a href="{}">{}</a>', address, _("the visit"))
        if record.state == DutyState.OWED and record.side == self._own_side:
            address = reverse("checks:file", args=[record.venue.code])
            return format_html('<a href="{}">{}</a>', address, _("File a check"))
        return ""

    def value_visit(self, record: Duty) -> str:
        """Which visit did it."""
        return str(record.inspection.uuid) if record.inspection else ""
