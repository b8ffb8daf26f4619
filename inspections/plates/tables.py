"""Plates as a table; the same columns feed the export."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from inspections.plates.models import Plate
from inspections.plates.rules import days_of_hanging
from venuewatch.listing.templatetags.shell import badge, day, moment
from venuewatch.workflow import clock


class PlateTable(tables.Table):
    """One plate a row; its number opens its page."""

    number = tables.Column(gettext_lazy("Number"), accessor="code", orderable=False)
    venue = tables.Column(gettext_lazy("Venue"), order_by=("venue__name",))
    category = tables.Column(
        gettext_lazy("Category"), accessor="venue__category", orderable=False, visible=False
    )
    state = tables.Column(gettext_lazy("State"), orderable=False)
    grounds = tables.Column(
        gettext_lazy("Grounds settled"), accessor="all_grounds", orderable=False
    )
    hung = tables.Column(
        gettext_lazy("Hung on"), accessor="hung_at", order_by=("hung_at",), empty_values=()
    )
    days = tables.Column(
        gettext_lazy("Days"), accessor="hung_at", empty_values=(), orderable=False,
        attrs={"td": {"class": "vw-number"}, "th": {"class": "vw-number"}},
    )  # fmt: skip
    town = tables.Column(gettext_lazy("Town"), orderable=False)
    department = tables.Column(gettext_lazy("Department"), orderable=False)
    proposed = tables.Column(
        gettext_lazy("Proposed at"), accessor="proposed_at", order_by=("proposed_at",)
    )
    ended = tables.Column(gettext_lazy("Ended at"), accessor="ended_at", orderable=False)

    class Meta:
        model = Plate
        fields: tuple[str, ...] = ()
        default = ""

    def render_number(self, record: Plate) -> Any:
        """The number, as the way to the plate's page."""
        address = reverse("plates:plate", args=[record.code])
        return format_html('<a href="{}">{}</a>', address, record.code)

    def value_number(self, record: Plate) -> str:
        """The number."""
        return str(record.code)

    def render_state(self, record: Plate) -> Any:
        """The state's word in its colour."""
        return badge("plate", record.state, record.get_state_display())

    def value_state(self, record: Plate) -> str:
        """The state's word."""
        return str(record.get_state_display())

    def render_venue(self, record: Plate) -> Any:
        """The venue's name, as the way to its page."""
        address = reverse("venues:venue", args=[record.venue.code])
        return format_html('<a href="{}">{}</a>', address, record.venue.name)

    def value_venue(self, record: Plate) -> str:
        """The venue's name."""
        return record.venue.name

    def render_grounds(self, record: Any) -> str:
        """How many of its ground issues are closed or void."""
        return f"{record.settled_grounds} / {record.all_grounds}"

    def render_hung(self, record: Plate) -> str:
        """The day on which it was hung."""
        return day(record.hung_day)

    def value_hung(self, record: Plate) -> Any:
        """When it was hung."""
        return record.hung_at or ""

    def render_days(self, record: Plate) -> str:
        """How many days it has hung, or did."""
        if record.hung_at is None:
            return ""
        until = timezone.localdate(record.ended_at or clock.now())
        return str(days_of_hanging(record.hung_day, until))

    def render_proposed(self, record: Plate) -> str:
        """When it was proposed, as people write it."""
        return moment(record.proposed_at)

    def value_proposed(self, record: Plate) -> Any:
        """When it was proposed."""
        return record.proposed_at

    def render_ended(self, record: Plate) -> str:
        """When it was lifted, withdrawn or refused."""
        return moment(record.ended_at)

    def value_ended(self, record: Plate) -> Any:
        """When it ended."""
        return record.ended_at or ""
