"""What a message says, in the language of the organisations, and where it leads (R-SEND-2).

Counts and a link, to the mailbox of an office also the numbers; no name, no phone, no venue, and
not a word that anybody wrote: the text is made of the words below alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from inspections.tracking.delivery.addresses import Message
from inspections.tracking.delivery.models import Delivery
from inspections.tracking.delivery.rules import (
    MOST_NUMBERS,
    NAMES_NUMBERS,
    TEST,
    UNANNOUNCED,
    Topic,
)
from inspections.tracking.escalation.rules import BY_STEP, LateKind
from venuewatch.workflow.subjects import act_words

# What a message is about → the page where its reader goes on.
_LEADS_TO = {
    Topic.LATE: "inbox:inbox",
    Topic.PLATES: "plates:list",
    Topic.OPERATIONS: "operations:list",
    Topic.DESK: "today",
    Topic.REPORTS: "reports:overview",
    TEST: "today",
}
Line = Mapping[str, Any]


def message_of(delivery: Delivery) -> Message:
    """The message, word for word the same however often it is sent."""
    with override(settings.LANGUAGE_CODE):
        channel = delivery.channel
        lines = list(_lines(delivery, names=channel.kind in NAMES_NUMBERS))
        address = settings.PORTAL_ADDRESS + reverse(_LEADS_TO[delivery.topic])
        lines.append(_("See: %s") % address)
        lines.append(_("Reference: %s") % delivery.key)
        return Message(_headline(delivery), "\n".join(lines), delivery.key)


def _headline(delivery: Delivery) -> str:
    owner = delivery.channel.organisation
    words = {
        "place": owner.area.name,
        "about": delivery.get_topic_display(),
        "count": sum(line["count"] for line in delivery.lines),
    }
    if delivery.topic == TEST:
        return _("[VenueWatch] %(place)s: test message") % words
    return _("[VenueWatch] %(place)s: %(about)s, %(count)s in all") % words


def _lines(delivery: Delivery, *, names: bool) -> Iterable[str]:
    if delivery.topic == TEST:
        yield _("This channel works: messages of the portal arrive here.")
    for line in delivery.lines:
        yield f"{_act(line['act'])} {line['count']}{_numbers(line) if names else ''}"


def _act(act: str) -> str:
    """What happened: an act of a transition table, or what is late and to whom that was told."""
    kind, _dot, name = act.partition(".")
    if kind != Topic.LATE:
        return act_words(kind, name)
    late, _slash, step = name.partition("/")
    told = {"late": LateKind(late).label, "whom": BY_STEP[int(step)].label}
    return _("%(late)s (told to %(whom)s)") % told


def _numbers(line: Line) -> str:
    numbers = line["numbers"][:MOST_NUMBERS]
    if not numbers or line["act"].partition(".")[2].partition("/")[0] in UNANNOUNCED:
        return ""
    words = {"numbers": _(", ").join(numbers)}
    if line["count"] > len(numbers):
        return _(": %(numbers)s and others") % words
    return _(": %(numbers)s") % words
