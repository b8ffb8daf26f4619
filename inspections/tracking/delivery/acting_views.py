"""Acts on channels and on dead letters: adding, changing, switching, trying out, trying again."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from inspections.tracking.delivery import actions
from inspections.tracking.delivery.forms import ChannelForm, NewChannelForm
from inspections.tracking.delivery.models import Channel, Delivery
from inspections.tracking.delivery.rules import CHANNEL_TABLE, DeliveryState
from inspections.tracking.delivery.views import (
    channel_of,
    delivery_of,
    told_of,
    told_of_delivery,
)
from inspections.tracking.delivery.waiting import keeper_of
from venues.models import Officer
from venues.views.posting import posted
from venuewatch.asked import event_seen
from venuewatch.workflow.rules import Refused, Stale
from venuewatch.workflow.timeline import last_of

_SWITCHES: dict[str, Callable[..., Channel]] = {
    "switch_on": actions.switch_on,
    "switch_off": actions.switch_off,
}


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new channel."""
    officer = keeper_of(request)
    form = NewChannelForm(request.POST) if request.method == "POST" else NewChannelForm()
    made: list[Channel] = []

    def act() -> Any:
        said = form.cleaned_data
        made.append(
            actions.add_channel(said["organisation"], said["kind"], form.given(), by=officer)
        )

    status = posted(request, form, act)
    if status == HTTPStatus.FOUND:
        return redirect("delivery:channel", made[0].code)
    context = {"form": form, "channel": None, "act": CHANNEL_TABLE["add_channel"]}
    return render(request, "delivery/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a channel; without a new address it keeps the one it has."""
    officer, channel = keeper_of(request), channel_of(code)
    known = {"name": channel.name, "topics": channel.topics, "seen": channel.event_seq}
    data = request.POST if request.method == "POST" else None
    form = ChannelForm(data, channel=channel, initial=known)

    def act() -> Any:
        seen = form.cleaned_data["seen"]
        actions.change_channel(channel, form.given(), by=officer, seen=seen)

    status = posted(request, form, act)
    if status == HTTPStatus.FOUND:
        return redirect("delivery:channel", channel.code)
    context = {"form": form, "channel": channel, "act": CHANNEL_TABLE["change_channel"]}
    return render(request, "delivery/edit.html", context, status=status)


@require_POST
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Switch a channel on or off, or try it out."""
    officer, channel = keeper_of(request), channel_of(code)
    seen = event_seen(request.POST.get("seen", ""))
    try:
        if name == "send_test":
            _tell_test(request, actions.send_test(channel, by=officer, seen=seen))
        elif name in _SWITCHES:
            _SWITCHES[name](channel, by=officer, seen=seen)
            messages.success(request, _("Done: %s.") % CHANNEL_TABLE[name].label)
        else:
            raise Http404(name)
    except Stale as stale:
        return _overtaken(request, stale.row, officer, name)
    return redirect("delivery:channel", code)


@require_POST
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Send one dead letter again."""
    officer, delivery = keeper_of(request), delivery_of(key)
    try:
        count = actions.try_again([delivery.key], by=officer)
    except Refused as refusal:
        messages.warning(request, str(refusal.errors[""]))
        context = told_of_delivery(delivery)
        return render(request, "delivery/delivery.html", context, status=HTTPStatus.BAD_REQUEST)
    if not count:
        messages.warning(request, _("This message is not a dead letter any more."))
        context = told_of_delivery(delivery_of(key))
        return render(request, "delivery/delivery.html", context, status=HTTPStatus.CONFLICT)
    _tell_again(request, count)
    return redirect("delivery:delivery", key)


@require_POST
def all_again(request: HttpRequest) -> HttpResponse:
    """Send all dead letters again, but those to channels that are off."""
    officer = keeper_of(request)
    try:
        _tell_again(request, actions.try_again(None, by=officer))
    except Refused as refusal:
        messages.warning(request, str(refusal.errors[""]))
    return redirect("delivery:deliveries")


def _tell_again(request: HttpRequest, count: int) -> None:
    words = ngettext(
        "%(count)d message is sent again within a minute.",
        "%(count)d messages are sent again within a minute.",
        count,
    )
    messages.success(request, words % {"count": count})


def _tell_test(request: HttpRequest, made: Delivery) -> None:
    if made.state == DeliveryState.SENT:
        messages.success(request, _("The test message was sent: look whether it has arrived."))
    else:
        words = {"why": made.why_words or made.get_state_display()}
        messages.warning(request, _("The test message was not sent: %(why)s.") % words)


def _overtaken(request: HttpRequest, row: Channel, officer: Officer, name: str) -> HttpResponse:
    """The channel's page as it stands now, and who was faster."""
    channel = channel_of(row.code)
    context = {
        **told_of(channel, officer),
        "overtaken": CHANNEL_TABLE[name],
        "changed": last_of(channel),
    }
    return render(request, "delivery/channel.html", context, status=HTTPStatus.CONFLICT)
