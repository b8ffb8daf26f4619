"""The only code that changes what came in: one function an act; who and when: INTAKE_TABLE."""

from inspections.tracking.intake.actions.answering import (
    feed_back,
    log_call,
    merge,
    reveal_callback,
)
from inspections.tracking.intake.actions.clocks import LATE, pass_due
from inspections.tracking.intake.actions.receiving import Ask, dispatch, name_venue, receive
from inspections.tracking.intake.actions.verifying import (
    NewIssue,
    find_confirmed,
    find_unconfirmed,
    return_to_desk,
)

__all__ = [
    "LATE",
    "Ask",
    "NewIssue",
    "dispatch",
    "feed_back",
    "find_confirmed",
    "find_unconfirmed",
    "log_call",
    "merge",
    "name_venue",
    "pass_due",
    "receive",
    "return_to_desk",
    "reveal_callback",
]
