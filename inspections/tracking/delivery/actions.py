"""What administrators do: keep channels, try them out, send dead letters again (R-SEND-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.tracking.delivery.addresses import SCHEMES, MisreadError, as_apprise
from inspections.tracking.delivery.models import MOST_ADDRESS, Channel, Delivery
from inspections.tracking.delivery.rules import (
    CHANNEL_TABLE,
    TEST,
    ChannelKind,
    ChannelState,
    DeliveryState,
    Topic,
    key_of,
)
from inspections.tracking.delivery.sending import attempt, take_this
from venues.models import Officer, Organisation
from venuewatch.workflow import clock
from venuewatch.workflow.actions import demand, move, record
from venuewatch.workflow.models import next_number
from venuewatch.workflow.rules import NotAllowed, Refused, required_errors

NO_SUCH_ADDRESS = gettext_lazy(
    "This is no address of this kind. It begins with %(begins)s, or is what the chat shows."
)
IS_OFF = gettext_lazy("The channel is switched off; switch it on first.")


@dataclass(frozen=True)
class ChannelGiven:
    """What an administrator says of a channel; a blank address leaves the one it has."""

    name: str
    topics: Sequence[str]
    address: str = ""


def add_channel(
    organisation: Organisation, kind: str, given: ChannelGiven, *, by: Officer
) -> Channel:
    """Add a channel, switched on; its address is checked and never shown again.

    Raises Refused (by field) and NotAllowed (not an administrator).
    """
    channel = Channel(
        organisation=organisation, kind=kind, name=given.name.strip(), topics=ordered(given.topics)
    )
    demand(channel, "add_channel", by)
    blank = CHANNEL_TABLE["add_channel"].blanks(
        {"organisation": organisation, "kind": kind, "name": given.name,
         "address": given.address, "topics": given.topics or ""}
    )  # fmt: skip
    if blank:
        raise Refused(required_errors(blank))
    channel.address = cleaned_address(kind, given.address)
    with transaction.atomic():
        channel.code = f"QD-{next_number('channel'):04d}"
        channel.save()
        details = {
            "change": " · ".join([organisation.name, _kind(channel), channel.name]),
            "topics": channel.topics,
        }
        record(channel, "add_channel", by=by, details=details)
    return channel


def change_channel(
    channel: Channel, given: ChannelGiven, *, by: Officer, seen: int | None = None
) -> Channel:
    """Change name, topics and, where one is given, the address. Raises as `move` does."""

    def write(row: Channel) -> Mapping[str, Any]:
        before = row.name
        row.name, row.topics = given.name.strip(), ordered(given.topics)
        words = [] if before == row.name else [f"{before} → {row.name}"]
        if given.address.strip():
            row.address = cleaned_address(row.kind, given.address)
            words.append(_("a new address"))
        return {"change": " · ".join(words), "topics": row.topics}

    told = {"name": given.name, "topics": given.topics or ""}
    return move(channel, "change_channel", by=by, given=told, seen=seen, write=write)


def switch_on(channel: Channel, *, by: Officer, seen: int | None = None) -> Channel:
    """Let a channel send again, from now on."""
    return move(channel, "switch_on", by=by, seen=seen)


def switch_off(channel: Channel, *, by: Officer, seen: int | None = None) -> Channel:
    """Let a channel send no more; what waits for it ends as not sent with the next run."""
    return move(channel, "switch_off", by=by, seen=seen)


def send_test(channel: Channel, *, by: Officer, seen: int | None = None) -> Delivery:
    """Send a message that says that it works, at once, and return what came of it."""
    with transaction.atomic():
        row = move(channel, "send_test", by=by, seen=seen)
        made = Delivery.objects.create(
            key=key_of(row.code, row.event_seq, TEST), channel=row, topic=TEST, due=clock.now()
        )
    taken = take_this(made)
    if taken is not None:
        attempt(taken)
    return Delivery.objects.select_related("channel").get(pk=made.pk)


def try_again(keys: Sequence[str] | None, *, by: Officer) -> int:
    """Send dead letters again, those with these keys or all; returns how many.

    Recorded on the administrator's own chain of events. Raises NotAllowed, and Refused where a
    single one cannot go since its channel is off.
    """
    if not Channel().capacities(by) & CHANNEL_TABLE["try_again"].allowed:
        raise NotAllowed(_("Channels are kept by system administrators."))
    dead = Delivery.objects.dead()
    chosen = dead if keys is None else dead.filter(key__in=keys)
    with transaction.atomic():
        officer = Officer.locked(by.pk)
        sendable = chosen.filter(channel__state=ChannelState.ON).values("pk")
        count = dead.filter(pk__in=sendable).update(
            state=DeliveryState.WAITING, due=clock.now(), tries=0, again=F("again") + 1, why="",
            ended=None,
        )  # fmt: skip
        if count:
            told = _("all dead letters") if keys is None else ", ".join(keys)
            record(officer, "try_again", by=by, details={"change": told, "count": count})
        elif chosen.exists():
            raise Refused({"": IS_OFF})
    return count


def cleaned_address(kind: str, address: str) -> str:
    """The address as it is kept; raises Refused where it is none of this kind.

    The sentence does not repeat it: it is a secret.
    """
    begins = _(" or ").join(f"{scheme}://" for scheme in SCHEMES.get(kind, ()))
    if kind not in SCHEMES:
        raise Refused({"kind": _("There is no such kind of channel.")})
    try:
        meant = as_apprise(kind, address)
    except MisreadError:
        raise Refused({"address": NO_SUCH_ADDRESS % {"begins": begins}}) from None
    if len(meant) > MOST_ADDRESS:
        raise Refused({"address": _("At most %d characters.") % MOST_ADDRESS})
    return meant


def ordered(topics: Sequence[str]) -> list[str]:
    """The topics, each once, in their usual order; raises Refused for one that there is not."""
    if unknown := set(topics) - set(Topic.values):
        raise Refused({"topics": _("There is no such topic: %s.") % min(unknown)})
    return [topic for topic in Topic.values if topic in topics]


def _kind(channel: Channel) -> str:
    return str(ChannelKind(channel.kind).label)
