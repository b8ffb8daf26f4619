"""Visits as a table; the same columns feed the export."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from inspections.checks.models import Inspection
from inspections.checks.rules import WithdrawalState
from venuewatch.listing.templatetags.shell import badge, moment


class VisitTable(tables.Table):
    """One visit a row; its start opens it."""

    started = tables.Column(gettext_lazy("Started"))
    venue = tables.Column(gettext_lazy("Venue"), order_by=("venue__name",))
    side = tables.Column(gettext_lazy("Side"), orderable=False)
    outcome = tables.Column(gettext_lazy("Outcome"), orderable=False)
    officer = tables.Column(gettext_lazy("Inspector"), orderable=False)
    town = tables.Column(gettext_lazy("Town"), order_by=("town__code",))
    department = tables.Column(gettext_lazy("Department"), orderable=False)
    received = tables.Column(gettext_lazy("Received"))
    distance = tables.Column(gettext_lazy("Distance (m)"), orderable=False)

    class Meta:
        model = Inspection
        fields: tuple[str, ...] = ()
        default = ""

    def render_started(self, record: Inspection) -> Any:
        """When it started, as the way to its page."""
        address = reverse("checks:inspection", args=[record.uuid])
        return format_html('<a href="{}">{}</a>', address, moment(record.started))

    def value_started(self, record: Inspection) -> Any:
        """When it started."""
        return record.started

    def render_venue(self, record: Inspection) -> Any:
        """The venue's name, as the way to its page."""
        address = reverse("venues:venue", args=[record.venue.code])
        return format_html('<a href="{}">{}</a>', address, record.venue.name)

    def value_venue(self, record: Inspection) -> str:
        """The venue's name."""
        return record.venue.name

    def render_outcome(self, record: Inspection) -> Any:
        """What came of it; one that was withdrawn says so."""
        words = record.get_outcome_display()
        state = WithdrawalState.GRANTED
        mark = badge("state", "void", state.label) if getattr(record, "withdrawn", False) else ""
        return format_html("{} {}", words, mark)

    def value_outcome(self, record: Inspection) -> str:
        """What came of it, in words."""
        words = [str(record.get_outcome_display())]
        if getattr(record, "withdrawn", False):
            words.append(str(WithdrawalState.GRANTED.label))
        return " · ".join(words)

    def render_officer(self, record: Inspection) -> str:
        """Who filed it."""
        return record.officer.signature

    def render_received(self, record: Inspection) -> str:
        """When it came in."""
        return moment(record.received)

    def value_received(self, record: Inspection) -> Any:
        """When it came in."""
        return record.received

    def render_distance(self, record: Inspection) -> str:
        """How far from the venue it was filed."""
        return "" if record.distance is None else f"{record.distance:.0f}"
