"""Tables of joint enforcement."""

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
    "OperationIssue",
    "OperationPause",
    "OperationQuerySet",
    "Part",
    "PartMeasure",
    "PartRating",
    "PartStep",
    "SquadMember",
    "take_number",
]
