"""Tables of joint enforcement."""

from inspections.enforcement.models.callings import OperationInvitation, OperationWanted
from inspections.enforcement.models.operations import (
    Operation,
    OperationClock,
    OperationIssue,
    OperationPause,
    OperationQuerySet,
    take_number,
)
from inspections.enforcement.models.parts import (
    Part,
    PartMeasure,
    PartRating,
    PartStep,
    SquadMember,
)

__all__ = [
    "Operation",
    "OperationClock",
    "OperationInvitation",
    "OperationIssue",
    "OperationPause",
    "OperationQuerySet",
    "OperationWanted",
    "Part",
    "PartMeasure",
    "PartRating",
    "PartStep",
    "SquadMember",
    "take_number",
]
