"""Joint enforcement: states of operations and parts, who moves them. Pure; imports no model.

The scheme's clocks and squad are values of the scheme; here stands which of them count for what.
"""

from collections.abc import Iterable, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from inspections.enforcement.clocks import ClockName, ClockUnit
from inspections.enforcement.needs import (
    ALL_ENDED,
    CLOSED,
    NOT_OWN,
    NOT_PAUSED,
    NOT_RATED,
    ON_LEDGER,
    OPEN_YET,
    PAUSED,
    RUNS,
    SIGNED_IN,
    UNFOUNDED,
)
from inspections.ledger.rules import MeasureKind
from venues.rules import COMMAND_LEADER, COMMAND_STAFF, TOWN_REVIEWER, OrganisationKind
from venuewatch.workflow.rules import (
    SYSTEM_CAPACITY,
    Transition,
    TransitionTable,
    Words,
    capacities,
)


class OperationState(TextChoices):
    """Where an operation is between the whistle and its end."""

    BLOWN = "blown", _("whistle blown")
    DECLINED = "declined", _("whistle declined")
    CONVENED = "convened", _("convened")
    UNDER_WAY = "under_way", _("under way")
    REPORTED = "reported", _("reported")
    CLOSED = "closed", _("operation closed")
    CANCELLED = "cancelled", _("cancelled")


# At most one of these a venue; the first has no number yet.
CURRENT = (
    OperationState.BLOWN, OperationState.CONVENED, OperationState.UNDER_WAY,
    OperationState.REPORTED,
)  # fmt: skip
RUNNING = (OperationState.CONVENED, OperationState.UNDER_WAY)
UNDER_WAY = (
    *RUNNING,
    OperationState.REPORTED,
)  # agencies were called, and command has not closed it
ENDED = (OperationState.DECLINED, OperationState.CLOSED, OperationState.CANCELLED)


class OperationKind(TextChoices):
    """How pressing an operation is; each kind has its clocks (R-JOINT-1)."""

    URGENT = "urgent", _("urgent")
    ROUTINE = "routine", _("routine case")
    HARD = "hard", _("hard case")


class PartState(TextChoices):
    """Where an agency is with its part."""

    INVITED = "invited", _("invited")
    SIGNED_IN = "signed_in", _("signed in")
    ON_SITE = "on_site", _("on site")
    RESULTED = "resulted", _("result given")
    DECLINED = "declined", _("declined to take part")
    RELEASED = "released", _("released")


PART_RUNS = (PartState.INVITED, PartState.SIGNED_IN, PartState.ON_SITE)
PART_ENDED = (PartState.RESULTED, PartState.DECLINED, PartState.RELEASED)


class SquadRole(TextChoices):
    """What an agency brings to a squad (R-JOINT-2)."""

    POLICE = "police", _("police")
    HEALTH = "health", _("health")
    MARKET = "market", _("market regulation")
    TOWN = "town", _("town or sub-district")
    FIRE = "fire", _("fire brigade")
    OTHER = "other", _("other")


# Which value of the scheme says how many a squad must have of a role.
ROLE_KEYS: Mapping[str, str] = {
    SquadRole.POLICE: "squad_police",
    SquadRole.HEALTH: "squad_health",
    SquadRole.MARKET: "squad_market",
    SquadRole.TOWN: "squad_town",
}
CERTIFIED_KEY = "squad_certified"
# A first guess by the organisation's code; whoever convenes corrects it.
_ROLE_OF_CODE: Mapping[str, str] = {
    "public_security": SquadRole.POLICE,
    "police": SquadRole.POLICE,
    "health": SquadRole.HEALTH,
    "market_reg": SquadRole.MARKET,
    "market": SquadRole.MARKET,
    "fire": SquadRole.FIRE,
}

# kind → its clocks: what each waits for, the value of the scheme with its time, and its unit.
CLOCKS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    OperationKind.URGENT: (
        (ClockName.SIGNED_IN, "urgent_sign_in", ClockUnit.MINUTES),
        (ClockName.ON_SITE, "urgent_on_site", ClockUnit.MINUTES),
        (ClockName.FIRST_RESULT, "urgent_first_result", ClockUnit.HOURS),
        (ClockName.FINAL_REPORT, "urgent_final_report", ClockUnit.HOURS),
    ),
    OperationKind.ROUTINE: (
        (ClockName.SIGNED_IN, "routine_sign_in", ClockUnit.MINUTES),
        (ClockName.CONTACT, "routine_contact", ClockUnit.HOURS),
        (ClockName.DONE, "routine_done", ClockUnit.WORKING_DAYS),
    ),
    OperationKind.HARD: ((ClockName.DONE, "hard_done", ClockUnit.WORKING_DAYS),),
}


class PartStepKind(TextChoices):
    """A piece of evidence on an agency's part."""

    SIGN_IN = "sign_in", _("Signed in")
    ARRIVAL = "arrival", _("On site")
    RESULT = "result", _("Result of the agency")
    REFUSAL = "refusal", _("Declined")
    RELEASE = "release", _("Released")
    REVISION = "revision", _("Result corrected: nothing was found")


# What must have been recorded for a part to be in a state.
STEP_OF_STATE: Mapping[str, str] = {
    PartState.SIGNED_IN: PartStepKind.SIGN_IN,
    PartState.ON_SITE: PartStepKind.ARRIVAL,
    PartState.RESULTED: PartStepKind.RESULT,
    PartState.DECLINED: PartStepKind.REFUSAL,
    PartState.RELEASED: PartStepKind.RELEASE,
}
# What an agency took; "none" is said, not left out (R-JOINT-3).
RESULT_MEASURES = tuple((kind.value, kind.label) for kind in MeasureKind)
STARS = tuple((number, _("%(number)d of 5") % {"number": number}) for number in range(1, 6))

_SYSTEM = frozenset({SYSTEM_CAPACITY})
_BLOWER = capacities("town", "leader")
_OWN = capacities("own", "inspector")
_OWN_REVIEWER = capacities("own", "reviewer")

OPERATION_TABLE = TransitionTable(
    (
        Transition("escalate", _("Told as late"), UNDER_WAY, None, frozenset({SYSTEM_CAPACITY})),
        Transition(
            "blow", _("Blow the whistle"), (), OperationState.BLOWN, _BLOWER,
            required=("why",), announces=True,
        ),
        Transition(
            "convene", _("Convene"), (OperationState.BLOWN,), OperationState.CONVENED,
            COMMAND_STAFF, required=("place", "meets_at"), announces=True,
        ),
        Transition(
            "convene_at_once", _("Convene without a whistle"), (), OperationState.CONVENED,
            COMMAND_STAFF, required=("why", "place", "meets_at"), announces=True,
        ),
        Transition(
            "decline", _("Decline the whistle"), (OperationState.BLOWN,), OperationState.DECLINED,
            COMMAND_LEADER, required=("reason",), announces=True,
        ),
        Transition(
            "start", _("Under way with the first sign-in"), (OperationState.CONVENED,),
            OperationState.UNDER_WAY, _SYSTEM, needs=(SIGNED_IN,), announces=True,
        ),
        Transition(
            "report", _("Reported with the last result"), (OperationState.UNDER_WAY,),
            OperationState.REPORTED, _SYSTEM, needs=(ALL_ENDED,), announces=True,
        ),
        Transition(
            "close", _("Close the operation"), (OperationState.REPORTED,), OperationState.CLOSED,
            COMMAND_STAFF, needs=(ALL_ENDED, ON_LEDGER), announces=True,
        ),
        Transition(
            "cancel", _("Cancel the operation"), (OperationState.BLOWN, OperationState.CONVENED),
            OperationState.CANCELLED, capacities("blower", "leader") | COMMAND_STAFF,
            required=("reason",), announces=True,
        ),
        Transition(
            "pause", _("Let the clocks stand still"), RUNNING, None, COMMAND_STAFF,
            required=("reason",), needs=(NOT_PAUSED,), announces=True,
        ),
        Transition(
            "resume", _("Let the clocks run on"), RUNNING, None, COMMAND_STAFF,
            required=("reason",), needs=(PAUSED,), announces=True,
        ),
    )
)  # fmt: skip

PART_TABLE = TransitionTable(
    (
        Transition("invite", _("Invite"), (), PartState.INVITED, COMMAND_STAFF, announces=True),
        Transition(
            "sign_in", _("Sign in at the operation"), (PartState.INVITED,),
            PartState.SIGNED_IN, _OWN, needs=(RUNS,), announces=True,
        ),
        Transition(
            "arrive", _("On site"), (PartState.SIGNED_IN,), PartState.ON_SITE, _OWN,
            needs=(RUNS,), announces=True,
        ),
        Transition(
            "give_result", _("Give the result"), (PartState.ON_SITE,), PartState.RESULTED,
            _OWN_REVIEWER, required=("words", "measure"), needs=(RUNS,), announces=True,
        ),
        Transition(
            "correct_result", _("Correct the result: nothing was found"), (PartState.RESULTED,),
            None, _OWN_REVIEWER | COMMAND_STAFF, required=("reason",),
            needs=(OPEN_YET, UNFOUNDED), announces=True,
        ),
        Transition(
            "decline_part", _("Decline to take part"), (PartState.INVITED,), PartState.DECLINED,
            _OWN_REVIEWER, required=("reason",), needs=(RUNS,), announces=True,
        ),
        Transition(
            "release", _("Release the agency"), PART_RUNS, PartState.RELEASED, COMMAND_STAFF,
            required=("reason",), needs=(RUNS,), announces=True,
        ),
        Transition(
            "rate", _("Rate the agency"), PART_ENDED, None, TOWN_REVIEWER, required=("stars",),
            needs=(CLOSED, NOT_RATED, NOT_OWN), announces=True,
        ),
    )
)  # fmt: skip


def role_of(code: str, kind: str) -> str:
    """What an organisation most likely brings to a squad, by its code and kind."""
    if kind == OrganisationKind.TOWN:
        return SquadRole.TOWN
    return _ROLE_OF_CODE.get(code, SquadRole.OTHER)


def lacking(roles: Iterable[str], certified: int, needed: Mapping[str, int]) -> list[Words]:
    """What a squad lacks, in words; `roles` has one per member, `needed` a number per key."""
    present = list(roles)
    missing: list[Words] = []
    for role, key in ROLE_KEYS.items():
        if (short := needed[key] - present.count(role)) > 0:
            values = {"role": SquadRole(role).label, "count": short}
            missing.append(_("%(role)s: %(count)d more") % values)
    if (short := needed[CERTIFIED_KEY] - certified) > 0:
        missing.append(_("officers with a certificate: %(count)d more") % {"count": short})
    return missing


def demanded(needed: Mapping[str, int]) -> list[Words]:
    """What a squad must have, in words; `needed` has a number per key."""
    told: list[Words] = [
        _("%(role)s %(count)d") % {"role": SquadRole(role).label, "count": needed[key]}
        for role, key in ROLE_KEYS.items() if needed[key]
    ]  # fmt: skip
    certified = needed[CERTIFIED_KEY]
    return [*told, *([_("officers with a certificate %d") % certified] if certified else [])]


def series_of(prefix: str, district: str, year: int) -> str:
    """The counter of operations (LH) or of whistles (CS) of a district's year."""
    return f"{_SERIES[prefix]}/{district}-{year}"


_SERIES = {"LH": "operation", "CS": "whistle"}


def number_of(prefix: str, district: str, year: int, counted: int) -> str:
    """`LH-DISTRICT-YYYY-NNNN` for an operation 联合执法, given when convened; CS for a whistle."""
    return f"{prefix}-{district}-{year}-{counted:04d}"
