"""The register as a table; the same columns feed the export."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from venues.models import Venue
from venuewatch.listing.templatetags.shell import badge

_EXPORT_ONLY = {"visible": False, "orderable": False}


class VenueTable(tables.Table):
    """One venue a row; opens with its name."""

    colour = tables.Column(_("Colour"), accessor="standing__colour")
    name = tables.Column(_("Venue"))
    code = tables.Column(_("Code"))
    category = tables.Column(_("Category"), order_by=("category__position", "category__code"))
    town = tables.Column(_("Town"), order_by="town__code")
    address = tables.Column(_("Address"), orderable=False)
    unclosed = tables.Column(
        _("Unclosed issues"), accessor="standing__unclosed",
        attrs={"th": {"class": "vw-number"}, "td": {"class": "vw-number"}},
    )  # fmt: skip
    last_town_check = tables.Column(_("Town check"), accessor="standing__last_town_check")
    last_sector_check = tables.Column(_("Sector check"), accessor="standing__last_sector_check")
    state = tables.Column(_("Status"))
    area = tables.Column(_("Community or grid"), **_EXPORT_ONLY)
    credit_code = tables.Column(_("Credit code"), **_EXPORT_ONLY)
    lon = tables.Column(_("Longitude"), **_EXPORT_ONLY)
    lat = tables.Column(_("Latitude"), **_EXPORT_ONLY)
    capacity = tables.Column(_("Capacity"), **_EXPORT_ONLY)

    class Meta:
        model = Venue
        fields: tuple[str, ...] = ()

    def render_colour(self, record: Venue) -> Any:
        """The colour with its word."""
        return badge("colour", record.standing.colour, record.standing.colour_word)

    def value_colour(self, record: Venue) -> str:
        """The colour's word."""
        return str(record.standing.colour_word)

    def render_name(self, record: Venue) -> Any:
        """The name, as the way to the venue's page."""
        return format_html('<a href="{}">{}</a>', reverse("venues:venue", args=[record.code]),
                           record.name)  # fmt: skip

    def value_name(self, record: Venue) -> str:
        """The name."""
        return record.name
