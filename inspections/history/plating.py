"""What an older ledger's closings and re-openings do to black plates, and how it is told. Pure.

Both paths ask here; the outcome of a visit is kept as its note, so that a later run knows it.
"""

from dataclasses import dataclass
from enum import Enum

CLOSINGS = ("closed", "reclosed")
REOPENED = "reopened"
# What the note of a visit says of its outcome; the others move no plate and have none.
NOTES = {
    "closed": "Taken over: the venue was closed",
    "reclosed": "Taken over: the venue was closed again",
    REOPENED: "Taken over: the venue was opened again",
}
FACTS = "Taken over: the older ledger says that the venue was closed for what stands here"
PLACE = "Taken over: the older ledger does not say where it hung"
ON_TIME = "Taken over: the venue was opened again, every ground struck off"
LATE = "Taken over: the last ground was struck off after the venue had been opened again"


class Act(Enum):
    """What a visit does to the plate of its venue."""

    NOTHING = "nothing"
    HANG = "hang"
    ADD = "add"
    LIFT = "lift"


@dataclass(frozen=True)
class Door:
    """How a venue stands once a visit is filed and what it fixed is closed.

    `hangs`: a plate of the older ledger hangs; `waits`: the venue was opened again before its
    grounds were closed; `settled`: they all are now; `unclosed`: issues are; `may_hang`: somebody
    answers for a plate, and no other one is current.
    """

    hangs: bool = False
    waits: bool = False
    settled: bool = False
    unclosed: bool = False
    may_hang: bool = True


def act_of(outcome: str, door: Door) -> Act:
    """What a visit with this outcome does to the plate."""
    if outcome in CLOSINGS:
        if not door.unclosed:
            return Act.NOTHING
        if door.hangs:
            return Act.ADD
        return Act.HANG if door.may_hang else Act.NOTHING
    if door.hangs and door.settled and (door.waits or outcome == REOPENED):
        return Act.LIFT
    return Act.NOTHING


def waits_after(outcome: str, *, before: bool) -> bool:
    """Whether a plate that hangs on is to come down with its last ground, after this visit."""
    if outcome in CLOSINGS:
        return False
    return before or outcome == REOPENED


def document_of(number: int) -> str:
    """What stands for the number of the notice by which a visit hung a plate."""
    return f"inspection {number}"


def words_of_lifting(outcome: str) -> str:
    """Why a plate came down: on time or late."""
    return ON_TIME if outcome == REOPENED else LATE
