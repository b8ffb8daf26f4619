"""Channels of the cast's organisations, and things that happen to be told there."""

from datetime import timedelta

from inspections.tracking.delivery.actions import ChannelGiven, add_channel
from inspections.tracking.delivery.models import Channel
from inspections.tracking.delivery.rules import ChannelKind, Topic
from tests.cast import Cast
from venues.models import Organisation

ALL = tuple(Topic.values)
HOUR = timedelta(hours=1)


def organisation(cast: Cast, code: str) -> Organisation:
    """An organisation of the cast by its code."""
    return Organisation.objects.get(code=code)


def channel(
    cast: Cast,
    code: str,
    address: str,
    kind: str = ChannelKind.WEBHOOK,
    *,
    topics: tuple[str, ...] = ALL,
    name: str = "duty room",
) -> Channel:
    """A channel of one of the cast's organisations."""
    given = ChannelGiven(name=name, topics=topics, address=address)
    return add_channel(organisation(cast, code), kind, given, by=cast["admin"])
