"""What comes in at the desk: its states, who moves it, and what that needs. Imports no model."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from inspections.duties.rules import is_working_day
from inspections.tracking.intake.needs import (
    ALL_ANSWERED,
    ASKED_OF_BOTH,
    NO_OTHERS_MERGED,
    NONE_CONFIRMED,
    NOT_FOUND_YET,
    ONE_CONFIRMED,
)
from venues.rules import COMMAND_STAFF
from venuewatch.workflow.rules import (
    SYSTEM_CAPACITY,
    Transition,
    TransitionTable,
    Words,
    capacities,
)


class IntakeState(TextChoices):
    """Where something that came in is between being received and being answered."""

    RECEIVED = "received", _("waiting for dispatch")
    DISPATCHED = "dispatched", _("being verified")
    CONFIRMED = "confirmed", _("confirmed, to be answered")
    UNCONFIRMED = "unconfirmed", _("not confirmed, to be answered")
    CLOSED = "closed", _("answered")
    DUPLICATE = "duplicate", _("duplicate")


ENDED = (IntakeState.CLOSED, IntakeState.DUPLICATE)
VERIFIED = (IntakeState.CONFIRMED, IntakeState.UNCONFIRMED)
RUNNING = (IntakeState.RECEIVED, IntakeState.DISPATCHED, *VERIFIED)
ON_THE_DESK = (IntakeState.RECEIVED, *VERIFIED)  # what waits for command staff


class IntakeSource(TextChoices):
    """By which way it came in."""

    HOTLINE = "hotline", _("hotline")
    SUPERIOR = "superior", _("assigned by a superior")
    TIP = "tip", _("tip from the public")
    SHEET = "sheet", _("transfer sheet")


class AskedSide(TextChoices):
    """Who is asked to verify: both are, each with a deadline."""

    TOWN = "town", _("town")
    SECTOR = "sector", _("department")


class Result(TextChoices):
    """What an organisation found."""

    CONFIRMED = "confirmed", _("confirmed")
    UNCONFIRMED = "unconfirmed", _("not confirmed")
    NOT_THEIRS = "not_theirs", _("not theirs")


FOUND = (Result.CONFIRMED, Result.UNCONFIRMED)


class CallPartner(TextChoices):
    """With whom the desk or a verifier spoke."""

    CALLER = "caller", _("whoever reported it")
    VENUE = "venue", _("the venue")
    TOWN = "town", _("the town")
    DEPARTMENT = "department", _("the department")
    OTHER = "other", _("somebody else")


class Satisfied(TextChoices):
    """What was thought of the answer."""

    YES = "yes", _("satisfied")
    NO = "no", _("not satisfied")
    UNSAID = "unsaid", _("said nothing about it")


_ASKED = capacities("asked", "inspector")
_SYSTEM = frozenset({SYSTEM_CAPACITY})
_WHILE_VERIFIED = (IntakeState.DISPATCHED,)

INTAKE_TABLE = TransitionTable(
    (
        Transition(
            "receive", _("Receive"), (), IntakeState.RECEIVED, COMMAND_STAFF,
            required=("source", "words"), announces=True,
        ),
        Transition(
            "name_venue", _("Name the venue"), (IntakeState.RECEIVED, IntakeState.DISPATCHED),
            None, COMMAND_STAFF | _ASKED, required=("venue",), needs=(NOT_FOUND_YET,),
        ),
        Transition(
            "dispatch", _("Dispatch"), (IntakeState.RECEIVED,), IntakeState.DISPATCHED,
            COMMAND_STAFF, required=("asks",), announces=True,
        ),
        Transition(
            "find_confirmed", _("Confirm the report"), _WHILE_VERIFIED, None, _ASKED,
            required=("words",), announces=True,
        ),
        Transition(
            "find_unconfirmed", _("Report as unfounded"), _WHILE_VERIFIED, None, _ASKED,
            required=("words",), announces=True,
        ),
        # Not theirs: back to the desk; whoever has not answered yet is asked anew.
        Transition(
            "return_to_desk", _("Not ours: back to the desk"), _WHILE_VERIFIED,
            IntakeState.RECEIVED, _ASKED, required=("reason",), announces=True,
        ),
        Transition(
            "conclude_confirmed", _("Found to be so"), _WHILE_VERIFIED, IntakeState.CONFIRMED,
            _SYSTEM, needs=(ASKED_OF_BOTH, ALL_ANSWERED, ONE_CONFIRMED), announces=True,
        ),
        Transition(
            "conclude_unconfirmed", _("Not found to be so"), _WHILE_VERIFIED,
            IntakeState.UNCONFIRMED, _SYSTEM,
            needs=(ASKED_OF_BOTH, ALL_ANSWERED, NONE_CONFIRMED), announces=True,
        ),
        Transition(
            "feed_back", _("Feed back"), VERIFIED, IntakeState.CLOSED, COMMAND_STAFF,
            required=("words", "whom", "satisfied"), announces=True,
        ),
        Transition(
            "merge", _("Merge as a duplicate"), (IntakeState.RECEIVED, IntakeState.DISPATCHED),
            IntakeState.DUPLICATE, COMMAND_STAFF, required=("original",),
            needs=(NO_OTHERS_MERGED,), announces=True,
        ),
        Transition(
            "fed_back_together", _("Fed back with the one it repeats"), (IntakeState.DUPLICATE,),
            None, _SYSTEM,
        ),
        Transition(
            "log_call", _("Record a call"), tuple(IntakeState), None, COMMAND_STAFF | _ASKED,
            required=("words", "partner"),
        ),
        # Recorded on the chain of whoever looks, not on that of what came in.
        Transition(
            "reveal_callback", _("Show the contact in clear"), tuple(IntakeState), None,
            COMMAND_STAFF | _ASKED,
        ),
        Transition("pass_due", _("Time ran out"), RUNNING, None, _SYSTEM, announces=True),
    )
)  # fmt: skip


# What the clock of a state is called; each state but the ended ones has one.
CLOCKS: Mapping[str, Words] = {
    IntakeState.RECEIVED: _("time to dispatch"),
    IntakeState.DISPATCHED: _("time to verify"),
    IntakeState.CONFIRMED: _("time to answer"),
    IntakeState.UNCONFIRMED: _("time to answer"),
}


def series_of(area: str, year: int) -> str:
    """The counter of what comes in at a desk in a year."""
    return f"intake/{area}-{year}"


def number_of(area: str, year: int, counted: int) -> str:
    """`SL-AREA-YYYY-NNNN`, the number of what was received 受理."""
    return f"SL-{area}-{year}-{counted:04d}"


def working_day_after(day: date, days: int) -> date:
    """So many working days later; a day itself for none."""
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


MOST_SIMILAR, SIMILAR_PART = 10, 0.5  # shown at most; the part of the shorter text they share
