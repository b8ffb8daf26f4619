"""Operations as a table; the same columns feed the export."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from inspections.enforcement.models import Operation
from venuewatch.listing.templatetags.shell import badge, moment


class OperationTable(tables.Table):
    """Number, venue, state, how many agencies have ended their part, and the moments."""

    number = tables.Column(
        gettext_lazy("Number"), accessor="code", order_by=("code",), empty_values=()
    )
    venue = tables.Column(gettext_lazy("Venue"), accessor="venue__name", orderable=False)
    state = tables.Column(gettext_lazy("State"), orderable=False)
    kind = tables.Column(gettext_lazy("How pressing"), orderable=False)
    agencies = tables.Column(
        gettext_lazy("Parts ended"), accessor="all_parts", orderable=False, empty_values=()
    )
    lead = tables.Column(gettext_lazy("Lead agency"), orderable=False)
    town = tables.Column(gettext_lazy("Town"), orderable=False)
    blown = tables.Column(gettext_lazy("Begun at"), accessor="blown_at", order_by=("blown_at",))
    convened = tables.Column(
        gettext_lazy("Convened at"), accessor="convened_at", order_by=("convened_at",)
    )
    ended = tables.Column(gettext_lazy("Ended at"), accessor="ended_at", orderable=False)

    class Meta:
        model = Operation
        fields: tuple[str, ...] = ()
        default = ""

    def render_number(self, record: Operation) -> Any:
        """The number, as the way to the room."""
        address = reverse("operations:room", args=[record.code])
        return format_html('<a href="{}">{}</a>', address, record.code)

    def value_number(self, record: Operation) -> str:
        """The number."""
        return str(record.code)

    def render_venue(self, record: Operation) -> Any:
        """The venue's name, as the way to its page."""
        address = reverse("venues:venue", args=[record.venue.code])
        return format_html('<a href="{}">{}</a>', address, record.venue.name)

    def value_venue(self, record: Operation) -> str:
        """The venue's name."""
        return record.venue.name

    def render_state(self, record: Operation) -> Any:
        """The state's word in its colour."""
        return badge("operation", record.state, record.get_state_display())

    def value_state(self, record: Operation) -> str:
        """The state's word."""
        return str(record.get_state_display())

    def render_agencies(self, record: Any) -> str:
        """How many of its agencies have ended their part."""
        return f"{record.ended_parts} / {record.all_parts}" if record.all_parts else ""

    def render_blown(self, record: Operation) -> str:
        """When the whistle was blown, as people write it."""
        return moment(record.blown_at)

    def value_blown(self, record: Operation) -> Any:
        """When the whistle was blown."""
        return record.blown_at

    def render_convened(self, record: Operation) -> str:
        """When it was convened, as people write it."""
        return moment(record.convened_at)

    def value_convened(self, record: Operation) -> Any:
        """When it was convened."""
        return record.convened_at or ""

    def render_ended(self, record: Operation) -> str:
        """When it was closed, declined or cancelled."""
        return moment(record.ended_at)

    def value_ended(self, record: Operation) -> Any:
        """When it ended."""
        return record.ended_at or ""
