"""Channels and deliveries: their states, who moves them, and how long sending is tried. Pure."""

import re
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from venues.rules import ADMINISTRATOR
from venuewatch.workflow.rules import SYSTEM_CAPACITY, Transition, TransitionTable, Words

# How often sending is tried before the message is a dead letter: eight hours in all.
MOST_TRIES = 10
# Whoever took a message to send it has so long; then it is taken again. Longer than all timeouts.
LEASE = timedelta(minutes=5)
# How many numbers of one act a message names at most.
MOST_NUMBERS = 5


class ChannelKind(TextChoices):
    """By what a channel sends."""

    EMAIL = "email", _("e-mail")
    WECOM = "wecom", _("WeCom robot")
    DINGTALK = "dingtalk", _("DingTalk robot")
    FEISHU = "feishu", _("Feishu robot")
    WEBHOOK = "webhook", _("webhook")


# The mailbox of an office gets the numbers too; everything else a count and a link (R-SEND-2).
NAMES_NUMBERS = (ChannelKind.EMAIL,)


class ChannelState(TextChoices):
    """Whether a channel sends."""

    ON = "on", _("switched on")
    OFF = "off", _("switched off")


class Topic(TextChoices):
    """What a channel may take."""

    LATE = "late", _("what is late")
    PLATES = "plates", _("black plates")
    OPERATIONS = "operations", _("joint operations")
    DESK = "desk", _("notices and intake")
    REPORTS = "reports", _("daily reports")


# What a delivery is about: a topic, or nothing but a try whether the channel works.
TEST = "test"
ABOUT = (*Topic.choices, (TEST, _("test message")))
# The last part of a message's key: 0 for tests, then the topics in their order.
ORDER = (TEST, *Topic.values)


def key_of(channel: str, source: int, about: str) -> str:
    """The key of a message: of which channel, since which row of the outbox, about what.

    A test has the number of its event in place of a row of the outbox.
    """
    return f"{channel}-{source}-{ORDER.index(about)}"


class DeliveryState(TextChoices):
    """What became of a message to a channel."""

    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("sent")
    DEAD = "dead", _("not delivered")
    MOOT = "moot", _("not sent")


_SYSTEM = frozenset({SYSTEM_CAPACITY})

CHANNEL_TABLE = TransitionTable(
    (
        Transition(
            "add_channel", _("Add a channel"), (), ChannelState.ON, ADMINISTRATOR,
            required=("organisation", "kind", "name", "address", "topics"),
        ),
        Transition(
            "change_channel", _("Change the channel"), tuple(ChannelState.values), None,
            ADMINISTRATOR, required=("name", "topics"),
        ),
        Transition(
            "switch_off", _("Switch off"), (ChannelState.ON,), ChannelState.OFF, ADMINISTRATOR
        ),
        Transition(
            "switch_on", _("Switch on"), (ChannelState.OFF,), ChannelState.ON, ADMINISTRATOR
        ),
        Transition("send_test", _("Send a test"), (ChannelState.ON,), None, ADMINISTRATOR),
        # About deliveries of any channel; recorded on the administrator's own chain.
        Transition(
            "try_again", _("Try again"), tuple(ChannelState.values), None, ADMINISTRATOR
        ),
    )
)  # fmt: skip
DELIVERY_TABLE = TransitionTable(
    (
        Transition(
            "deliver", _("Deliver"), (DeliveryState.WAITING,), DeliveryState.SENT, _SYSTEM
        ),
        Transition(
            "give_up", _("Give up"), (DeliveryState.WAITING,), DeliveryState.DEAD, _SYSTEM
        ),
        Transition(
            "leave_out", _("Leave out"), (DeliveryState.WAITING,), DeliveryState.MOOT, _SYSTEM
        ),
        Transition(
            "try_again", _("Try again"), (DeliveryState.DEAD,), DeliveryState.WAITING, ADMINISTRATOR
        ),
    )
)  # fmt: skip


class Why(TextChoices):
    """Why a message did not go out, in words that hold nothing of the address or the answer."""

    UNREACHABLE = "unreachable", _("the other side did not answer")
    REFUSED = "refused", _("the other side refused the message")
    UNREADABLE = "unreadable", _("the address of the channel is not understood")
    BROKEN = "broken", _("sending broke off")
    OFF = "off", _("the channel was switched off")


_STATUS = re.compile(r"status-(\d{3})")


def of_status(status: int) -> str:
    """The `why` of an answer with this HTTP status."""
    return f"status-{status}"


def why_words(why: str) -> Words:
    """A `why` in words; "" for none."""
    if match := _STATUS.fullmatch(why):
        return _("the other side answered with error %s") % match[1]
    return Why(why).label if why else ""


def tries_of(about: str) -> int:
    """How often sending is tried: a test once, since somebody waits for its result."""
    return 1 if about == TEST else MOST_TRIES


# About look-backs a message gives no number: who is looked at is not to learn of it (R-TRACK-3).
UNANNOUNCED = ("look_back",)
