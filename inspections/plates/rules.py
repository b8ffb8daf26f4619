"""Black plates: their states, who moves them, and what that needs. Pure; imports no model.

What the database refuses of the same rules stands in `guards`.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from inspections.ledger.rules import IssueState
from inspections.plates.needs import (
    ALL_ANSWER,
    BOTH_ACCEPTED,
    CLEAN_RUN,
    GROUNDS_SETTLED,
    HEARD,
    NONE_UNCLEAN_SINCE,
    NOT_ALL_VOID,
    NOT_PREPARER,
    NOT_PROPOSER,
    SIDE_IS_OPEN,
    TOLD,
    VENUE_WAS_TOLD,
)
from venues.rules import COMMAND_LEADER, COMMAND_STAFF
from venuewatch.workflow.rules import SYSTEM_CAPACITY, Transition, TransitionTable, Words


class PlateState(TextChoices):
    """Where a plate is between being proposed and being lifted."""

    PROPOSED = "proposed", _("waiting for approval")
    APPROVED = "approved", _("approved, to be hung")
    REFUSED = "refused", _("not approved")
    HUNG = "hung", _("hangs")
    LIFT_REQUESTED = "lift_requested", _("lifting requested")
    ACCEPTED = "accepted", _("jointly accepted")
    LIFTED = "lifted", _("lifted")
    WITHDRAWN = "withdrawn", _("plate withdrawn")


# A venue has at most one of these (R-PLATE-2); the last three hang at its door.
CURRENT = (
    PlateState.PROPOSED, PlateState.APPROVED, PlateState.HUNG, PlateState.LIFT_REQUESTED,
    PlateState.ACCEPTED,
)  # fmt: skip
HANGING = (PlateState.HUNG, PlateState.LIFT_REQUESTED, PlateState.ACCEPTED)
ENDED = (PlateState.REFUSED, PlateState.LIFTED, PlateState.WITHDRAWN)
SETTLED = (IssueState.CLOSED, IssueState.VOID)  # of its ground issues
NUMBERLESS = (PlateState.PROPOSED, PlateState.REFUSED)


class GroundKind(TextChoices):
    """Why an issue is a ground of a plate (R-PLATE-1)."""

    SUPERIOR = "superior", _("superior's notice")
    DISTRICT = "district", _("district notice")
    NOT_THOROUGH = "not_thorough", _("rectification not thorough")
    RECURRING = "recurring", _("the problem recurs")
    FOUND_HANGING = "found_hanging", _("serious or major issue found while the plate hangs")
    RECURRED_HANGING = "recurred_hanging", _("a ground recurred while the plate hangs")


# What a person may name; the last two follow from what is found while the plate hangs.
NAMED_GROUNDS = tuple((each.value, each.label) for each in list(GroundKind)[:4])
NOTICES = (GroundKind.SUPERIOR, GroundKind.DISTRICT)


def ground_words(kind: str, times: int | None, days: int | None) -> Words:
    """Why an issue is a ground; where the system counted, how often what happened."""
    label = GroundKind(kind).label
    if times is None:
        return label
    if days is None:
        return _("%(kind)s: %(times)d re-checks in a row failed") % {"kind": label, "times": times}
    values = {"kind": label, "times": times, "days": days}
    return _("%(kind)s: %(times)d recurrences within %(days)d days") % values


def grounds_told(grounds: Sequence[tuple[str, str]], document: str) -> dict[str, Any]:
    """What an event keeps of grounds, given as kind and number of issue, and of their document."""
    return {
        "grounds": sorted({str(GroundKind(kind).value) for kind, _number in grounds}),
        "issues": [number for _kind, number in grounds],
        "document": document,
    }


class StepKind(TextChoices):
    """A piece of evidence on a plate's way."""

    NOTICE = "notice", _("Notice to the venue")
    REPLY = "reply", _("Reply of the venue")
    APPROVAL = "approval", _("Approval")
    REFUSAL = "refusal", _("Refusal")
    HANGING = "hanging", _("Hanging")
    REQUEST = "request", _("Request for lifting")
    ACCEPTANCE = "acceptance", _("Acceptance")
    REJECTION = "rejection", _("Rejection")
    LIFTING = "lifting", _("Lifting")
    WITHDRAWAL = "withdrawal", _("Withdrawal of the plate")


class PlateSide(TextChoices):
    """Who accepts before a plate is lifted; the same sides owe the daily checks."""

    TOWN = "town", _("town")
    SECTOR = "sector", _("lead department")


SIDE_OF_CAPACITY = {"town.reviewer": PlateSide.TOWN, "lead.reviewer": PlateSide.SECTOR}


class WithdrawKind(TextChoices):
    """Why a plate is withdrawn instead of lifted."""

    ERROR = "error", _("proposed in error")
    VOID = "void", _("all its grounds are void")
    CEASED = "ceased", _("the venue ceased trading")


_REVIEWERS = frozenset(SIDE_OF_CAPACITY)
_SYSTEM = frozenset({SYSTEM_CAPACITY})

PLATE_TABLE = TransitionTable(
    (
        Transition(
            "propose", _("Propose a black plate"), (), PlateState.PROPOSED,
            COMMAND_STAFF | _SYSTEM, required=("facts",), announces=True,
        ),
        Transition(
            "escalate", _("Told as late"), HANGING, None, frozenset({SYSTEM_CAPACITY}),
        ),
        Transition(
            "tell_venue", _("Tell the venue"), (PlateState.PROPOSED,), None, COMMAND_STAFF,
            required=("facts",), announces=True,
        ),
        Transition(
            "record_reply", _("Record the venue's reply"), (PlateState.PROPOSED,), None,
            COMMAND_STAFF, required=("reply",), needs=(VENUE_WAS_TOLD,),
        ),
        Transition(
            "approve", _("Approve the plate"), (PlateState.PROPOSED,), PlateState.APPROVED,
            COMMAND_LEADER, needs=(NOT_PROPOSER, TOLD, HEARD), announces=True,
        ),
        Transition(
            "refuse", _("Refuse the plate"), (PlateState.PROPOSED,), PlateState.REFUSED,
            COMMAND_LEADER, required=("reason",), needs=(NOT_PROPOSER,), announces=True,
        ),
        Transition(
            "hang", _("Hang the plate"), (PlateState.APPROVED,), PlateState.HUNG, COMMAND_STAFF,
            required=("place",), needs=(ALL_ANSWER,), announces=True,
        ),
        Transition(
            "add_ground", _("Add a ground"),
            (PlateState.PROPOSED, PlateState.APPROVED, PlateState.HUNG), None,
            COMMAND_STAFF | _SYSTEM, announces=True,
        ),
        # A ground that comes while lifting is under way returns the plate to hung (R-PLATE-1).
        Transition(
            "add_ground_again", _("A new ground: the plate hangs on"),
            (PlateState.LIFT_REQUESTED, PlateState.ACCEPTED), PlateState.HUNG,
            COMMAND_STAFF | _SYSTEM, announces=True,
        ),
        Transition(
            "request_lift", _("Request the lifting"), (PlateState.HUNG,),
            PlateState.LIFT_REQUESTED, _REVIEWERS,
            needs=(GROUNDS_SETTLED, NOT_ALL_VOID, CLEAN_RUN), announces=True,
        ),
        Transition(
            "accept", _("Accept the rectification"), (PlateState.LIFT_REQUESTED,), None,
            _REVIEWERS, required=("inspection",), needs=(SIDE_IS_OPEN,), announces=True,
        ),
        Transition(
            "accept_jointly", _("Accepted by both sides"), (PlateState.LIFT_REQUESTED,),
            PlateState.ACCEPTED, _SYSTEM, needs=(BOTH_ACCEPTED,), announces=True,
        ),
        Transition(
            "reject", _("Reject the lifting"), (PlateState.LIFT_REQUESTED, PlateState.ACCEPTED),
            PlateState.HUNG, _REVIEWERS | COMMAND_STAFF, required=("reason",), announces=True,
        ),
        Transition(
            "lift", _("Lift the plate"), (PlateState.ACCEPTED,), PlateState.LIFTED,
            COMMAND_LEADER,
            needs=(GROUNDS_SETTLED, NOT_ALL_VOID, NONE_UNCLEAN_SINCE, BOTH_ACCEPTED, NOT_PREPARER),
            announces=True,
        ),
        Transition(
            "withdraw_plate", _("Withdraw the plate"), (PlateState.APPROVED, *HANGING),
            PlateState.WITHDRAWN, COMMAND_LEADER, required=("kind", "reason"), announces=True,
        ),
    )
)  # fmt: skip


class SuggestionState(TextChoices):
    """What command staff made of a suggestion."""

    WAITING = "waiting", _("waiting for the command")
    TAKEN = "taken", _("taken over")
    DECLINED = "declined", _("declined")


SUGGESTION_TABLE = TransitionTable(
    (
        Transition(
            "suggest_plate", _("Suggest a black plate"), (), SuggestionState.WAITING,
            _REVIEWERS, required=("reason",), announces=True,
        ),
        Transition(
            "take_over_suggestion", _("Take the suggestion over"), (SuggestionState.WAITING,),
            SuggestionState.TAKEN, COMMAND_STAFF, announces=True,
        ),
        Transition(
            "decline_suggestion", _("Decline the suggestion"), (SuggestionState.WAITING,),
            SuggestionState.DECLINED, COMMAND_STAFF, required=("reason",), announces=True,
        ),
    )
)  # fmt: skip


def series_of(prefix: str, district: str, year: int) -> str:
    """The counter of plates (HP), of proposals (TP) or of suggestions (JY) of a district's year."""
    return f"{_SERIES[prefix]}/{district}-{year}"


_SERIES = {"HP": "plate", "TP": "plate_proposal", "JY": "plate_suggestion"}


def number_of(prefix: str, district: str, year: int, counted: int) -> str:
    """`HP-DISTRICT-YYYY-NNNN` for a plate 黑牌 (R-PLATE-2); TP a proposal, JY a suggestion."""
    return f"{prefix}-{district}-{year}-{counted:04d}"


def district_of(number: str) -> str:
    """The code of the district that a plate's number names, "" for what is no such number."""
    found = re.fullmatch(r"HP-(\d+)-\d{4}-\d{4,9}", number, re.ASCII)
    return found.group(1) if found else ""


def days_of_hanging(hung: date, until: date) -> int:
    """On how many days both sides owe a check: from the day after hanging on (R-PLATE-4)."""
    return max(0, (until - hung).days)
