"""The only code that changes plates: one function an act; who and when is rules.PLATE_TABLE."""

from inspections.plates.actions.by_itself import propose_for_reasons
from inspections.plates.actions.moving import (
    accept,
    approve,
    hang,
    lift,
    record_reply,
    refuse,
    reject,
    request_lift,
    tell_venue,
    withdraw_plate,
)
from inspections.plates.actions.starting import (
    Ground,
    add_grounds,
    decline_suggestion,
    propose,
    suggest,
    take_grounds,
)
from inspections.plates.actions.taking_over import (
    Past,
    add_taken_over,
    hang_taken_over,
    lift_taken_over,
)

__all__ = [
    "Ground",
    "Past",
    "accept",
    "add_grounds",
    "add_taken_over",
    "approve",
    "decline_suggestion",
    "hang",
    "hang_taken_over",
    "lift",
    "lift_taken_over",
    "propose",
    "propose_for_reasons",
    "record_reply",
    "refuse",
    "reject",
    "request_lift",
    "suggest",
    "take_grounds",
    "tell_venue",
    "withdraw_plate",
]
