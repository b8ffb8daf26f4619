"""Pages of the channels: the list, one channel, what was sent, one message (R-SEND-3)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from inspections.tracking.delivery.filters import ChannelFilter, DeliveryFilter
from inspections.tracking.delivery.models import Channel, Delivery
from inspections.tracking.delivery.rules import CHANNEL_TABLE, ChannelState, DeliveryState
from inspections.tracking.delivery.tables import ChannelTable, DeliveryTable
from inspections.tracking.delivery.waiting import dead_letters, keeper_of
from venues.models import Officer
from venuewatch.listing.counting import count_of
from venuewatch.listing.pages import ListPage
from venuewatch.navigation import MOST_WAITING
from venuewatch.workflow.actions import choices
from venuewatch.workflow.timeline import timeline_of

_BUTTONS = ("send_test", "switch_on", "switch_off")


class ChannelList(ListPage):
    """All channels of all organisations, for administrators alone."""

    template_name = "delivery/channels.html"
    table_class = ChannelTable
    filterset_class = ChannelFilter
    heading = gettext_lazy("Channels")
    empty = gettext_lazy("No channel matches. Without channels, messages stay in the inbox.")
    file_name = "channels"
    default_order = ("code",)

    def rows(self) -> QuerySet[Any]:
        """Every channel."""
        keeper_of(self.request)
        return Channel.objects.select_related("organisation")


class DeliveryList(ListPage):
    """What was sent and is to be sent, dead letters first; never what it says."""

    template_name = "delivery/deliveries.html"
    table_class = DeliveryTable
    filterset_class = DeliveryFilter
    heading = gettext_lazy("Messages to channels")
    empty = gettext_lazy("No message matches. Messages appear here once something is to be told.")
    file_name = "messages"
    default_order = ("-is_dead", "-pk")

    def rows(self) -> QuerySet[Any]:
        """Every message."""
        keeper_of(self.request)
        return Delivery.objects.select_related("channel__organisation")

    def extra_context(self) -> dict[str, Any]:
        """How many dead letters there are."""
        return {"dead": count_of(dead_letters(), MOST_WAITING)}


def channel_of(code: str) -> Channel:
    """The channel with this code; 404 where there is none."""
    return get_object_or_404(Channel.objects.select_related("organisation__area"), code=code)


def delivery_of(key: str) -> Delivery:
    """The message with this key; 404 where there is none."""
    return get_object_or_404(Delivery.objects.select_related("channel__organisation"), key=key)


@require_GET
def channel_page(request: HttpRequest, code: str) -> HttpResponse:
    """One channel: what to do with it, what it takes, what was done with it."""
    officer = keeper_of(request)
    return render(request, "delivery/channel.html", told_of(channel_of(code), officer))


def told_of(channel: Channel, officer: Officer) -> dict[str, Any]:
    """What the page of a channel shows."""
    may = {act.name: act for act, _lacking in choices(channel, officer)}
    return {
        "channel": channel,
        "acts": [may[name] for name in _BUTTONS if name in may],
        "change": CHANNEL_TABLE["change_channel"],
        "latest": channel.deliveries.order_by("-pk")[:5],
        "timeline": timeline_of(channel),
    }


@require_GET
def delivery_page(request: HttpRequest, key: str) -> HttpResponse:
    """One message: what became of it, and trying it again."""
    keeper_of(request)
    return render(request, "delivery/delivery.html", told_of_delivery(delivery_of(key)))


def told_of_delivery(delivery: Delivery) -> dict[str, Any]:
    """What the page of a message shows."""
    return {
        "delivery": delivery,
        "is_dead": delivery.state == DeliveryState.DEAD,
        "is_waiting": delivery.state == DeliveryState.WAITING,
        "is_off": delivery.channel.state == ChannelState.OFF,
        "again": CHANNEL_TABLE["try_again"],
    }
