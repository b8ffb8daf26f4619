"""Channels and deliveries: to a webhook of this machine that works, or does not."""

from inspections.tracking.delivery import actions as delivery
from inspections.tracking.delivery.actions import ChannelGiven
from inspections.tracking.delivery.models import Channel, Delivery
from inspections.tracking.delivery.rules import ChannelKind, Topic
from tests.walks.deeds import Step, deed, step
from tests.walks.world import World
from venues.models import Organisation

MOST_CHANNELS = 3


def _given(world: World, address: str = "") -> ChannelGiven:
    topics = world.random.sample(list(Topic.values), 3)
    return ChannelGiven(name=world.words("room"), topics=topics, address=address)


@deed("channel.add_channel")
def add_channel(world: World) -> Step | None:
    if Channel.objects.filter(state="on").count() >= MOST_CHANNELS and not world.careless:
        return None
    organisation = world.any(Organisation.objects.filter(area=world.cast.district).order_by("pk"))
    return step(delivery.add_channel, organisation, ChannelKind.WEBHOOK.value,
                _given(world, world.hook.address()), by=world.administrator())  # fmt: skip


def _channel(world: World, **state: str) -> Channel | None:
    return world.some(Channel.objects.select_related("organisation__area"), **state)


@deed("channel.change_channel")
def change_channel(world: World) -> Step | None:
    return step(delivery.change_channel, _channel(world), _given(world), by=world.administrator())


@deed("channel.switch_off", "delivery.leave_out")
def switch_off(world: World) -> Step | None:
    return step(delivery.switch_off, _channel(world, state="on"), by=world.administrator())


@deed("channel.switch_on")
def switch_on(world: World) -> Step | None:
    if Channel.objects.filter(state="on").count() >= MOST_CHANNELS and not world.careless:
        return None
    return step(delivery.switch_on, _channel(world, state="off"), by=world.administrator())


@deed("channel.send_test", "delivery.give_up")
def send_test(world: World) -> Step | None:
    world.hook.status = world.any([200, 500])
    return step(delivery.send_test, _channel(world, state="on"), by=world.administrator())


@deed("channel.try_again", "delivery.try_again")
def try_again(world: World) -> Step | None:
    rows = Delivery.objects.select_related("channel").filter(channel__state="on")
    dead = world.some(rows, state="dead")
    return step(delivery.try_again, [dead.key] if dead else None, by=world.administrator())
