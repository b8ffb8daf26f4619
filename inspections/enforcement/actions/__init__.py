"""The only code that changes operations and parts: one function an act."""

from inspections.enforcement.actions.ending import cancel, close, decline, pause, resume
from inspections.enforcement.actions.starting import (
    Party,
    Plan,
    blow,
    convene,
    convene_at_once,
    squad_needed,
)
from inspections.enforcement.actions.taking_part import (
    Place,
    Taken,
    arrive,
    correct_result,
    decline_part,
    give_result,
    rate,
    release,
    result_errors,
    sign_in,
)

__all__ = [
    "Party",
    "Place",
    "Plan",
    "Taken",
    "arrive",
    "blow",
    "cancel",
    "close",
    "convene",
    "convene_at_once",
    "correct_result",
    "decline",
    "decline_part",
    "give_result",
    "pause",
    "rate",
    "release",
    "result_errors",
    "resume",
    "sign_in",
    "squad_needed",
]
