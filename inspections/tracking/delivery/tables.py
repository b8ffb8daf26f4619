"""Channels and deliveries as tables: neither an address nor what a message says (R-SEND-3)."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from inspections.tracking.delivery.models import Channel, Delivery
from venuewatch.listing.templatetags.shell import badge, moment


class ChannelTable(tables.Table):
    """One channel a row; its code opens its page."""

    code = tables.Column(_("Code"), orderable=False)
    name = tables.Column(_("Name"), orderable=False)
    state = tables.Column(_("State"), orderable=False)
    organisation = tables.Column(_("Organisation"), accessor="organisation__name", orderable=False)
    kind = tables.Column(_("Kind"), accessor="get_kind_display", orderable=False)
    topics = tables.Column(_("What it takes"), accessor="topics_words", orderable=False)

    class Meta:
        model = Channel
        fields: tuple[str, ...] = ()
        default = ""

    def render_code(self, record: Channel) -> Any:
        """The code, as the way to the channel's page."""
        return format_html(
            '<a href="{}">{}</a>', reverse("delivery:channel", args=[record.code]), record.code
        )

    def value_code(self, record: Channel) -> str:
        """The code."""
        return record.code

    def render_state(self, record: Channel) -> Any:
        """Whether it sends, in its colour."""
        return badge("channel", record.state, record.get_state_display())

    def value_state(self, record: Channel) -> str:
        """Whether it sends."""
        return str(record.get_state_display())

    def render_topics(self, record: Channel) -> str:
        """What it takes, in words."""
        return " · ".join(record.topics_words)


class DeliveryTable(tables.Table):
    """One message a row; its key opens its page."""

    key = tables.Column(_("Reference"), orderable=False)
    state = tables.Column(_("State"), orderable=False)
    channel = tables.Column(_("Channel"), orderable=False)
    topic = tables.Column(_("Topic"), accessor="get_topic_display", orderable=False)
    why = tables.Column(_("Why"), accessor="why_words", orderable=False)
    tries = tables.Column(_("Tries"), orderable=False)
    created = tables.Column(_("Written at"), orderable=False)
    ended = tables.Column(_("Sent or ended at"), orderable=False)

    class Meta:
        model = Delivery
        fields: tuple[str, ...] = ()
        default = ""

    def render_key(self, record: Delivery) -> Any:
        """The key, as the way to the message's page."""
        return format_html(
            '<a href="{}">{}</a>', reverse("delivery:delivery", args=[record.key]), record.key
        )

    def value_key(self, record: Delivery) -> str:
        """The key."""
        return record.key

    def render_state(self, record: Delivery) -> Any:
        """What became of it, in its colour."""
        return badge("delivery", record.state, record.get_state_display())

    def value_state(self, record: Delivery) -> str:
        """What became of it."""
        return str(record.get_state_display())

    def render_channel(self, record: Delivery) -> str:
        """The channel's name and organisation."""
        return f"{record.channel.organisation.short} · {record.channel.name}"

    def render_created(self, value: Any) -> str:
        """When it was written, as people write it."""
        return moment(value)

    def value_created(self, value: Any) -> Any:
        """When it was written."""
        return value

    def render_ended(self, value: Any) -> str:
        """When it was sent or ended, as people write it."""
        return moment(value)

    def value_ended(self, value: Any) -> Any:
        """When it was sent or ended."""
        return value
