"""Look-backs: their states, who moves them, and when they are due (R-TRACK-3). Imports no model."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from inspections.ledger.rules import ClosingReason, Severity
from venues.rules import COMMAND_LEADER, COMMAND_STAFF
from venuewatch.workflow.rules import (
    SYSTEM_CAPACITY,
    Need,
    Transition,
    TransitionTable,
    capacities,
)


class LookBackState(TextChoices):
    """What became of a look-back."""

    SCHEDULED = "scheduled", _("not yet due")
    SENT = "sent", _("to be looked at")
    HELD = "held", _("holds")
    RECURRED = "recurred", _("found again")
    MOOT = "moot", _("no longer needed")


class MootKind(TextChoices):
    """Why a look-back is no longer needed."""

    ENDED = "ended", _("the venue has ended")
    FOUND = "found", _("found again before")
    HUNG = "hung", _("a plate hangs")
    COMMAND = "command", _("called off by the command")


WAITING = (LookBackState.SCHEDULED, LookBackState.SENT)
SEEN = (LookBackState.HELD, LookBackState.RECURRED)

# The scheme's days after closing, in their order, by severity; and after a plate was lifted.
STEPS: Mapping[str, tuple[str, ...]] = {
    Severity.GENERAL: ("look_back_general",),
    Severity.SERIOUS: ("look_back_serious", "look_back_serious_again"),
    Severity.MAJOR: ("look_back_major", "look_back_major_again", "look_back_major_last"),
}
STEPS_CEASED = ("look_back_ceased",)
STEPS_PLATE = ("look_back_plate", "look_back_plate_again")


def steps_of(severity: str, closing_reason: str) -> tuple[str, ...]:
    """The values of the scheme that say when a closed issue is looked back at (R-ISSUE-10)."""
    return STEPS_CEASED if closing_reason == ClosingReason.CEASED else STEPS[severity]


def sooner(days: int, recurrences: int) -> int:
    """After how many days, for what came back so often: halved, divided by three … at least one."""
    return max(1, ceil(days / (1 + recurrences)))


def code_of(number: str, step: int) -> str:
    """The number of a look-back: that of what it looks back at, and which one it is."""
    return f"HK-{number}-{step}"


@dataclass(frozen=True)
class Facts:
    """What the needs are judged on: whether the person sent saw it at a visit since, and whether
    it failed there.
    """

    visited: bool = False
    failed: bool = False


VISITED = Need(
    "visited",
    _("File your visit of the venue first; a result rests on what was seen there."),
    lambda facts: facts.visited,
)
NOT_FAILED = Need(
    "not_failed",
    _("Your visit found it failing; record that it has come back."),
    lambda facts: not facts.failed,
)
_SYSTEM = frozenset({SYSTEM_CAPACITY})
_SENT = capacities("sent", "inspector")

LOOK_BACK_TABLE = TransitionTable(
    (
        Transition(
            "schedule_look_back", _("Schedule a look-back"), (), LookBackState.SCHEDULED, _SYSTEM
        ),
        Transition(
            "send", _("Send somebody"), WAITING, LookBackState.SENT, _SYSTEM | COMMAND_STAFF,
            announces=True,
        ),
        Transition(
            "hold", _("It holds"), (LookBackState.SENT,), LookBackState.HELD, _SENT,
            needs=(VISITED, NOT_FAILED),
        ),
        Transition(
            "find_again", _("It has come back"), (LookBackState.SENT,), LookBackState.RECURRED,
            _SENT, needs=(VISITED,), announces=True,
        ),
        Transition("escalate", _("Told as late"), (LookBackState.SENT,), None, _SYSTEM),
        Transition("find_shut", _("No entry"), (LookBackState.SENT,), None, _SENT),
        Transition(
            "call_off_look_back", _("Call the look-back off"), WAITING, LookBackState.MOOT,
            _SYSTEM | COMMAND_LEADER,
        ),
        Transition("take_back_look_back", _("Its visit was withdrawn"), SEEN, LookBackState.SENT,
                   _SYSTEM),
    )
)  # fmt: skip
