"""The register and the events as tables; the same columns feed the exports."""

import json
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from venues.labels import LABELS
from venues.models import Venue
from venuewatch.listing.templatetags.shell import badge, moment
from venuewatch.workflow import subjects
from venuewatch.workflow.models import Event
from venuewatch.workflow.timeline import words_in

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
    plate = tables.Column(
        _("Plate"), accessor="standing__plate_number", empty_values=(), **_EXPORT_ONLY
    )
    area = tables.Column(_("Community or grid"), **_EXPORT_ONLY)
    area_code = tables.Column(_("Area code"), accessor="area__code", **_EXPORT_ONLY)
    credit_code = tables.Column(_("Credit code"), **_EXPORT_ONLY)
    lon = tables.Column(_("Longitude"), **_EXPORT_ONLY)
    lat = tables.Column(_("Latitude"), **_EXPORT_ONLY)
    capacity = tables.Column(_("Capacity"), **_EXPORT_ONLY)
    # the rest of what an import can change, but for contacts: those are seen one by one
    credit_code_reason = tables.Column(LABELS["credit_code_reason"], **_EXPORT_ONLY)
    unlicensed = tables.Column(LABELS["unlicensed"], **_EXPORT_ONLY)
    town_leader = tables.Column(LABELS["town_leader"], **_EXPORT_ONLY)
    grid_leader = tables.Column(LABELS["grid_leader"], **_EXPORT_ONLY)
    department_officer = tables.Column(LABELS["department_officer"], **_EXPORT_ONLY)
    tag = tables.Column(LABELS["tag"], **_EXPORT_ONLY)

    class Meta:
        model = Venue
        fields: tuple[str, ...] = ()
        default = ""

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

    def value_plate(self, record: Venue) -> str:
        """The number of the black plate that hangs at its door."""
        return record.standing.plate_number if record.standing.plate_hung else ""

    def value_unlicensed(self, record: Venue) -> str:
        """Whether it is, in a word that an import reads."""
        return gettext("yes") if record.unlicensed else gettext("no")


class EventTable(tables.Table):
    """One event a row, in the words that it keeps itself (R-TRACK-4)."""

    recorded = tables.Column(_("Recorded"), orderable=False)
    happened = tables.Column(_("Happened"), visible=False, orderable=False)
    kind = tables.Column(_("About"), accessor="subject_type", orderable=False)
    key = tables.Column(_("Number"), accessor="body", orderable=False)
    seq = tables.Column(_("Event"), orderable=False)
    act = tables.Column(_("Act"), accessor="name", orderable=False)
    change = tables.Column(pgettext_lazy("of an event", "Change"), accessor="body", orderable=False)
    by = tables.Column(pgettext_lazy("of an event", "By"), accessor="body", orderable=False)
    why = tables.Column(_("Why"), accessor="body", orderable=False)
    hash = tables.Column(_("Hash"), **_EXPORT_ONLY)

    class Meta:
        model = Event
        fields: tuple[str, ...] = ()

    def render_recorded(self, value: Any) -> str:
        """When it was recorded."""
        return moment(value)

    def render_kind(self, value: str) -> str:
        """What kind of subject it is about."""
        return subjects.kind_words(value)

    def render_act(self, record: Event) -> str:
        """What was done."""
        return subjects.act_words(record.subject_type, record.name)

    def render_key(self, value: str) -> str:
        """The subject's number or code when it happened."""
        return str(json.loads(value)["key"])

    def render_change(self, record: Event, value: str) -> str:
        """From which state to which."""
        body = json.loads(value)
        states = [subjects.state_words(record.subject_type, body[end]) for end in ("from", "to")]
        return " → ".join(state for state in dict.fromkeys(states) if state)

    def render_by(self, record: Event, value: str) -> str:
        """Who did it, as they were called then."""
        return str(json.loads(value)["by"] if record.actor_id else _("the system"))

    def render_why(self, record: Event, value: str) -> str:
        """The reason that was given, and what else was written down."""
        body = json.loads(value)
        return " · ".join(
            filter(None, [body["why"], *words_in(record.subject_type, body["details"])])
        )
