"""What came in, as a table and an export without a caller's word or contact (R-INTAKE-6)."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from inspections.tracking.intake.models import Intake
from venuewatch.listing.templatetags.shell import badge, moment, time_left


class IntakeTable(tables.Table):
    """One matter a row; its number opens its page."""

    number = tables.Column(gettext_lazy("Number"), orderable=False)
    state = tables.Column(gettext_lazy("State"), orderable=False)
    about = tables.Column(gettext_lazy("About"), accessor="about", orderable=False)
    source = tables.Column(gettext_lazy("Source"), accessor="get_source_display", orderable=False)
    received = tables.Column(
        gettext_lazy("Received at"), accessor="received_at", order_by=("received_at",)
    )
    due = tables.Column(gettext_lazy("Time left"), accessor="due", order_by=("due",))
    breaches = tables.Column(
        gettext_lazy("Overdue, times"), accessor="breaches", order_by=("breaches",),
        attrs={"td": {"class": "vw-number"}, "th": {"class": "vw-number"}},
    )  # fmt: skip
    ended = tables.Column(
        gettext_lazy("Ended at"), accessor="ended_at", orderable=False, empty_values=()
    )

    class Meta:
        model = Intake
        fields: tuple[str, ...] = ()
        default = ""

    def render_number(self, record: Intake) -> Any:
        """The number, as the way to its page."""
        address = reverse("intake:intake", args=[record.number])
        return format_html('<a href="{}">{}</a>', address, record.number)

    def value_number(self, record: Intake) -> str:
        """The number."""
        return record.number

    def render_state(self, record: Intake) -> Any:
        """The state's word in its colour."""
        return badge("intake", record.state, record.get_state_display())

    def value_state(self, record: Intake) -> str:
        """The state's word."""
        return str(record.get_state_display())

    def render_received(self, record: Intake) -> str:
        """When it came in, as people write it."""
        return moment(record.received_at)

    def value_received(self, record: Intake) -> Any:
        """When it came in."""
        return record.received_at

    def render_due(self, record: Intake) -> Any:
        """How long its clock still runs; nothing once it has ended."""
        return time_left(record.due, record.amber_at) if record.is_running else ""

    def value_due(self, record: Intake) -> Any:
        """The end of its clock."""
        return record.due if record.is_running else ""

    def render_ended(self, record: Intake) -> str:
        """When it was answered or merged, as people write it."""
        return moment(record.ended_at)

    def value_ended(self, record: Intake) -> Any:
        """When it ended."""
        return record.ended_at or ""
