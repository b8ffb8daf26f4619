"""The register of orders as a table; the same columns feed the export."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from venues.models import Order
from venuewatch.listing.templatetags.shell import badge
from venuewatch.moments import day_words

_WHOLE = {"td": {"class": "text-nowrap"}}
_NUMBER = {"th": {"class": "vw-number"}, "td": {"class": "vw-number"}}


class OrderTable(tables.Table):
    """One order a row; opens with its number."""

    number = tables.Column(_("Number"), attrs=_WHOLE)
    title = tables.Column(_("Title"), orderable=False)
    state = tables.Column(_("Status"))
    measures = tables.Column(_("Restrictions"), orderable=False, accessor="pk")
    starts = tables.Column(_("In force from"), attrs=_WHOLE)
    until = tables.Column(_("Until (last day)"), empty_values=())
    interval_days = tables.Column(_("Days between checks"), attrs=_NUMBER)
    issuer = tables.Column(_("Issuer"), orderable=False)

    class Meta:
        model = Order
        fields: tuple[str, ...] = ()
        default = ""

    def render_number(self, record: Order) -> Any:
        """The number, as the way to the order's page."""
        return format_html('<a href="{}">{}</a>', reverse("orders:order", args=[record.pk]),
                           record.number)  # fmt: skip

    def value_number(self, record: Order) -> str:
        """The number."""
        return record.number

    def render_state(self, record: Order) -> Any:
        """The state with its word."""
        return badge("order", record.state, record.get_state_display())

    def value_state(self, record: Order) -> str:
        """The state's word."""
        return record.get_state_display()

    def render_starts(self, value: date) -> str:
        """The first day, as people write it."""
        return day_words(value)

    def value_starts(self, value: date) -> str:
        """The first day, as sheets sort it."""
        return value.isoformat()

    def render_until(self, record: Order) -> str:
        """The last day, or that there is none yet."""
        return day_words(record.until) if record.until else gettext("until further notice")

    def value_until(self, record: Order) -> str:
        """The same, as sheets sort it."""
        return record.until.isoformat() if record.until else gettext("until further notice")

    def render_measures(self, record: Order) -> str:
        """What it imposes, in words."""
        return str(gettext(", ")).join(str(each) for each in record.words)
